/** A person who received twice is at the desk as soon as both receipts are at the server, with both pieces of evidence. */
import { describe, expect, it } from 'vitest';
import {
	countDoubleReceipts,
	doubleReceipts,
	type ElsewhereTime,
	type ShownTime
} from '#lib/server/desk/double-receipts.ts';
import { supplyOf } from '#lib/records/fixture/reference-fixture.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { type Deployment, OTHER_REGION } from './deployment.ts';
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
const count = async (person: 'rev' | 'city' = 'city') => countDoubleReceipts(await deskOf(town, person));
/** The desk of a coordinator of the other county. */
const neighbour = async () => {
	const context = await deskOf(town, 'rev');
	return { ...context, rights: { ...context.rights, reads: [OTHER_REGION], reviews: [OTHER_REGION] } };
};
const voidIt = (handout: string) =>
	town.act('rev', 'void', handout, 1, { reason: 'RR05' }, { kind: 'handout', schema: 3 });
const shownBy = (time: ShownTime | ElsewhereTime) => (time.isElsewhere ? time.region : time.by);
const there = { region: OTHER_REGION, team: 'T2' };

describe('double receipts', () => {
	it('across handouts of a season are listed with both; one receipt is not', async () => {
		const [first, second] = await people();
		if (!first || !second) throw new Error('no people');
		await give(town, 'vol', await handOut(town, 'vol'), first);
		await give(town, 'vol', await handOut(town, 'vol'), second);
		expect((await listed()).rows).toEqual([]);
		expect(await count()).toBe(0);
		await give(town, 'mate', await handOut(town, 'mate'), first);
		const { rows, more } = await listed();
		expect(more).toBe(false);
		expect(rows.map((row) => [row.name, row.times.map(shownBy).sort()])).toEqual([
			['李示安', ['mate', 'vol']]
		]);
		expect(await count('rev')).toBe(1);
		expect(await countDoubleReceipts(await neighbour())).toBe(0);
	});

	it('at one handout by two phones are one row with both pieces of evidence', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		const handout = await handOut(town, 'vol');
		expect(await give(town, 'vol', handout, first)).toBe('applied');
		expect(await give(town, 'mate', handout, first)).toBe('merged');
		const { rows } = await listed();
		expect(rows).toHaveLength(1);
		expect(rows[0]?.times.map((time) => (time.isElsewhere ? [] : [time.handout, time.by])).sort()).toEqual([
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
		expect(row?.times.map((time) => (time.isElsewhere ? '' : time.given)).sort()).toEqual([
			'盐汽水 22瓶',
			'盐汽水 8瓶、毛巾 2条'
		]);
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

	it('of a voided handout count no more: entered again it is one, and noted twice at it is none', async () => {
		const [first, second] = await people();
		if (!first || !second) throw new Error('no people');
		const wrong = await handOut(town, 'vol');
		await give(town, 'vol', wrong, first);
		for (const account of ['vol', 'mate'] as const) await give(town, account, wrong, second);
		await give(town, 'vol', await handOut(town, 'vol'), first);
		expect(await count()).toBe(2);
		expect((await voidIt(wrong)).outcome).toBe('applied');
		expect(await count()).toBe(0);
		expect((await listed()).rows).toEqual([]);
		// With a third one it is double again, and what was voided is not among its times.
		await give(town, 'mate', await handOut(town, 'mate'), first);
		const { rows } = await listed();
		expect(rows.map((row) => row.times.length)).toEqual([2]);
		expect(JSON.stringify(rows)).not.toContain(wrong);
	});

	it('one in each of two counties are shown to both, the other’s by county and day alone', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		const override = '在邻县已登记';
		const given = { override, kit: null, lines: [] };
		const here = await handOut(town, 'vol');
		await give(town, 'vol', here, first);
		const elsewhere = await handOut(town, 'far', { ...there, organisation: null, placeText: '邻县工地' });
		await give(town, 'far', elsewhere, first, given, there);
		const [own] = (await listed()).rows;
		expect(own?.name).toBe('李示安');
		expect(own?.times.map((time) => time.isElsewhere)).toEqual(expect.arrayContaining([true, false]));
		const masked = own?.times.find((time) => time.isElsewhere);
		expect(masked).toEqual({
			id: expect.any(String) as string,
			isElsewhere: true,
			date: '2025-07-09',
			region: OTHER_REGION
		});
		const theirs = [elsewhere, '邻县工地', override, '"far"'];
		for (const word of theirs) expect(JSON.stringify(own)).not.toContain(word);
		const [others] = (await doubleReceipts(await neighbour())).rows;
		for (const word of theirs) expect(JSON.stringify(others)).toContain(word);
		for (const word of [here, '"vol"', '李示安']) expect(JSON.stringify(others)).not.toContain(word);
		expect([await count('rev'), await countDoubleReceipts(await neighbour()), await count()]).toEqual([
			1, 1, 1
		]);
	});

	it('two in one county do not show what the third one was in another', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		for (const account of ['vol', 'mate'] as const)
			await give(town, account, await handOut(town, account), first);
		const place = { ...there, organisation: null, placeText: '邻县工地' };
		await give(town, 'far', await handOut(town, 'far', place), first, { override: '邻县说明' }, there);
		const [row] = (await listed()).rows;
		expect(row?.times.map((time) => time.isElsewhere).sort()).toEqual([false, false, true]);
		for (const word of ['邻县工地', '邻县说明', '"far"']) expect(JSON.stringify(row)).not.toContain(word);
	});

	it('are those of the seasons that are looked into, or of the one that is asked for', async () => {
		const [first] = await people();
		if (!first) throw new Error('no people');
		const last = { campaign: 'SQL-2023', date: '2023-07-09' };
		for (const account of ['vol', 'mate'] as const)
			await give(town, account, await handOut(town, account, last), first, {}, last);
		expect(await count()).toBe(0);
		expect((await listed()).rows).toEqual([]);
		const asked = await doubleReceipts(await deskOf(town, 'rev'), 'SQL-2023');
		expect(asked.rows.map((row) => [row.season, row.times.length])).toEqual([['SQL-2023', 2]]);
		expect((await doubleReceipts(await deskOf(town, 'rev'), 'SQL-202')).rows).toEqual([]);
	});
});
