/** What fifty phones did with goods, told late, out of order and twice: the ledger is the fold of the distinct movements. */
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { foldStock } from '#lib/domain/stock/fold-stock.ts';
import { readPlace } from '#lib/domain/stock/place.ts';
import { asTold, AT, daysOfFiftyPhones, PHONES, type Done } from '#lib/domain/stock/testing/fifty-phones.ts';
import { handout } from '#lib/records/handout/handout.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { newId, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { moved, openStores } from './stock-town.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));
beforeEach(async () => {
	await openStores(town);
	// The administrator's phones may record for every place.
	for (let phone = 0; phone < PHONES; phone++) await town.addDevice('city', `phone-${phone}`);
});

/** The same with ids that records may have, in their order. */
function withRecordIds(done: readonly Done[]): Done[] {
	const ids = new Map(
		done
			.map(() => newId())
			.sort()
			.map((id, at) => [done[at]?.id ?? '', id])
	);
	const idOf = (id: string) => ids.get(id) ?? id;
	return done.map((one) => ({ ...one, id: idOf(one.id), about: one.about && idOf(one.about) }));
}

function operationOf({ id, act, from, to, about, lines }: Done) {
	const goods = lines.map(({ milli, ...line }) => ({ ...line, id: newId(), qty: milli / 1000 }));
	if (act === 'give') {
		const outing = { region: AT.region, team: readPlace(from)?.code ?? null, lines: goods };
		const body = { ...handoutSample, ...outing };
		return town.operation('create', id, 0, body, { kind: 'handout', schema: handout.version });
	}
	const body = moved(act, from, to, 0, { about, region: AT.region, lines: goods });
	return town.operation('create', id, 0, body, { kind: 'movement' });
}

/** In pushes of a few: each phone sends what it has when its turn comes. */
async function sendAll(
	told: readonly { readonly phone: number; readonly operation: unknown }[]
): Promise<string[]> {
	const said: string[] = [];
	for (let at = 0; at < told.length;) {
		const { phone = 0 } = told[at] ?? {};
		let until = at + 1;
		while (told[until]?.phone === phone) until++;
		const operations = told.slice(at, until).map((one) => one.operation);
		const verdicts = await town.send('city', operations, { device: `phone-${phone}` });
		said.push(...verdicts.map(({ outcome, refusal }) => refusal ?? outcome));
		at = until;
	}
	return said;
}

/** What the server's running sums say, and what the movements come to; thousandths by place and batch. */
async function kept(): Promise<Record<string, number>> {
	const rows = await town.database.reader
		.selectFrom('stock_balance')
		.selectAll()
		.where('qty', '<>', 0)
		.execute();
	return Object.fromEntries(
		rows.map(({ place, supply, batch, expiry, qty }) => [
			JSON.stringify([place, supply, batch, expiry || null]),
			Number(qty)
		])
	);
}
const folded = (done: readonly Done[]): Record<string, number> =>
	Object.fromEntries([...foldStock(done)].map(([key, { milli }]) => [key, milli]));

it.each(fc.sample(daysOfFiftyPhones(100), { seed: 20_250_709, numRuns: 4 }))(
	'is the fold of them, however they come',
	async (...given) => {
		const done = withRecordIds(given);
		const acts = new Set(done.map(({ act }) => act));
		for (const act of ['transfer', 'confirm', 'reversal', 'expired', 'give'] as const)
			expect(acts).toContain(act);
		const told = done.map((one) => ({ phone: one.phone, operation: operationOf(one), one }));
		let seed = done.length;
		const draw = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
		const said = await sendAll(asTold(told, draw));

		// A reversal of a handout that is here is refused, an earlier one means nothing: neither moves goods.
		expect(said.length).toBeGreaterThan(done.length);
		expect(new Set(said.filter((one) => one !== 'not-permitted'))).toEqual(new Set(['applied']));
		expect(await kept()).toEqual(folded(done));
		expect(await town.database.snapshot(checkStock)).toEqual([]);
	}
);

it('leaves a handout what it gave, whatever confirmation names it', async () => {
	const lines = [{ supply: 'W', batch: 'B1', expiry: null, milli: 3_000 }];
	const give: Done = {
		...AT,
		phone: 0,
		id: newId(),
		act: 'give',
		from: 'team:T1',
		to: null,
		about: null,
		lines
	};
	const confirm: Done = { ...give, id: newId(), act: 'confirm', to: 'person:p1', about: give.id };
	const told = [give, confirm].map((one) => ({ phone: one.phone, operation: operationOf(one) }));
	expect(await sendAll(told.slice(0, 1))).toEqual(['applied']);
	expect(await sendAll(told.slice(1))).toEqual(['applied']);
	expect(await kept()).toEqual({ [JSON.stringify(['team:T1', 'W', 'B1', null])]: -3_000 });
	expect(await kept()).toEqual(folded([give, confirm]));
	expect(await town.database.snapshot(checkStock)).toEqual([]);
});
