import { describe, expect, it } from 'vitest';
import { MAX_SCOPES, type ScopePage } from '#lib/protocol/pull.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { ACCOUNT, createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';

const OWN = `user:${ACCOUNT}`;

function putVisit(phone: TestPhone, scope = OWN, change: object = {}, recorder = ACCOUNT): string {
	const id = phone.newId();
	const body = { ...sampleBody('visit'), ...change };
	phone.peer.put(scope, { kind: 'visit', id, body: viewOf(id, 'visit', 1, body, recorder) });
	return id;
}
const rowsOf = (phone: TestPhone) =>
	phone.databases.saves.run((database) => database.records.filter(() => true));
const cursorOf = (phone: TestPhone, scope: string) =>
	phone.databases.saves.run((database) => database.cursors.get(scope));

describe('pull', () => {
	it('brings a scope page by page and ends with the same count and hash', async () => {
		const phone = await createTestPhone();
		phone.peer.pageRows = 7;
		for (let count = 0; count < 40; count++) putVisit(phone);
		await phone.sync();
		expect(await rowsOf(phone)).toHaveLength(40);
		expect(await cursorOf(phone, OWN)).toMatchObject({ seq: 40, count: 40, sweeping: false });
		expect(phone.logged).not.toContain('sync.mismatch');
	});

	it('puts reference data aside, by kind and code', async () => {
		const phone = await createTestPhone();
		phone.peer.put('ref', { kind: 'ref:team', id: 'T1', body: { code: 'T1', zh: '示范队' } });
		await phone.sync();
		const [row] = await phone.databases.saves.run((database) => database.reference.toArray());
		expect(row).toMatchObject({ kind: 'team', code: 'T1', body: { zh: '示范队' } });
		phone.peer.remove('ref', 'T1');
		await phone.sync();
		expect(await phone.databases.saves.run((database) => database.reference.count())).toBe(0);
	});

	it('refuses a page that does not begin at the stored cursor, and leaves everything as it was', async () => {
		const phone = await createTestPhone();
		putVisit(phone);
		await phone.sync();
		const before = await cursorOf(phone, OWN);
		const id = phone.newId();
		const row = { seq: 9, kind: 'visit', id, rev: 1, gone: false, schema: 1, body: null };
		const page: ScopePage = { scope: OWN, gen: 1, from: 5, to: 9, rows: [row], more: true };
		expect((await phone.store.applyPage(page)).result).toBe('refused');
		expect(await cursorOf(phone, OWN)).toEqual(before);
		expect(await phone.record(id)).toBeUndefined();
	});

	it('lays waiting work over a newer base: the other person shows, and so does mine', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit', { situation: 'first', remark: 'first' });
		await phone.sync();
		await phone.save('visit', { situation: 'mine', remark: 'first' }, { recordId: id });
		phone.peer.edit(id, (body) => ({ ...body, remark: 'theirs' }));
		// The push is cut, the pull of the same phone still comes through another way.
		phone.peer.judge = () => ({ outcome: 'retry' });
		await phone.sync();
		const record = await phone.record(id);
		expect(record).toMatchObject({
			stage: 'on-phone',
			waiting: 1,
			base: { rev: 2, body: { remark: 'theirs', situation: 'first' } },
			body: { remark: 'theirs', situation: 'mine' }
		});
	});

	it('sends as base revision what the person saw', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit');
		await phone.sync();
		phone.peer.edit(id, (body) => ({ ...body, remark: 'theirs' }));
		await phone.sync();
		await phone.save('visit', { situation: 'mine' }, { recordId: id });
		await phone.sync();
		const sent = [...phone.peer.custody.values()].map(
			(text) => JSON.parse(text) as { verb: string; baseRev: number }
		);
		expect(sent.map(({ verb, baseRev }) => [verb, baseRev])).toEqual([
			['create', 0],
			['amend', 2]
		]);
	});

	it('takes a tombstone: the record goes, waiting work does not', async () => {
		const phone = await createTestPhone();
		const gone = putVisit(phone);
		const edited = putVisit(phone);
		await phone.sync();
		await phone.save('visit', { situation: 'mine' }, { recordId: edited });
		phone.peer.judge = () => ({ outcome: 'retry' });
		phone.peer.remove(OWN, gone);
		phone.peer.remove(OWN, edited);
		await phone.sync();
		expect(await phone.record(gone)).toBeUndefined();
		expect(await phone.record(edited)).toMatchObject({ waiting: 1, body: { situation: 'mine' } });
	});

	it('pulls a scope again from 0 when the hash differs: marks, sweeps, and keeps what waits', async () => {
		const phone = await createTestPhone();
		for (let count = 0; count < 5; count++) putVisit(phone);
		await phone.sync();
		const waiting = await phone.save('visit', { situation: 'mine' });
		phone.peer.judge = () => ({ outcome: 'retry' });
		// A row the server never heard of, as a bug would leave it.
		const stray = phone.newId();
		await phone.databases.saves.run(async (database) => {
			const [row] = await database.records.filter(() => true);
			const memberships = { [OWN]: { rev: 1, mark: 1 } };
			if (row) await database.records.alone.put({ ...row, id: stray, memberships });
		});
		phone.peer.wrongHash = 1;
		putVisit(phone);
		await phone.sync();
		expect(phone.logged).toContain('sync.mismatch');
		expect(await phone.record(stray)).toBeUndefined();
		expect(await phone.record(waiting)).toMatchObject({ stage: 'on-phone', body: { situation: 'mine' } });
		expect(await cursorOf(phone, OWN)).toMatchObject({ count: 6, sweep: 2, sweeping: false });
	});

	it('does not pull for ever from a server whose hash is always wrong', async () => {
		const phone = await createTestPhone();
		putVisit(phone);
		phone.peer.wrongHash = 1_000;
		await phone.sync();
		expect(phone.peer.seen.length).toBeLessThan(8);
		expect(await rowsOf(phone)).toHaveLength(1);
	});

	describe('of a scope that the server counts wrongly', () => {
		const pulled = (phone: TestPhone) =>
			phone.peer.answered
				.flatMap(({ pages }) => pages)
				.filter((page) => page.rows.length > 0 && page.from === 0);
		const reports = (phone: TestPhone) => phone.logged.filter((event) => event === 'sync.mismatch').length;
		/** Pulled twice, first and to be sure, and reported. */
		async function wronglyCounted(): Promise<TestPhone> {
			const phone = await createTestPhone();
			for (let count = 0; count < 3; count++) putVisit(phone);
			phone.peer.wrongHash = Infinity;
			await phone.sync();
			expect([pulled(phone).length, reports(phone)]).toEqual([2, 1]);
			return phone;
		}

		it('does not pull it whole again while the error is the same, also when rows come', async () => {
			const phone = await wronglyCounted();
			for (let turn = 0; turn < 3; turn++) await phone.sync();
			putVisit(phone);
			await phone.sync();
			expect([pulled(phone).length, reports(phone)]).toEqual([2, 1]);
			expect(await rowsOf(phone)).toHaveLength(4);
		});

		it('pulls it whole once on another day', async () => {
			const phone = await wronglyCounted();
			phone.peer.today = '2026-07-21';
			for (let turn = 0; turn < 3; turn++) await phone.sync();
			expect([pulled(phone).length, reports(phone)]).toEqual([3, 2]);
		});

		it('still finds what is missing on the phone', async () => {
			const phone = await wronglyCounted();
			const [lost] = await rowsOf(phone);
			await phone.databases.saves.run(async (database) => {
				await database.records.delete([lost?.id ?? '']);
				const cursor = await database.cursors.get(OWN);
				if (cursor) await database.cursors.put({ ...cursor, count: 2 });
			});
			await phone.sync();
			expect(await rowsOf(phone)).toHaveLength(3);
		});

		it('takes it as right once the server has put it right', async () => {
			const phone = await wronglyCounted();
			phone.peer.wrongHash = 0;
			putVisit(phone);
			await phone.sync();
			expect([pulled(phone).length, reports(phone)]).toEqual([2, 1]);
		});
	});

	it('names no more scopes than it may, those of need first', async () => {
		const phone = await createTestPhone();
		putVisit(phone);
		await phone.sync();
		const cursor = await cursorOf(phone, OWN);
		const areas = Array.from({ length: MAX_SCOPES + 20 }, (_, at) => `area:36${1_000 + at}`);
		await phone.databases.pulls.run((database) =>
			database.cursors.bulkPut(
				areas.map((scope) => ({
					...cursor,
					seq: 0,
					sweep: 1,
					sweeping: true,
					count: 0,
					hash: 0,
					gen: 1,
					scope
				}))
			)
		);
		await phone.sync();
		expect(phone.engine.status.trouble).toBeNull();
		const { cursors } = phone.peer.seen.at(-1)?.body as { cursors: { scope: string }[] };
		expect(cursors).toHaveLength(MAX_SCOPES);
		expect(cursors[0]?.scope).toBe(OWN);
	});

	it('starts a scope again when the server gives it a new gen', async () => {
		const phone = await createTestPhone();
		const kept = putVisit(phone);
		await phone.sync();
		const body = phone.peer.record(kept);
		phone.peer.restoreEmpty();
		phone.peer.epoch = 1;
		phone.peer.put(OWN, { kind: 'visit', id: kept, body });
		putVisit(phone);
		await phone.sync();
		expect(await rowsOf(phone)).toHaveLength(2);
		expect(await cursorOf(phone, OWN)).toMatchObject({ gen: 2, count: 2, sweep: 2 });
	});

	it('keeps unknown kinds and newer schemas as they came, out of the lists', async () => {
		const phone = await createTestPhone();
		const id = phone.newId();
		const view = viewOf(id, 'inspection', 1, { deep: { text: '原样' } }, ACCOUNT);
		phone.peer.put(OWN, { kind: 'inspection', id, body: view });
		const newer = putVisit(phone);
		const row = { ...(phone.peer.record(newer) as object), schema: 99 };
		phone.peer.put(OWN, { kind: 'visit', id: newer, schema: 99, body: row });
		await phone.sync();
		expect((await phone.record(id))?.base).toEqual(view);
		expect(await phone.own()).toHaveLength(0);
		expect((await cursorOf(phone, OWN))?.count).toBe(2);
	});

	it('drops a scope only after its waiting work went to attention', async () => {
		const phone = await createTestPhone();
		const area = 'area:361024';
		const seen = putVisit(phone, area, {}, 'somebody');
		const edited = putVisit(phone, area, {}, 'somebody');
		const own = putVisit(phone);
		await phone.sync();
		await phone.save('visit', { situation: 'mine' }, { recordId: edited });
		phone.peer.judge = () => ({ outcome: 'retry' });
		phone.peer.drop = [area];
		await phone.sync();
		expect(await phone.record(seen)).toBeUndefined();
		expect(await cursorOf(phone, area)).toBeUndefined();
		expect(await phone.record(own)).toBeDefined();
		const [kept] = await phone.databases.saves.run((database) => database.attention.toArray());
		expect(kept).toMatchObject({
			recordId: edited,
			why: 'scope-dropped',
			operation: { body: { situation: 'mine' } }
		});
		expect(await phone.record(edited)).toMatchObject({ stage: 'attention', base: null });
	});

	it('gives the same rows whatever the order and repetition of pages', async () => {
		for (let seed = 1; seed <= 12; seed++) {
			const phone = await createTestPhone();
			phone.peer.pageRows = 3;
			const pages: ScopePage[] = [];
			const collect = await createTestPhone({
				http: () => async (request) => {
					const answer = await phone.peer.http(request);
					const content = JSON.parse(answer.text) as { pages?: ScopePage[] };
					pages.push(...(content.pages ?? []));
					return answer;
				}
			});
			for (let count = 0; count < 11; count++) putVisit(phone);
			await collect.sync();
			const random = (await import('#tests/phone/test-phone.ts')).createRandom(seed);
			const target = await createTestPhone();
			for (let turn = 0; turn < 400; turn++) {
				const page = pages[Math.floor(random.fraction() * pages.length)];
				if (page) await target.store.applyPage(page);
				if ((await cursorOf(target, OWN))?.seq === 11) break;
			}
			const known = (await rowsOf(target)).map((row) => row.id).sort();
			expect(known).toEqual((await rowsOf(collect)).map((row) => row.id).sort());
			expect(await cursorOf(target, OWN)).toMatchObject({ count: 11, seq: 11 });
		}
	});
});
