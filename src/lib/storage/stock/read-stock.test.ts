import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { StockView } from '#lib/protocol/stock-view.ts';
import { kindOf } from '#lib/records/index.ts';
import { createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { watch } from '../databases.ts';
import { Tally } from '../tally.ts';
import { applyStock } from './apply-stock.ts';
import { keepScanned } from './keep-scanned.ts';
import { readStock, type ReadMovement } from './read-stock.ts';

const read: ReadMovement = ({ id, kind, recorder, state }, _schema, body) =>
	kindOf(kind)?.moves?.(id, body, { recorder, state }) ?? null;

const line = (qty: number, batch = 'B1') => {
	const id = '0197e9a0-1111-7000-8000-00000000000a';
	return { id, supply: 'CS-H02', qty, batch, expiry: '2027-05-01' };
};
const moved = (act: string, from: string | null, to: string | null, qty: number, more: object = {}) => ({
	...{ act, from, to, lines: [line(qty)], about: null },
	...more
});
const CURSOR = { scope: 'held:team:T1', gen: 1, seq: 1, sweep: 1, sweeping: false, count: 1, hash: 0 };
const TRANSFER = { id: '', from: 'team:T2', to: 'team:T1', region: '361024', date: '2026-07-01' };

/** The server says of the team that it has so much. */
async function told(phone: TestPhone, milli: number, stocked = true): Promise<void> {
	const body: StockView = {
		...{ place: 'team:T1', supply: 'CS-H02', milli, stocked },
		batches: [{ batch: 'B1', expiry: '2027-05-01', milli }]
	};
	const row = { scope: 'held:team:T1', kind: 'stock', id: 'team:T1|CS-H02', rev: 1, mark: 1, body };
	await phone.databases.pulls.run((database) => database.stock.put(row));
	await phone.databases.pulls.run((database) => database.cursors.put(CURSOR));
}

async function waits(phone: TestPhone, id: string, scope: string): Promise<void> {
	const body = { ...TRANSFER, id, by: 'x', byName: '示一', lines: [] };
	const row = { scope, kind: 'stock-open', id, rev: 1, mark: 1, body };
	await phone.databases.pulls.run((database) => database.stock.put(row));
}

const stock = (phone: TestPhone, without?: string) =>
	phone.databases.saves.run((database) => readStock(database, read, without));
async function amounts(phone: TestPhone, without?: string): Promise<Record<string, number>> {
	const { holdings } = await stock(phone, without);
	return Object.fromEntries(holdings.map(({ place, milli }) => [place, milli / 1000]));
}

describe('stock in hand on the phone', () => {
	it('is what the server told less what is handed out and not sent', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const id = await phone.save('handout', { team: 'T1', lines: [line(25)] });
		expect(await amounts(phone)).toEqual({ 'team:T1': 15 });
		expect(await amounts(phone, id)).toEqual({ 'team:T1': 40 });
		await phone.save('handout', { team: 'T1', lines: [line(10)] }, { recordId: id });
		expect(await amounts(phone)).toEqual({ 'team:T1': 30 });
		expect((await stock(phone)).places).toEqual(['team:T1']);
	});

	it('counts what was accepted until it is brought back, and not once more after it', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const id = await phone.save('handout', { team: 'T1', lines: [line(25)] });
		await phone.engine.syncNow();
		const record = await phone.record(id);
		expect(record?.waiting).toBe(0);
		// The peer brings records back and knows nothing of stock.
		expect(record?.base).not.toBeNull();
		expect(await amounts(phone)).toEqual({ 'team:T1': 40 });
		await told(phone, 15_000);
		expect(await amounts(phone)).toEqual({ 'team:T1': 15 });
		expect(await amounts(phone, id)).toEqual({ 'team:T1': 40 });
	});

	it('lays movements over, and takes one back once', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const loss = await phone.save('movement', moved('loss', 'team:T1', null, 4));
		await phone.save('movement', moved('issue', 'store:S', 'team:T1', 10));
		expect(await amounts(phone)).toEqual({ 'team:T1': 46, 'store:S': -10 });
		const back = { about: loss, lines: [] };
		await phone.save('movement', moved('reversal', 'team:T1', null, 0, back));
		await phone.save('movement', moved('reversal', 'team:T1', null, 0, back));
		expect(await amounts(phone)).toMatchObject({ 'team:T1': 50 });
	});

	it('lists transfers that wait, until this phone answers them', async () => {
		const phone = await createTestPhone();
		const [first, scanned] = [phone.newId(), phone.newId()];
		await waits(phone, first, 'held:team:T1');
		await waits(phone, first, 'held:person:acc-1');
		const body = { ...TRANSFER, date: '2026-07-01', by: '', byName: '示二', lines: [] };
		await keepScanned(phone.databases, { ...body, id: phone.newId(), date: '2026-06-01' }, '2026-06-01');
		await keepScanned(phone.databases, { ...body, id: scanned }, '2026-07-02');
		const own = await phone.save('movement', moved('transfer', 'team:T1', 'team:T2', 6));
		const ids = async () => (await stock(phone)).open.map(({ id }) => id).sort();
		expect(await ids()).toEqual([first, scanned, own].sort());
		await phone.save('movement', moved('confirm', 'team:T2', 'team:T1', 6, { about: first }));
		await phone.save('movement', moved('confirm', 'team:T2', 'team:T1', 6, { about: scanned }));
		expect(await ids()).toEqual([own]);
		await phone.save('movement', moved('reversal', 'team:T1', 'team:T2', 0, { about: own, lines: [] }));
		expect(await ids()).toEqual([]);
	});

	it('does not list what was read from a screen and is over by the server’s word', async () => {
		const phone = await createTestPhone();
		const id = phone.newId();
		const body = { ...TRANSFER, id, by: '', byName: '示二', lines: [] };
		await keepScanned(phone.databases, body, '2026-07-02');
		expect((await stock(phone)).open).toHaveLength(1);
		const gone = { seq: 1, kind: 'stock-open', id, rev: 3, gone: true, schema: 1, body: null };
		await phone.databases.pulls.run((database) =>
			database.transaction('rw', database.stock, () =>
				applyStock(database, 'held:team:T1', [gone], new Tally(CURSOR))
			)
		);
		expect((await stock(phone)).open).toEqual([]);
	});

	it('counts a row without a body as the server does, and lists nothing of it', async () => {
		const phone = await createTestPhone();
		const row = { seq: 1, id: 'team:T1|CS-H02', rev: 1, gone: false, schema: 1, body: null };
		const rows = ['stock', 'stock-open'].map((kind) => ({ ...row, kind }));
		const put = async (rev: number) => {
			const tally = new Tally({ ...CURSOR, count: 0 });
			await phone.databases.pulls.run((database) =>
				database.transaction('rw', database.stock, async () => {
					const now = rows.map((one) => ({ ...one, rev }));
					await applyStock(database, CURSOR.scope, now, tally);
				})
			);
			return tally.count;
		};
		expect([await put(1), await put(2)]).toEqual([2, 0]);
		expect(await stock(phone)).toMatchObject({ holdings: [], open: [] });
	});

	it('takes a count back at once that the server has taken in', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const count = await phone.save('movement', moved('count', 'team:T1', null, 30));
		expect(await amounts(phone)).toEqual({ 'team:T1': 30 });
		await phone.engine.syncNow();
		await told(phone, 30_000);
		const base = (await phone.record(count))?.base;
		if (!base) throw new Error('not brought back');
		const adjusted = [{ supply: 'CS-H02', batch: 'B1', expiry: '2027-05-01', milli: -10_000 }];
		await phone.databases.pulls.run((database) =>
			database.records.alone.update(count, { base: { ...base, adjusted } })
		);
		expect(await amounts(phone)).toEqual({ 'team:T1': 30 });
		await phone.save('movement', moved('reversal', 'team:T1', null, 0, { about: count, lines: [] }));
		expect(await amounts(phone)).toEqual({ 'team:T1': 40 });
	});

	it('gives back what was voided by the server’s word alone, whatever was amended here meanwhile', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const id = await phone.save('handout', { team: 'T1', lines: [line(25)] });
		await phone.engine.syncNow();
		await told(phone, 40_000);
		await phone.save('handout', { team: 'T1', lines: [line(30)] }, { recordId: id });
		expect(await amounts(phone)).toEqual({ 'team:T1': 35 });
		const base = (await phone.record(id))?.base;
		if (!base) throw new Error('not brought back');
		const voided = { base: { ...base, state: 'voided' as const }, state: 'voided' as const };
		await phone.databases.pulls.run((database) => database.records.alone.update(id, voided));
		expect(await amounts(phone)).toEqual({ 'team:T1': 40 });
	});

	it('is told anew after every save and every pull', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const seen: number[] = [];
		const stop = watch(
			phone.databases,
			(database) => readStock(database, read),
			({ holdings }) => void seen.push((holdings[0]?.milli ?? 0) / 1000)
		);
		await vi.waitFor(() => expect(seen.at(-1)).toBe(40));
		await phone.save('handout', { team: 'T1', lines: [line(25)] });
		await vi.waitFor(() => expect(seen.at(-1)).toBe(15));
		await told(phone, 60_000);
		await vi.waitFor(() => expect(seen.at(-1)).toBe(35));
		stop();
	});

	it('does not count what was refused', async () => {
		const phone = await createTestPhone();
		await told(phone, 40_000);
		const id = await phone.save('handout', { ...sampleBody('handout'), team: 'T1', lines: [line(25)] });
		const [waiting] = await phone.databases.saves.run((database) => database.outbox.toArray());
		await phone.databases.saves.run(async (database) => {
			if (!waiting) return;
			await database.outbox.delete(waiting.opId);
			const row = { opId: waiting.opId, recordId: id, kind: 'handout', operation: waiting };
			await database.attention.put({ ...row, verdict: null, why: 'refused', since: waiting.at });
		});
		expect(await amounts(phone)).toEqual({ 'team:T1': 40 });
	});
});
