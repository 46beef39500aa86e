import { describe, expect, it } from 'vitest';
import type { Holding } from '#lib/domain/stock/in-hand.ts';
import type { OpenForm } from '#lib/records/open-form.ts';
import type { MovementBody } from './body.ts';
import { newLines } from './new-lines.ts';
import { movementSample } from './sample.ts';

const holding: Holding = {
	...{ place: 'team:T1', supply: 'W', milli: 5_000, stocked: true },
	batches: [
		{ batch: 'A', expiry: '2026-01-01', milli: -1_000 },
		{ batch: 'B', expiry: '2026-09-01', milli: 2_000 },
		{ batch: '', expiry: null, milli: 4_000 }
	]
};
let last = 0;
const form = (changes: Partial<MovementBody>, held: Holding | undefined = holding) =>
	({
		body: { ...movementSample, lines: [], ...changes },
		inHand: () => held,
		newId: () => `l${++last}`
	}) as unknown as OpenForm<MovementBody>;
const batches = (made: readonly { batch: string }[]) => made.map(({ batch }) => batch);

describe('lines of a movement', () => {
	it('begin with the batch that expires first, then with the next', () => {
		const [first] = newLines(form({ act: 'issue' }), 'W');
		expect(first).toMatchObject({ supply: 'W', qty: null, batch: 'B', expiry: '2026-09-01' });
		const lines = first ? [first] : [];
		expect(newLines(form({ act: 'issue', lines }), 'W')).toMatchObject([{ batch: '', expiry: null }]);
		// Nothing expired goes to anybody while there is something else; it is what is written off.
		expect(batches(newLines(form({ act: 'issue', date: '2026-10-01' }), 'W'))).toEqual(['']);
		expect(batches(newLines(form({ act: 'expired', date: '2026-10-01' }), 'W'))).toEqual(['B']);
	});

	it('are one for each batch that should be there where they are counted', () => {
		expect(batches(newLines(form({ act: 'count' }), 'W'))).toEqual(['A', 'B', '']);
	});

	it('have no batch where nothing is known', () => {
		const [only, ...others] = newLines({ ...form({ act: 'receive' }), inHand: () => undefined }, 'W');
		expect(others).toEqual([]);
		expect(only).toMatchObject({ batch: '', expiry: null });
	});
});
