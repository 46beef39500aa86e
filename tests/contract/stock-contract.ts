import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordView } from '#lib/protocol/record-view.ts';
import type { StockView } from '#lib/protocol/stock-view.ts';
import { handout as handoutKind } from '#lib/records/handout/handout.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { rebuildStock } from '#lib/server/stock/rebuild-stock.ts';
import { newId, REGION, type Deployment, type Person } from './deployment.ts';
import { line, moved, openStores } from './stock-town.ts';

const AS_MOVEMENT = { kind: 'movement' };
const AS_HANDOUT = { kind: 'handout', schema: handoutKind.version };

/** The stock as an append-only ledger: who may move what, and that every effect comes once. */
export function stockContract(town: () => Deployment): void {
	describe('stock', () => {
		beforeEach(async () => {
			await openStores(town());
		});

		async function move(
			by: Person,
			act: string,
			from: string | null,
			to: string | null,
			qty: number,
			more: object = {}
		) {
			const id = newId();
			const verdict = await town().act(by, 'create', id, 0, moved(act, from, to, qty, more), AS_MOVEMENT);
			return { id, verdict, said: verdict.refusal ?? verdict.outcome };
		}
		async function balances(): Promise<Record<string, number>> {
			const rows = await town().database.reader.selectFrom('stock_holding').selectAll().execute();
			return Object.fromEntries(rows.map((row) => [`${row.place} ${row.supply}`, Number(row.qty) / 1000]));
		}
		const ledger = () => town().database.reader.selectFrom('stock_entry').selectAll().execute();
		async function agrees(): Promise<void> {
			expect(await town().database.snapshot(checkStock)).toEqual([]);
		}
		const handout = (qty: number, changes: object = {}) => ({
			...{ ...handoutSample, team: 'T1', region: REGION, lines: [line(qty)] },
			...changes
		});
		async function handOut(qty: number): Promise<string> {
			const id = newId();
			const verdict = await town().act('vol', 'create', id, 0, handout(qty), AS_HANDOUT);
			expect(verdict.outcome).toBe('applied');
			return id;
		}

		it('goes from the store to the team and out, and takes it below zero', async () => {
			expect((await move('rev2', 'receive', null, 'store:S1', 100)).said).toBe('applied');
			expect((await move('rev2', 'issue', 'store:S1', 'team:T1', 40)).said).toBe('applied');
			const id = await handOut(25);
			expect(await balances()).toEqual({ 'store:S1 W': 60, 'team:T1 W': 15 });
			expect(await flagsOf(id)).toEqual([]);
			const beyond = await handOut(20);
			expect(await balances()).toEqual({ 'store:S1 W': 60, 'team:T1 W': -5 });
			expect(await flagsOf(beyond)).toEqual(['R21']);
			expect((await move('vol', 'return', 'team:T1', 'store:S1', 7)).said).toBe('applied');
			expect(await balances()).toEqual({ 'store:S1 W': 67, 'team:T1 W': -12 });
			await agrees();
		});

		it('warns in the middle of a push of what the push itself used up', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			await move('rev2', 'issue', 'store:S1', 'team:T1', 10);
			const ids = [newId(), newId()];
			const verdicts = await town().send(
				'vol',
				ids.map((id) =>
					town().operation('create', id, 0, handout(6), { kind: 'handout', schema: handoutKind.version })
				)
			);
			expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
			expect(await flagsOf(ids[0] ?? '')).toEqual([]);
			expect(await flagsOf(ids[1] ?? '')).toEqual(['R21']);
		});

		it('does not warn a team that stock was never brought to', async () => {
			const id = await handOut(25);
			expect(await flagsOf(id)).toEqual([]);
			expect(await balances()).toEqual({ 'team:T1 W': -25 });
		});

		it('gives a voided handout back once, and an amended one its difference', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			await move('rev2', 'issue', 'store:S1', 'team:T1', 40);
			const id = await handOut(25);
			const amended = { kind: 'handout', schema: handoutKind.version };
			await town().act('vol', 'amend', id, 1, handout(10, { lines: [line(10), line(3, 'B2')] }), amended);
			expect(await balances()).toEqual({ 'store:S1 W': 60, 'team:T1 W': 27 });
			await agrees();
			const voided = town().operation('void', id, 2, { note: 'because' }, { kind: 'handout' });
			await town().send('rev', [voided]);
			expect(await balances()).toEqual({ 'store:S1 W': 60, 'team:T1 W': 40 });
			await town().send('rev', [voided]);
			await town().act('rev', 'void', id, 3, { note: 'because' }, { kind: 'handout' });
			expect(await balances()).toEqual({ 'store:S1 W': 60, 'team:T1 W': 40 });
			const own = (await ledger()).filter((one) => one.group_id === id);
			expect(own.reduce((sum, one) => sum + Number(one.qty), 0)).toBe(0);
			await agrees();
		});

		it('takes a movement back once, whoever says so and in whatever order', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			const issue = await move('rev2', 'issue', 'store:S1', 'team:T1', 40);
			const back = { about: issue.id, lines: [] };
			const operation = town().operation(
				'create',
				newId(),
				0,
				moved('reversal', 'store:S1', 'team:T1', 0, back),
				AS_MOVEMENT
			);
			expect((await town().send('rev2', [operation]))[0]?.outcome).toBe('applied');
			await town().send('rev2', [operation]);
			expect((await move('rev', 'reversal', 'store:S1', 'team:T1', 0, back)).said).toBe('applied');
			expect(await balances()).toEqual({ 'store:S1 W': 100, 'team:T1 W': 0 });
			// The movement comes after what takes it back, and has no effect.
			const late = newId();
			await move('rev', 'reversal', 'store:S1', 'team:T1', 0, { about: late, lines: [] });
			await town().act('rev2', 'create', late, 0, moved('issue', 'store:S1', 'team:T1', 5), AS_MOVEMENT);
			expect(await balances()).toEqual({ 'store:S1 W': 100, 'team:T1 W': 0 });
			await agrees();
		});

		it('shows all of a transfer to its giver and to its receiver, and to nobody who names other places', async () => {
			const places = ['team:T1', 'person:mate'] as const;
			const transfer = await move('vol', 'transfer', ...places, 24);
			const confirm = await move('mate', 'confirm', ...places, 20, { about: transfer.id });
			const foreign = await move('mate', 'confirm', 'team:T9', 'person:mate', 24, { about: transfer.id });
			expect([transfer, confirm, foreign].map(({ said }) => said)).toEqual(Array(3).fill('applied'));
			const rows = await town()
				.database.reader.selectFrom('feed')
				.select(['scope', 'record_id'])
				.where('kind', '=', 'movement')
				.where('gone', '=', 0)
				.orderBy('scope')
				.execute();
			const shown = (scope: string) =>
				rows
					.filter((row) => row.scope === scope)
					.map((row) => row.record_id)
					.sort();
			expect(shown('user:vol')).toEqual([transfer.id, confirm.id].sort());
			expect(shown('user:mate')).toEqual([transfer.id, confirm.id, foreign.id].sort());
			await agrees();
		});

		it('never amends a movement', async () => {
			const { id } = await move('rev2', 'receive', null, 'store:S1', 100);
			const verdict = await town().act(
				'rev2',
				'amend',
				id,
				1,
				moved('receive', null, 'store:S1', 5),
				AS_MOVEMENT
			);
			expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'wrong-state' });
			expect(await balances()).toEqual({ 'store:S1 W': 100 });
		});

		it('lets keepers move their store, teams what they hold, and nobody what is another’s', async () => {
			const said = async (...parts: Parameters<typeof move>) => (await move(...parts)).said;
			expect(await said('rev2', 'receive', null, 'store:S2', 1)).toBe('wrong-region');
			expect(await said('rev2', 'receive', null, 'store:S9', 1)).toBe('not-permitted');
			expect(await said('vol', 'receive', null, 'store:S1', 1)).toBe('not-permitted');
			expect(await said('vol', 'issue', 'store:S1', 'team:T1', 1)).toBe('not-permitted');
			expect(await said('vol', 'loss', 'team:T2', null, 1)).toBe('not-permitted');
			expect(await said('vol', 'loss', 'team:T1', null, 1)).toBe('applied');
			expect(await said('mate', 'loss', 'person:vol', null, 1)).toBe('not-permitted');
			expect(await said('vol', 'loss', 'person:vol', null, 1)).toBe('applied');
			expect(await said('rev', 'loss', 'person:vol', null, 1)).toBe('applied');
			expect(await said('city', 'receive', null, 'store:S2', 1)).toBe('applied');
			expect(await said('audit', 'loss', 'team:T1', null, 1)).toBe('not-permitted');
			const issue = await move('rev2', 'issue', 'store:S1', 'team:T1', 3);
			const back = { about: issue.id, lines: [] };
			expect(await said('far', 'reversal', 'person:far', null, 0, back)).toBe('not-permitted');
			await agrees();
		});

		it('makes a count the difference to what the ledger says then', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			const count = await move('rev2', 'count', 'store:S1', null, 97);
			expect(count.said).toBe('applied');
			expect(await balances()).toEqual({ 'store:S1 W': 97 });
			// Whoever takes it back without a network must know what it made.
			const { pages } = await town().pull('rev2');
			const seen = pages.flatMap(({ rows }) => rows.filter(({ id }) => id === count.id));
			const line = { supply: 'W', batch: 'B1', expiry: '2027-05-01' };
			expect(seen.map(({ body }) => (body as RecordView).adjusted)).toEqual([[{ ...line, milli: -3_000 }]]);
			// What had not arrived by then comes on top; another count in the same push as a receipt counts it in.
			await move('rev2', 'receive', null, 'store:S1', 10);
			await town().send('rev2', [
				town().operation('create', newId(), 0, moved('receive', null, 'store:S1', 5), AS_MOVEMENT),
				town().operation('create', newId(), 0, moved('count', 'store:S1', null, 110), AS_MOVEMENT)
			]);
			expect(await balances()).toEqual({ 'store:S1 W': 110 });
			await move('rev2', 'reversal', 'store:S1', null, 0, { about: count.id, lines: [] });
			expect(await balances()).toEqual({ 'store:S1 W': 113 });
			await agrees();
		});

		it('tells each place’s scope what is there, and both sides of a transfer that waits', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			await move('rev2', 'issue', 'store:S1', 'team:T1', 40);
			const given = await move('vol', 'transfer', 'team:T1', 'person:mate', 6);
			const seen = async (person: Person) => {
				const { pages } = await town().pull(person, [], [], person, { knows: ['stock'] });
				return Object.fromEntries(
					pages
						.filter(({ scope }) => /^(store|held):/.test(scope))
						.flatMap(({ scope, rows }) =>
							// That a transfer is over is told from the beginning as well: `scanned-transfer.test.ts`.
							rows
								.filter(({ gone }) => !gone)
								.map((row) => [
									`${scope} ${row.kind === 'stock' ? row.id : row.kind}`,
									row.kind === 'stock' ? (row.body as StockView).milli : row.id
								])
						)
				);
			};
			const team = { 'held:team:T1 team:T1|W': 34_000, 'held:team:T1 stock-open': given.id };
			expect(await seen('vol')).toEqual(team);
			expect(await seen('mate')).toEqual({ ...team, 'held:person:mate stock-open': given.id });
			expect(await seen('rev2')).toEqual({ 'store:S1 store:S1|W': 60_000 });
			expect(await seen('far')).toEqual({});
			expect((await town().pull('vol')).pages.some(({ scope }) => scope.startsWith('held:'))).toBe(false);

			const confirm = moved('confirm', 'team:T1', 'person:mate', 5, { about: given.id });
			const first = town().operation('create', newId(), 0, confirm, AS_MOVEMENT);
			await town().send('mate', [first]);
			await town().send('mate', [first]);
			await town().act('mate', 'create', newId(), 0, confirm, AS_MOVEMENT);
			expect(await seen('mate')).toEqual({
				'held:team:T1 team:T1|W': 34_000,
				'held:person:mate person:mate|W': 5_000
			});
			await agrees();
		});

		it('tells that a transfer is over also where it never told that it waits', async () => {
			const gone = async () => {
				const rows = await town()
					.database.reader.selectFrom('feed')
					.select(['scope', 'record_id', 'gone'])
					.where('kind', '=', 'stock-open')
					.orderBy('scope')
					.execute();
				return rows.map((row) => [row.scope, row.record_id, Number(row.gone)]);
			};
			const id = newId();
			const transfer = () =>
				town().operation('create', id, 0, moved('transfer', 'team:T1', 'person:mate', 6), AS_MOVEMENT);
			// The receiver read it from the giver's screen, and was the first to have a network.
			await move('mate', 'confirm', 'team:T1', 'person:mate', 6, { about: id });
			const over = ['held:person:mate', 'held:team:T1'].map((scope) => [scope, id, 1]);
			expect(await gone()).toEqual(over);
			await town().send('vol', [transfer()]);
			expect(await gone()).toEqual(over);
			await agrees();
		});

		it('comes back whole when its sums are counted anew', async () => {
			await move('rev2', 'receive', null, 'store:S1', 100);
			await handOut(12);
			await town().database.transaction((trx) =>
				trx.updateTable('stock_balance').set({ qty: 1 }).where('place', '=', 'store:S1').execute()
			);
			expect((await town().database.snapshot(checkStock)).map(({ key }) => key)).toEqual([
				'stock_balance store:S1 W B1 2027-05-01'
			]);
			await town().database.transaction(rebuildStock);
			await agrees();
		});

		/** Flags about stock. */
		async function flagsOf(id: string): Promise<string[]> {
			const { reader } = town().database;
			const rows = await reader.selectFrom('flag').select('code').where('record_id', '=', id).execute();
			return rows.flatMap(({ code }) => (code === 'R21' ? [code] : []));
		}
	});
}
