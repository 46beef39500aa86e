import { describe, expect, it } from 'vitest';
import { referenceOf, supplyOf } from '../fixture/reference-fixture.ts';
import { withKit } from './with-kit.ts';

const kit = (code: string, lines: readonly [string, number][]) => ({
	code,
	zh: code,
	en: code,
	unitZh: 'u',
	lines: lines.map(([supply, qty]) => ({ supply, qty }))
});
const reference = referenceOf({
	supply: [supplyOf('A'), supplyOf('B'), supplyOf('C')],
	kit: [
		kit('K1', [
			['A', 1],
			['B', 2]
		]),
		kit('K2', [
			['B', 3],
			['C', 1]
		])
	]
});
let n = 0;
const newId = () => `n${String(n++)}`;
const DAY = { date: '2026-07-01' };
const none = { kit: null, personTimes: null };
const quantities = (lines: ReturnType<typeof withKit>) => lines.map((line) => [line.supply, line.qty]);

describe('withKit', () => {
	const made = withKit({ ...DAY, kit: 'K1', lines: [], personTimes: 10 }, none, { reference, newId });

	it('fills the lines for so many person-times', () => {
		expect(quantities(made)).toEqual([
			['A', 10],
			['B', 20]
		]);
	});

	it('follows the count, keeping rows, batches and what was changed by hand', () => {
		const changed = made.map((line) =>
			line.supply === 'A' ? { ...line, qty: 12, batch: 'X' } : { ...line, batch: 'Y' }
		);
		const lines = withKit(
			{ ...DAY, kit: 'K1', lines: changed, personTimes: 15 },
			{ kit: 'K1', personTimes: 10 },
			{ reference, newId }
		);
		expect(quantities(lines)).toEqual([
			['A', 12],
			['B', 30]
		]);
		expect(lines.map((line) => [line.id, line.batch])).toEqual(changed.map((line) => [line.id, line.batch]));
	});

	it('changes to another kit and leaves what was added beside it', () => {
		const own = { id: 'own', supply: 'D', qty: 5, batch: '', expiry: null };
		const body = { ...DAY, kit: 'K2', lines: [...made, own], personTimes: 10 };
		const lines = withKit(body, { kit: 'K1', personTimes: 10 }, { reference, newId });
		expect(quantities(lines)).toEqual([
			['B', 30],
			['C', 10],
			['D', 5]
		]);
		expect(
			quantities(withKit({ ...body, kit: null }, { kit: 'K1', personTimes: 10 }, { reference, newId }))
		).toEqual([['D', 5]]);
	});

	it('gives a new line the batch that was given out last', () => {
		const lastBatch = (supply: string) => (supply === 'A' ? { batch: 'B7', expiry: '2028-01-01' } : null);
		const lines = withKit({ ...DAY, kit: 'K1', lines: [], personTimes: 1 }, none, {
			reference,
			newId,
			lastBatch
		});
		expect(lines.map((line) => [line.batch, line.expiry])).toEqual([
			['B7', '2028-01-01'],
			['', null]
		]);
	});

	it('gives out no more of a batch than there is, and one amount again where that was changed', () => {
		const batches = [
			{ batch: 'X', expiry: '2026-06-30', milli: 9_000 },
			{ batch: 'Y', expiry: '2026-07-01', milli: 4_000 },
			{ batch: 'Z', expiry: null, milli: 5_000 }
		];
		const holding = { place: 'team:T', supply: 'A', milli: 18_000, stocked: true, batches };
		const inHand = (supply: string) => (supply === 'A' ? holding : undefined);
		const lastBatch = (supply: string) => (supply === 'A' ? { batch: 'Y', expiry: '2026-07-01' } : null);
		const from = { reference, newId, lastBatch, inHand };
		const body = { ...DAY, kit: 'K1', personTimes: 6 };
		const six = withKit({ ...body, lines: [] }, none, from);
		expect(six.map((line) => [line.supply, line.batch, line.qty])).toEqual([
			['A', 'Y', 4],
			['A', 'Z', 2],
			['B', '', 12]
		]);
		const three = withKit({ ...body, lines: six, personTimes: 3 }, { kit: 'K1', personTimes: 6 }, from);
		expect(three.map((line) => [line.supply, line.batch, line.qty])).toEqual([
			['A', 'Y', 3],
			['B', '', 6]
		]);
		const byHand = six.map((line) => (line.batch === 'Z' ? { ...line, qty: 3 } : line));
		const kept = withKit({ ...body, lines: byHand, personTimes: 3 }, { kit: 'K1', personTimes: 6 }, from);
		expect(kept.map((line) => line.qty)).toEqual([4, 3, 6]);
	});
});
