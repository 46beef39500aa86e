import { describe, expect, it } from 'vitest';
import { contextOf, referenceOf, said } from '#lib/records/fixture/reference-fixture.ts';
import { detailText } from '#lib/records/texts.ts';
import type { MovementBody } from './body.ts';
import { movement } from './movement.ts';
import { movementSample } from './sample.ts';

const rules = (changes: Partial<MovementBody>, inHand?: number | null) =>
	said(
		movement.rules(
			{ ...movementSample, ...changes },
			contextOf(inHand === undefined ? {} : { inHand: () => inHand })
		)
	);
const line = (id: string, parts: object) => ({
	...{ id, supply: 'CS-H02', qty: 1, batch: '', expiry: null },
	...parts
});

describe('a movement', () => {
	it('goes from and to the places of its act', () => {
		expect(rules({ act: 'issue', from: 'store:A', to: 'team:T1' })).toEqual([]);
		expect(rules({ act: 'issue', from: 'team:T1', to: 'store:A' })).toEqual(['stock-places block from']);
		expect(rules({ act: 'receive', from: null, to: 'team:T1' })).toEqual(['stock-places block to']);
		expect(rules({ act: 'transfer', from: 'team:T1', to: 'team:T1' })).toEqual(['stock-places block to']);
		expect(rules({ act: 'loss', from: 'team:T1', to: null })).toEqual([]);
		expect(rules({ act: 'loss', from: null, to: null })).toEqual(['stock-places block from']);
	});

	it('is about another one only to confirm it or to take it back', () => {
		const about = movementSample.lines[0]?.id ?? '';
		expect(rules({ about })).toEqual(['stock-places block about']);
		expect(rules({ act: 'confirm' })).toEqual(['stock-places block about']);
		expect(rules({ act: 'reversal', about, lines: [] })).toEqual([]);
	});

	it('moves something; a count may find nothing', () => {
		const lines = [line('a', { qty: 0 })];
		expect(rules({ lines })).toEqual(['R10 block lines']);
		expect(rules({ act: 'count', to: null, lines })).toEqual([]);
	});

	it('takes an empty quantity for nothing at all, not for none there', () => {
		const body = { ...movementSample, act: 'count' as const, to: null, lines: [line('a', { qty: null })] };
		const missing = (origin: 'form' | 'import') =>
			movement.required(body, contextOf({ origin })).map(({ field }) => field);
		expect(missing('form')).toEqual(['lines.a.qty']);
		expect(missing('import')).toEqual([]);
		expect(movement.required({ ...body, lines: [line('a', { qty: 0 })] }, contextOf({}))).toEqual([]);
	});

	it('is called by its first supply, with its amount over all batches, and how many more there are', () => {
		const lines = [line('a', { qty: 3 }), line('b', { qty: 4, batch: 'B' }), line('c', { supply: 'CS-T01' })];
		const summary = (some: MovementBody['lines']) =>
			movement.summary({ ...movementSample, lines: some }, referenceOf(), 'zh-CN');
		expect(summary(lines.slice(0, 2)).title).toBe('CS-H02 7u');
		expect(summary(lines).title).toBe('CS-H02 7u');
		expect(summary(lines).details[0]).toEqual({ message: 'summary_more_supplies', params: { n: 1 } });
		expect(summary(lines).details.map((one) => detailText(one))[0]).toContain('1');
		expect(summary([]).title).toBe('');
	});

	it('asks for the batch of what is tracked when it comes in', () => {
		const lines = [line('a', { supply: 'CS-T01' }), line('b', { supply: 'CS-T01', batch: 'B' })];
		expect(rules({ act: 'receive', from: null, to: 'store:A', lines })).toEqual([
			'R17 block lines.a.batch',
			'R17 block lines.b.expiry'
		]);
	});

	it('warns of what is past its expiry, and of a place that would have less than nothing', () => {
		expect(rules({ lines: [line('a', { expiry: '2025-07-07' })] })).toEqual(['R15 warn lines.a.expiry']);
		expect(rules({ act: 'expired', to: null, lines: [line('a', { expiry: '2025-07-07' })] })).toEqual([]);
		const lines = [line('a', { qty: 2 }), line('b', { qty: 3 })];
		expect(rules({ lines }, 4999)).toEqual(['R21 warn lines.a.qty']);
		expect(rules({ lines }, 5000)).toEqual([]);
		expect(rules({ lines }, null)).toEqual([]);
	});
});
