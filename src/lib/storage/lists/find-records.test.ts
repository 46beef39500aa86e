import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '#tests/phone/peer.ts';
import { createTestPhone, readBody, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { tidyBriefs } from '#lib/storage/briefs/tidy-briefs.ts';
import { dropScope } from '#lib/storage/drop-scope.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import { findRecords } from './find-records.ts';
import type { RecordFilter } from './record-filter.ts';

const NOW = '2026-07-21T00:00:00.000Z';
const AREA = 'area:361024';
const KINDS = ['visit', 'handout', 'trip'] as const;
const TEAMS = ['T1', 'T2', null] as const;
const WORDS = ['饮水点', '清凉油', 'Heat stroke', '示𬭎厂', ''] as const;
const STATES = ['pending', 'returned', 'approved'] as const;

const FILTERS: readonly RecordFilter[] = [
	{},
	{ own: false },
	{ own: false, team: 'T1' },
	{ own: false, team: 'T1', date: '2026-07-11' },
	{ team: 'T2', kind: 'visit' },
	{ kind: 'handout' },
	{ date: '2026-07-12', text: '水' },
	{ state: 'pending' },
	{ own: false, state: 'approved', kind: 'visit' },
	...(['on-phone', 'parked', 'on-server', 'attention'] as const).map((stage) => ({ stage, own: false })),
	...['饮水', ' stroke  HEAT ', '𬭎', 'zf-', 'ZF-00000', '水 zf', '没有'].map((text) => ({
		text,
		own: false
	}))
];

type Step = (phone: TestPhone, made: string[]) => Promise<TestPhone | void>;

const day = fc.integer({ min: 10, max: 13 }).map((number) => `2026-07-${number}`);
const fields = fc.record({
	date: day,
	team: fc.constantFrom(...TEAMS),
	remark: fc.constantFrom(...WORDS)
});
const pick = (made: readonly string[], at: number) => made[at % Math.max(1, made.length)];

const save = fc
	.tuple(fc.constantFrom(...KINDS), fields, fc.integer({ min: 1, max: 3 }))
	.map(([kind, change, times]): Step => async (phone, made) => {
		for (let at = 0; at < times; at++) made.push(await phone.save(kind, change));
	});
const amend = fc.tuple(fields, fc.nat(40)).map(([change, at]): Step => async (phone, made) => {
	const recordId = pick(made, at);
	const record = recordId === undefined ? undefined : await phone.record(recordId);
	if (record) await phone.save(record.kind, change, { recordId: record.id });
});
const edit = fc.tuple(fields, fc.nat(40)).map(([change, at]): Step => async (phone, made) => {
	const id = pick(made, at);
	if (id !== undefined && phone.peer.record(id)) phone.peer.edit(id, (body) => ({ ...body, ...change }));
});
const others = fc
	.tuple(
		fields,
		fc.integer({ min: 1, max: 40 }),
		fc.constantFrom(...STATES),
		fc.constantFrom('visit', 'future')
	)
	.map(([change, count, state, kind]): Step => (phone) => {
		for (let at = 0; at < count; at++) {
			const id = phone.newId();
			const body = { ...sampleBody('visit'), ...change };
			phone.peer.put(AREA, { kind, id, body: { ...viewOf(id, kind, 1, body, 'acc-7'), state } });
		}
		return Promise.resolve();
	});
const remove = fc.nat(40).map((at): Step => async (phone) => {
	const rows = await phone.databases.pulls.run((database) => database.records.filter(() => true));
	const row = rows[at % Math.max(1, rows.length)];
	const scope = Object.keys(row?.memberships ?? {})[0];
	if (row && scope) phone.peer.remove(scope, row.id);
});
const judge = fc.constantFrom('applied', 'rejected', 'parked', 'retry').map((outcome): Step => (phone) => {
	phone.peer.judge = () => (outcome === 'applied' ? undefined : { outcome });
	return Promise.resolve();
});
const rare = fc.constantFrom<Step>(
	(phone) => Promise.resolve(void phone.peer.gen++),
	(phone) => Promise.resolve(void (phone.peer.wrongHash = 1)),
	(phone) => Promise.resolve(void phone.peer.epoch++),
	(phone) => phone.reopen(),
	(phone) => tidyBriefs(phone.databases),
	(phone) => tidyBriefs(phone.databases, true),
	async (phone) => void (await dropScope(phone.databases, AREA, NOW, readBody)),
	async (phone) => {
		// As in a database that version 1 filled, which no page that has briefs in memory can have open.
		await phone.databases.pulls.run(async (database) => {
			await database.briefRows.clear();
			await database.meta.delete('briefs');
		});
		return await phone.reopen();
	}
);
const sync: Step = (phone) => phone.sync();
const step = fc.oneof(save, amend, edit, others, remove, judge, rare, fc.constant(sync), fc.constant(sync));

function isIn(record: LocalRecord, { text = '', own = true, ...filter }: RecordFilter): boolean {
	const words = text.toLowerCase().trim().split(/\s+/);
	return (
		(!own || record.own) &&
		words.every((word) => record.searchText.includes(word)) &&
		Object.entries(filter).every(([field, value]) => record[field as keyof LocalRecord] === value)
	);
}

async function plainly(phone: TestPhone): Promise<readonly LocalRecord[]> {
	const rows = await phone.databases.pulls.run((database) => database.records.filter(() => true));
	const shown = await Promise.all(rows.filter((row) => !row.opaque).map((row) => phone.record(row.id)));
	const key = ({ date, savedAt, id }: LocalRecord) => `${date} ${savedAt} ${id}`;
	return shown.filter((row) => row !== undefined).sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

async function expectSame(phone: TestPhone): Promise<void> {
	const all = await plainly(phone);
	for (const filter of FILTERS) {
		const wanted = all.filter((record) => isIn(record, filter));
		for (const [offset, limit] of [
			[0, 500],
			[3, 4]
		] as const) {
			const page = await phone.databases.saves.run((database) =>
				findRecords(database, { ...filter, offset, limit })
			);
			expect([filter, page.total, page.rows]).toEqual([
				filter,
				wanted.length,
				wanted.slice(offset, offset + limit)
			]);
		}
	}
}

describe('lists and search', () => {
	it('give what a plain filter over all records gives, whatever came in and in whatever order', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
				let phone = await createTestPhone();
				phone.peer.pageRows = 30;
				phone.peer.put(AREA, { kind: 'future', id: phone.newId(), body: {} });
				const made: string[] = [];
				for (const one of steps) {
					phone = (await one(phone, made)) ?? phone;
					await expectSame(phone);
				}
				expect(phone.databases.saves.database.briefs.isDoubted).toBe(false);
			}),
			{ numRuns: 20 }
		);
	}, 240_000);

	it('keep nothing in brief of a record that left this phone', async () => {
		const phone = await createTestPhone();
		const ids = Array.from({ length: 20 }, () => phone.newId());
		for (const [at, id] of ids.entries()) {
			const body = { ...sampleBody('visit'), remark: `第${at}处工地` };
			phone.peer.put(AREA, { kind: 'visit', id, body: viewOf(id, 'visit', 1, body, 'acc-7') });
		}
		await phone.sync();
		const kept = () =>
			phone.databases.pulls.run(async (database) => JSON.stringify(await database.briefRows.toArray()));
		expect(await kept()).toContain(ids[7]);
		phone.peer.remove(AREA, ids[7] ?? '');
		await phone.sync();
		await tidyBriefs(phone.databases);
		expect(await kept()).not.toContain(ids[7]);
		expect(await kept()).toContain(ids[8]);
		await dropScope(phone.databases, AREA, NOW, readBody);
		expect(await kept()).not.toContain(ids[8]);
	});
});
