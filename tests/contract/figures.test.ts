/** The running figures equal the sum over the records, whatever is done to these and by how many at once. */
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '#lib/domain/review.ts';
import { kindOf } from '#lib/records/index.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { checkFigures } from '#lib/server/figures/check-figures.ts';
import { handedOutValue } from '#lib/server/figures/measure-sums.ts';
import { rebuildFigures } from '#lib/server/figures/rebuild-figures.ts';
import { requestFigures } from '#lib/server/figures/request-figures.ts';
import { body, Deployment, newId, OTHER_REGION, REGION, type Person } from './deployment.ts';

let test: TestDatabase;
let town: Deployment;
beforeEach(async () => {
	test = await openTestDatabase();
	town = await Deployment.open(test.database);
});
afterEach(() => test.remove());

const faults = () => test.database.snapshot((trx) => checkFigures(trx));
const version = (kind: string) => kindOf(kind)?.version ?? 1;
/** 32-bit numbers, always the same for a seed. */
function dice(seed: number) {
	let state = seed;
	return (sides: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * sides);
	};
}

/** What may be decided in a state. */
const NEXT: Readonly<Record<string, readonly Decision[]>> = {
	pending: ['approve', 'approve', 'approve', 'return', 'void'],
	returned: ['void'],
	approved: ['reopen', 'archive', 'void']
};

const visit = (more: Record<string, unknown> = {}) => body(more);
const handout = (qty: number, more: object = {}) => ({
	...(kindOf('handout')?.sample as object),
	region: REGION,
	organisation: null,
	placeText: `place ${newId()}`,
	team: 'T1',
	lines: [{ id: newId(), supply: 'SP01', qty, batch: '', expiry: null }],
	...more
});
const request = (visitId: string, more: object = {}) => ({
	...requestSample,
	region: REGION,
	visitId,
	...more
});

async function makeVisit(content: object = {}): Promise<string> {
	return town.visit('vol', content);
}
async function makeRequest(visitId: string, more: object = {}): Promise<string> {
	const id = newId();
	const made = { kind: 'request', schema: version('request') };
	expect(await town.act('vol', 'create', id, 0, request(visitId, more), made)).toMatchObject({
		outcome: 'applied'
	});
	return id;
}
const open = () => requestFigures(test.database.reader, { regions: null }, '2025-08-01');

describe('running figures', () => {
	it('count a visit’s requests while the visit is counted', async () => {
		const id = await makeVisit();
		const asked = await makeRequest(id, { status: 'NEW', due: '2025-07-20' });
		await makeRequest(id, { status: 'NEW', due: null });
		expect(await open()).toEqual({ all: 0, closed: 0, overdue: 0 });
		await town.act('rev', 'approve', id, 1);
		expect(await open()).toEqual({ all: 2, closed: 0, overdue: 1 });
		await makeRequest(id, { status: 'NEW', due: '2025-07-10' });
		expect(await open()).toEqual({ all: 3, closed: 0, overdue: 2 });
		const done = request(id, { status: 'DONE', closedOn: '2025-07-09', due: '2025-07-20' });
		const made = { kind: 'request', schema: version('request') };
		expect(await town.act('rev', 'amend', asked, 1, done, made)).toMatchObject({ outcome: 'applied' });
		expect(await open()).toEqual({ all: 3, closed: 1, overdue: 1 });
		expect(await faults()).toEqual([]);
		await town.act('rev', 'void', id, 2, { reason: 'RR01', note: 'no' });
		expect(await open()).toEqual({ all: 0, closed: 0, overdue: 0 });
		expect(await faults()).toEqual([]);
	});

	it('round what was handed out record by record', async () => {
		await test.database.transaction((trx) =>
			trx.insertInto('supply_price').values({ supply: 'SP01', price_fen: 333 }).execute()
		);
		const quantities = [0.5, 0.5, 1.25, 2, 7.1, 0.001];
		for (const qty of quantities) {
			const id = newId();
			const made = { kind: 'handout', schema: version('handout') };
			expect(await town.act('vol', 'create', id, 0, handout(qty), made)).toMatchObject({
				outcome: 'applied'
			});
			await town.act('rev', 'approve', id, 1, {}, { kind: 'handout' });
		}
		const fen = quantities.reduce((all, qty) => all + Math.floor((qty * 1000 * 333 + 500) / 1000), 0);
		expect((await handedOutValue(test.database.reader, { regions: null })).get('')).toBe(fen);
		expect(await faults()).toEqual([]);
	});

	it.each([1, 2, 3])(
		'equal the sum over the records after everything that may happen, seed %i',
		async (seed) => {
			const roll = dice(seed);
			const ids: { id: string; kind: string; parent?: string }[] = [];
			const outcomes = new Set<string>();
			const note = (verb: string, outcome: string) => outcomes.add(`${verb} ${outcome}`);
			for (let step = 0; step < 120; step++) {
				const place = {
					region: roll(6) === 0 ? OTHER_REGION : REGION,
					date: `2025-07-0${1 + roll(5)}`,
					campaign: roll(3) === 0 ? null : 'SQL-2025'
				};
				const what = roll(10);
				const visits = ids.filter((one) => one.kind === 'visit');
				const one = ids[roll(Math.max(1, ids.length))];
				if (what < 3 || !one) {
					const id = newId();
					const kind = roll(2) === 0 ? 'visit' : 'handout';
					const content =
						kind === 'visit' ? visit({ ...place, peopleMet: roll(30) }) : handout(roll(9) / 4, place);
					const made = { kind, schema: version(kind) };
					const several = [town.operation('create', id, 0, content, made)];
					ids.push({ id, kind });
					if (kind === 'visit' && roll(2) === 0) {
						const asked = newId();
						const inner = { kind: 'request', schema: version('request') };
						several.push(
							town.operation('create', asked, 0, request(id, { ...place, due: place.date }), inner)
						);
						ids.push({ id: asked, kind: 'request', parent: id });
					}
					for (const verdict of await town.send('vol', several)) note('create', verdict.outcome);
					continue;
				}
				const rev = (await town.row(one.id))?.rev ?? 0;
				if (what === 3 && visits.length > 0) {
					const parent = visits[roll(visits.length)]?.id ?? '';
					const id = newId();
					const made = { kind: 'request', schema: version('request') };
					note('hang', (await town.act('vol', 'create', id, 0, request(parent, place), made)).outcome);
					ids.push({ id, kind: 'request', parent });
				} else if (what < 6) {
					const before = await town.bodyOf(one.id);
					const content =
						one.kind === 'request'
							? { ...before, ...place, status: roll(2) === 0 ? 'NO' : 'NEW', due: place.date }
							: { ...before, ...place, ...(one.kind === 'visit' ? { peopleMet: roll(40) } : {}) };
					const by: Person = one.kind === 'request' && roll(2) === 0 ? 'rev' : 'vol';
					const more = { kind: one.kind, schema: version(one.kind) };
					note(
						'amend',
						(await town.act(by, 'amend', one.id, Math.max(1, rev - roll(2)), content, more)).outcome
					);
				} else {
					const { state } = (await town.row(one.id)) ?? { state: null };
					const fitting = NEXT[state ?? ''] ?? [];
					const verb = fitting[roll(fitting.length)] ?? 'approve';
					const why = { reason: 'RR01', note: 'no' };
					const answer = await town.act('city', verb, one.id, rev, why, { kind: one.kind });
					note(verb, answer.outcome);
				}
				if (step % 30 === 29) expect(await faults()).toEqual([]);
			}
			expect(await faults()).toEqual([]);
			for (const wanted of ['create', 'hang', 'amend', 'approve', 'return', 'void', 'reopen', 'archive']) {
				expect(outcomes).toContain(`${wanted} applied`);
			}
		}
	);

	it('keep up with many who write and decide at once', async () => {
		const made = await Promise.all(
			Array.from({ length: 12 }, async () => {
				const id = await makeVisit({ date: '2025-07-01' });
				return id;
			})
		);
		await Promise.all(
			made.flatMap((id) => [
				town.act('rev', 'approve', id, 1),
				town.send('vol', [
					town.operation('create', newId(), 0, request(id), { kind: 'request', schema: version('request') })
				]),
				town.send('mate', [town.operation('create', newId(), 0, visit({ date: '2025-07-01' }))])
			])
		);
		const { count } = await test.database.reader
			.selectFrom('figure')
			.select(sql<number>`sum(value)`.as('count'))
			.where('name', '=', 'requests')
			.executeTakeFirstOrThrow();
		expect(Number(count)).toBe(12_000);
		expect(await faults()).toEqual([]);
	});

	it('are checked and mended', async () => {
		const id = await makeVisit();
		await town.act('rev', 'approve', id, 1);
		await test.database.transaction(async (trx) => {
			await trx.updateTable('figure').set({ value: 7_000 }).where('name', '=', 'records').execute();
			await trx.deleteFrom('review_tally').execute();
		});
		const found = await faults();
		expect(found.map((fault) => [fault.kept, fault.counted])).toEqual([
			[
				[7_000, 1],
				[1_000, 1]
			],
			[
				[0, 0, 0],
				[1, 0, 0]
			]
		]);
		await test.database.transaction(rebuildFigures);
		expect(await faults()).toEqual([]);
	});
});
