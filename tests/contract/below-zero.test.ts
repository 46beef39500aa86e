/** What the desk is told of teams that gave out what was never brought to them. */
import { describe, expect, it } from 'vitest';
import { belowZero } from '#lib/server/desk/stock/below.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { newId, OTHER_REGION, REGION, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { deskOf } from './roster-town.ts';
import { moved, openStores } from './stock-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await openStores(town);
	await town.database.transaction((trx) =>
		writeReference(
			trx,
			[
				['T1', REGION],
				['T2', OTHER_REGION],
				['T3', REGION]
			].map(([code = '', region = '']) => {
				return { kind: 'team' as const, code, body: { code, zh: code, en: code, region } as never };
			})
		)
	);
});
async function move(act: string, from: string | null, to: string | null, qty: number): Promise<void> {
	const verdict = await town.act('city', 'create', newId(), 0, moved(act, from, to, qty), {
		kind: 'movement'
	});
	expect(verdict.outcome).toBe('applied');
}

describe('a team without an issue', () => {
	it('is told of where a stock is kept, and of nobody where none is', async () => {
		await move('loss', 'team:T1', null, 3);
		await move('loss', 'team:T2', null, 3);
		const told = async (person: 'rev' | 'city', region: string | null = null) => {
			const { rows, unsupplied } = await belowZero(await deskOf(town, person), region);
			return [rows.map((row) => [row.at.place, row.amount.qty]), unsupplied];
		};
		// Nobody here was ever issued anything: these handouts are simply not kept as stock.
		expect(await told('city')).toEqual([[], 0]);
		await move('receive', null, 'store:S1', 10);
		await move('issue', 'store:S1', 'team:T3', 4);
		expect(await told('city')).toEqual([[], 2]);
		expect(await told('city', REGION)).toEqual([[], 1]);
		expect(await told('rev')).toEqual([[], 1]);
		await move('loss', 'team:T3', null, 6);
		expect(await told('rev')).toEqual([[['team:T3', -2]], 1]);
		await move('issue', 'store:S1', 'team:T1', 5);
		expect(await told('rev')).toEqual([[['team:T3', -2]], 0]);
	});
});
