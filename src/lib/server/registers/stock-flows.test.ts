import { describe, expect, it } from 'vitest';
import { addFlow, closingOf, emptyFlow } from './stock-flows.ts';

const STORE = 'store:CK-1';
const TEAM = 'team:T1';

function flowOf(place: string, entries: readonly (readonly [act: string, milli: number])[], opening = 0) {
	const flow = { ...emptyFlow(), opening };
	for (const [act, milli] of entries) addFlow(flow, place, act, milli);
	return flow;
}

describe('the columns of the ledger register', () => {
	it('are of a store what came in, was issued, came back, was lost or scrapped, and what a count found', () => {
		const flow = flowOf(
			STORE,
			[
				['receive', 100],
				['issue', -40],
				['return', 7],
				['loss', -2],
				['expired', -3],
				['count', -1]
			],
			10
		);
		expect(flow).toEqual({
			...{ opening: 10, in: 100, issue: 40, give: 0, back: 7, loss: 2, expired: 3, diff: -1 }
		});
		expect(closingOf(flow, STORE)).toBe(10 + 100 - 40 + 7 - 2 - 3 - 1);
	});

	it('are of a team what it drew, handed out, gave back and lost', () => {
		const flow = flowOf(TEAM, [
			['issue', 40],
			['give', -25],
			['return', -7],
			['loss', -1]
		]);
		expect(flow).toMatchObject({ issue: 40, give: 25, back: 7, loss: 1 });
		expect(closingOf(flow, TEAM)).toBe(7);
	});

	it('take a transfer as an issue of who gives, and as a receipt of the store or an issue to who takes', () => {
		expect(flowOf(STORE, [['transfer', -5]])).toMatchObject({ issue: 5, in: 0 });
		expect(flowOf(STORE, [['confirm', 5]])).toMatchObject({ issue: 0, in: 5 });
		expect(flowOf(TEAM, [['transfer', -5]])).toMatchObject({ issue: -5 });
		expect(flowOf(TEAM, [['confirm', 5]])).toMatchObject({ issue: 5 });
	});

	it('lose what a reversal takes back, and add up to the balance whatever happens', () => {
		const entries = (
			['receive', 'issue', 'transfer', 'confirm', 'return', 'give', 'loss', 'expired', 'count'] as const
		).flatMap((act, at) => [[act, 100 + at] as const, [act, -(40 + 3 * at)] as const]);
		const sum = entries.reduce((all, [, milli]) => all + milli, 0);
		for (const place of [STORE, TEAM]) expect(closingOf(flowOf(place, entries, 17), place)).toBe(17 + sum);
		expect(
			flowOf(STORE, [
				['receive', 100],
				['receive', -100]
			])
		).toEqual(emptyFlow());
	});
});
