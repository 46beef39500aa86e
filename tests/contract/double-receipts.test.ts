/** A person who received twice is at the desk as soon as both receipts are at the server, with both pieces of evidence. */
import { describe, expect, it } from 'vitest';
import { countDoubleReceipts, doubleReceipts } from '#lib/server/desk/double-receipts.ts';
import { supplyOf } from '#lib/records/fixture/reference-fixture.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { type Deployment, OTHER_REGION, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { deskOf, give, handOut, keep, nameLists } from './roster-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
});

async function people() {
	const roster = await keep(town);
	const rows = await town.database.reader
		.selectFrom('roster_row')
		.select(['id', 'card_id', 'name'])
		.where('roster_id', '=', roster)
		.orderBy('n')
		.execute();
	return rows.map((row) => ({ id: row.id, card: row.card_id, shown: `${row.name.charAt(0)}*` }));
}
const listed = async (person: 'rev' | 'audit' | 'city' = 'rev') => doubleReceipts(await deskOf(town, person));
const count = (regions: readonly string[] | null) => countDoubleReceipts(town.database.reader, regions);

describe('double receipts', () => {
	it('across handouts of a season are listed with both; one receipt is not', async () => {
		const [first, second] = await people();
		if (!first || !second) throw new Error('no people');
		await give(town, 'vol', await handOut(town, 'vol'), first);
		await give(town, 'vol', await handOut(town, 'vol'), second);
		expect((await listed()).rows).toEqual([]);
		expect(await count(null)).toBe(0);
		await give(town, 'mate', await handOut(town, 'mate'), first);
		const { rows, more } = await listed();
		expect(more).toBe(false);
		expect(rows.map((row) => [row.name, row.times.map((time) => time.by).sort()])).toEqual([
			['李示安', ['mate', 'vol']]
		]);
		expect(await count([REGION])).toBe(1);
		expect(await count([OTHER_REGION])).toBe(0);
	});

	it('at one handout by two phones are one row with both pieces of evidence', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		const handout = await handOut(town, 'vol');
		expect(await give(town, 'vol', handout, first)).toBe('applied');
		expect(await give(town, 'mate', handout, first)).toBe('merged');
		const { rows } = await listed();
		expect(rows).toHaveLength(1);
		expect(rows[0]?.times.map((time) => [time.handout, time.by]).sort()).toEqual([
			[handout, 'mate'],
			[handout, 'vol']
		]);
	});

	it('say what was given, by its own lines too, and what of it is more than a season’s reference amount', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		const water = {
			...supplyOf('W', { unitZh: '瓶', unitEn: 'bottle', softCapPerSeason: 30 }),
			...{ zh: '盐汽水', en: 'Soda water' }
		};
		const towel = { ...supplyOf('T', { unitZh: '条', unitEn: 'towel', softCapPerSeason: 2 }), zh: '毛巾' };
		const lines = [
			{ supply: 'W', qty: 4 },
			{ supply: 'T', qty: 1 }
		];
		await town.database.transaction((trx) =>
			writeReference(trx, [
				{ kind: 'supply', code: 'W', body: water },
				{ kind: 'supply', code: 'T', body: towel },
				{ kind: 'kit', code: 'K', body: { code: 'K', zh: '份', en: 'K', unitZh: '份', lines } }
			])
		);
		const own = { id: '0197e6a0-0000-7000-8000-0000000000e1', supply: 'W', batch: '', expiry: null };
		await give(town, 'vol', await handOut(town, 'vol'), first, { kit: 'K', portions: 2 });
		await give(town, 'mate', await handOut(town, 'mate'), first, { kit: 'K', lines: [{ ...own, qty: 22 }] });
		const [row] = (await listed()).rows;
		expect(row?.times.map((time) => time.given).sort()).toEqual(['盐汽水 22瓶', '盐汽水 8瓶、毛巾 2条']);
		expect(row?.over).toEqual([]);
		await give(town, 'vol', await handOut(town, 'vol'), first, { kit: null, lines: [{ ...own, qty: 1 }] });
		expect((await listed()).rows[0]?.over).toEqual([{ name: '盐汽水', amount: '31瓶', cap: '30瓶' }]);
	});

	it('show masked names to auditors', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		for (const account of ['vol', 'mate'] as const)
			await give(town, account, await handOut(town, account), first);
		expect((await listed('audit')).rows.map((row) => row.name)).toEqual(['李*安']);
		expect((await listed('city')).rows.map((row) => row.name)).toEqual(['李示安']);
	});
});
