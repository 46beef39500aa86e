import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDifference } from './count-difference.ts';
import { addUp, foldStock } from './fold-stock.ts';
import { ledgerOf } from './entries-of.ts';
import type { Movement, MovementAct } from './movement.ts';

const PLACES = ['store:A', 'team:T1', 'team:T2', 'person:p1'] as const;
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

describe('fifty phones', () => {
	const line = fc.record({
		supply: fc.constantFrom('W', 'C', 'M'),
		batch: fc.constantFrom('', 'B1', 'B2'),
		expiry: fc.constantFrom(null, '2026-01-01'),
		milli: fc.integer({ min: 0, max: 50_000 })
	});
	/** What the phones did, in the order in which it happened. */
	const days = fc
		.array(
			fc.record({
				phone: fc.integer({ min: 0, max: 49 }),
				act: fc.constantFrom<MovementAct | 'give'>(
					...(['receive', 'issue', 'transfer', 'confirm', 'return', 'loss', 'reversal', 'give'] as const)
				),
				from: fc.constantFrom(...PLACES),
				to: fc.constantFrom(...PLACES),
				pick: fc.nat(),
				lines: fc.array(line, { minLength: 1, maxLength: 3 })
			}),
			{ minLength: 1, maxLength: 120 }
		)
		.map((acts) => {
			const done: Movement[] = [];
			for (const [n, { phone, act, from, to, pick, lines }] of acts.entries()) {
				const id = `${String(phone).padStart(2, '0')}-${n}`;
				const about = act === 'confirm' || act === 'reversal' ? done[pick % Math.max(1, done.length)] : null;
				if (about === undefined) continue;
				const places = about ? { from: about.from, to: about.to } : { from, to };
				done.push({ ...base, id, act, ...places, about: about?.id ?? null, lines });
			}
			return done;
		});

	it('give the same balances in any order, however late and however often each comes', () => {
		fc.assert(
			fc.property(days, fc.infiniteStream(fc.nat()), (done, draws) => {
				const draw = (below: number) => Number(draws.next().value) % below;
				const told = [...done, ...done.filter(() => draw(3) === 0)];
				for (let at = told.length - 1; at > 0; at--) {
					const other = draw(at + 1);
					[told[at], told[other]] = [told[other] as Movement, told[at] as Movement];
				}
				const plain = (movements: readonly Movement[]) =>
					[...foldStock(movements)].sort(([a], [b]) => (a < b ? -1 : 1));
				expect(plain(told)).toEqual(plain(done));
				// Balances kept as running sums of entries are the fold.
				expect([...addUp(ledgerOf(told))].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(plain(done));
			}),
			{ numRuns: 200 }
		);
	});
});
