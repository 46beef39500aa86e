import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDifference } from './count-difference.ts';
import { foldStock } from './fold-stock.ts';
import { ledgerOf } from './entries-of.ts';
import { MOVEMENT_ACTS, type Movement, type MovementAct } from './movement.ts';
import { asTold, daysOfFiftyPhones } from './testing/fifty-phones.ts';

const base = { region: 'R', date: '2025-07-09' };
let last = 0;
const movement = (
	act: MovementAct | 'give',
	from: string | null,
	to: string | null,
	milli: number,
	more: Partial<Movement> = {}
): Movement => ({
	...base,
	id: `m${String(++last).padStart(5, '0')}`,
	...{ act, from, to, about: null },
	lines: [{ supply: 'W', batch: 'B1', expiry: '2026-01-01', milli }],
	...more
});
const at = (movements: readonly Movement[], place: string) =>
	[...foldStock(movements).values()].filter((one) => one.place === place).map((one) => one.milli);

describe('a fold of movements', () => {
	it('moves goods from the store to the team and out', () => {
		const all = [
			movement('receive', null, 'store:A', 100_000),
			movement('issue', 'store:A', 'team:T1', 40_000),
			movement('give', 'team:T1', null, 25_000),
			movement('return', 'team:T1', 'store:A', 5_000),
			movement('loss', 'team:T1', null, 1_500),
			movement('expired', 'store:A', null, 2_000)
		];
		expect(at(all, 'store:A')).toEqual([63_000]);
		expect(at(all, 'team:T1')).toEqual([8_500]);
	});

	it('goes below zero and says so', () => {
		expect(at([movement('give', 'team:T1', null, 3_000)], 'team:T1')).toEqual([-3_000]);
	});

	it('has a transfer in nobody’s hands until it is confirmed, once', () => {
		const transfer = movement('transfer', 'team:T1', 'team:T2', 6_000);
		const confirm = movement('confirm', 'team:T1', 'team:T2', 5_000, { about: transfer.id });
		const again = movement('confirm', 'team:T1', 'team:T2', 6_000, { about: transfer.id });
		expect(at([transfer], 'team:T2')).toEqual([]);
		expect(at([transfer], 'team:T1')).toEqual([-6_000]);
		expect(at([confirm], 'team:T2')).toEqual([5_000]);
		expect(at([again, transfer, confirm], 'team:T2')).toEqual([5_000]);
	});

	it('takes back once, however many say so, and only what was meant', () => {
		const issue = movement('issue', 'store:A', 'team:T1', 6_000);
		const back = movement('reversal', 'store:A', 'team:T1', 0, { about: issue.id });
		const other = movement('reversal', 'store:A', 'team:T1', 0, { about: issue.id });
		const wrong = movement('reversal', 'store:A', 'team:T2', 0, { about: issue.id });
		expect([...foldStock([back, issue, other, back])]).toEqual([]);
		expect(at([wrong, issue], 'team:T1')).toEqual([6_000]);
		const given = movement('give', 'team:T1', null, 3_000);
		const wiped = movement('reversal', 'team:T1', null, 0, { about: given.id });
		expect(at([given, wiped], 'team:T1')).toEqual([-3_000]);
		const reversed = ledgerOf([issue, { ...back, date: '2025-08-01' }]);
		expect(reversed.filter((one) => one.date === '2025-08-01').map((one) => one.milli)).toEqual([
			6_000, -6_000
		]);
	});

	it('finds the difference of a count: what nobody found is gone', () => {
		const received = movement('receive', null, 'store:A', 10_000);
		const old = movement('receive', null, 'store:A', 2_000, {
			lines: [{ supply: 'W', batch: 'B0', expiry: null, milli: 2_000 }]
		});
		const count = movement('count', 'store:A', null, 9_000);
		const difference = countDifference(count, foldStock([received, old]).values());
		expect(difference.map(({ batch, milli }) => [batch, milli])).toEqual([
			['B1', -1_000],
			['B0', -2_000]
		]);
		const after = foldStock([received, old, count], (id) => (id === count.id ? difference : []));
		expect([...after.values()].map(({ milli }) => milli)).toEqual([9_000]);
	});
});

/** By hand: each movement by itself, as a store keeper would tick them off. */
function countedByHand(movements: readonly Movement[]): Record<string, number> {
	const distinct = [...new Map(movements.map((one) => [one.id, one])).values()].sort((a, b) =>
		a.id < b.id ? -1 : 1
	);
	const sums: Record<string, number> = {};
	const put = (place: string | null, { lines }: Movement, sign: 1 | -1) => {
		if (place === null) return;
		for (const { supply, batch, expiry, milli } of lines) {
			const key = JSON.stringify([place, supply, batch, expiry]);
			sums[key] = (sums[key] ?? 0) + sign * milli;
		}
	};
	const confirmed = new Set<string>();
	for (const one of distinct) {
		const origin = distinct.find(({ id, about }) => id === (one.about ?? one.id) && about === null);
		const isBack = distinct.some(
			({ act, about, from, to }) =>
				act === 'reversal' && about === origin?.id && from === origin.from && to === origin.to
		);
		if (isBack && origin?.act !== 'give') continue;
		if (one.act === 'confirm') {
			const isFirst = one.about !== null && !confirmed.has(one.about);
			if (isFirst && (!origin || origin.act === 'transfer')) put(one.to, one, 1);
			confirmed.add(one.about ?? '');
		} else if (one.act !== 'reversal') {
			put(one.from, one, -1);
			if (one.act !== 'transfer') put(one.to, one, 1);
		}
	}
	return Object.fromEntries(Object.entries(sums).filter(([, milli]) => milli !== 0));
}

describe('fifty phones', () => {
	it('give the same balances in any order, however late and however often each comes', () => {
		fc.assert(
			fc.property(daysOfFiftyPhones(), fc.infiniteStream(fc.nat()), (done, draws) => {
				const told = asTold(done, (below) => Number(draws.next().value) % below);
				const folded = (movements: readonly Movement[]) =>
					Object.fromEntries([...foldStock(movements)].map(([key, { milli }]) => [key, milli]));
				expect(folded(told)).toEqual(countedByHand(done));
				expect(folded(told)).toEqual(folded(done));
			}),
			{ numRuns: 200 }
		);
	});

	it('do all that can be done with goods but for a count, of which the server says what it made', () => {
		const acts = new Set(
			fc
				.sample(daysOfFiftyPhones(), { seed: 1, numRuns: 50 })
				.flat()
				.map(({ act }) => act)
		);
		expect([...acts, 'count'].sort()).toEqual([...MOVEMENT_ACTS, 'give'].sort());
	});
});
