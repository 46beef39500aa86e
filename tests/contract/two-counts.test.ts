/** Two people count the same goods at the same moment: what is there is what they counted, however their phones' requests meet. */
import { expect, it } from 'vitest';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { newId, type Deployment, type Person } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { moved, openStores } from './stock-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await openStores(town);
});

const AS_MOVEMENT = { kind: 'movement' };
/** Two requests do not always meet; so many pairs do. */
const PAIRS = 30;

function count(by: Person, place: string, qty: number) {
	const content = moved('count', place, null, qty);
	return town.send(by, [town.operation('create', newId(), 0, content, AS_MOVEMENT)]);
}

it('is measured once, against what the other count left', async () => {
	const places = Array.from({ length: PAIRS }, (_, at) => `person:p${at}`);
	// Half of the places have had goods before, half were never heard of.
	for (const [at, place] of places.entries()) if (at % 2 === 0) await count('rev', place, 10);
	for (const place of places) {
		const verdicts = await Promise.all([count('rev', place, 7), count('city', place, 7)]);
		expect(verdicts.flat().map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	}
	const rows = await town.database.reader.selectFrom('stock_holding').select(['place', 'qty']).execute();
	const wrong = rows.filter(({ qty }) => Number(qty) !== 7_000);
	expect(wrong).toEqual([]);
	expect(rows).toHaveLength(PAIRS);
	expect(await town.database.snapshot(checkStock)).toEqual([]);
});
