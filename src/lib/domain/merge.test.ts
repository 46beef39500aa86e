import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffBodies, isSame, mergeBodies, withValue, type Body } from './merge.ts';

const keyed = { lines: 'id' };
const base = {
	note: 'a',
	count: 1,
	receiver: { name: 'x', role: 'y' },
	lines: [
		{ id: 'r1', qty: 1, batch: '' },
		{ id: 'r2', qty: 2, batch: '' }
	]
};

const value = fc.integer({ min: 0, max: 3 });
const row = fc.record({
	id: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
	qty: value,
	batch: fc.constantFrom('', 'b')
});
const body: fc.Arbitrary<Body> = fc.record({
	note: fc.constantFrom('a', 'b', 'c'),
	count: value,
	receiver: fc.option(fc.record({ name: fc.constantFrom('x', 'z'), role: fc.constantFrom('y', 'w') })),
	lines: fc.uniqueArray(row, { selector: (one) => one.id })
});
/** Row order is not content. */
const sorted = (one: Body) => ({
	...one,
	lines: [...(one['lines'] as { id: string }[])].sort((a, b) => a.id.localeCompare(b.id))
});

describe('mergeBodies', () => {
	it('joins changes of different fields, groups and rows', () => {
		const current = withValue(withValue(base, 'note', 'server', keyed), 'lines.r1.qty', 9, keyed);
		const proposed = withValue(
			withValue(base, 'receiver.role', 'chief', keyed),
			'lines.r1.batch',
			'B7',
			keyed
		);
		const merged = mergeBodies(base, current, proposed, keyed);
		expect(merged.conflicts).toEqual([]);
		expect(merged.body).toEqual({
			note: 'server',
			count: 1,
			receiver: { name: 'x', role: 'chief' },
			lines: [
				{ id: 'r1', qty: 9, batch: 'B7' },
				{ id: 'r2', qty: 2, batch: '' }
			]
		});
	});

	it('keeps the current value of a field both changed and reports the proposal', () => {
		const merged = mergeBodies(base, { ...base, count: 5 }, { ...base, count: 7, note: 'n' }, keyed);
		expect(merged.body).toEqual({ ...base, count: 5, note: 'n' });
		expect(merged.conflicts).toEqual([{ field: 'count', current: 5, proposed: 7 }]);
	});

	it('reports a row removed on one side and changed on the other', () => {
		const removed = withValue(base, 'lines.r1', null, keyed);
		const changed = withValue(base, 'lines.r1.qty', 4, keyed);
		expect(mergeBodies(base, removed, changed, keyed).conflicts).toEqual([
			{ field: 'lines.r1', current: null, proposed: { id: 'r1', qty: 4, batch: '' } }
		]);
		expect(mergeBodies(base, changed, removed, keyed).conflicts).toEqual([
			{ field: 'lines.r1', current: { id: 'r1', qty: 4, batch: '' }, proposed: null }
		]);
	});

	it('is the proposal when nothing else changed, and the current body when nothing was proposed', () => {
		fc.assert(
			fc.property(body, body, (one, two) => {
				const forward = mergeBodies(one, one, two, keyed);
				expect(forward.conflicts).toEqual([]);
				expect(isSame(sorted(forward.body), sorted(two))).toBe(true);
				expect(mergeBodies(one, two, one, keyed)).toEqual({ body: two, conflicts: [] });
			})
		);
	});

	it('loses no change: each proposed change stands, was already there, or is in a conflict', () => {
		fc.assert(
			fc.property(body, body, body, (origin, current, proposed) => {
				const merged = mergeBodies(origin, current, proposed, keyed);
				const covered = merged.conflicts.map((one) => one.field);
				const missing = diffBodies(merged.body, proposed, keyed).map((one) => one.field);
				for (const { field } of diffBodies(origin, proposed, keyed)) {
					if (!missing.includes(field) || field === 'lines') continue;
					expect(covered.some((one) => one === field || field.startsWith(`${one}.`))).toBe(true);
				}
				// And what the server had changed is untouched.
				for (const { field, after } of diffBodies(origin, current, keyed)) {
					const lost = diffBodies(current, merged.body, keyed).find((one) => one.field === field);
					if (field !== 'lines') expect(lost, `${field} ${JSON.stringify(after)}`).toBeUndefined();
				}
			})
		);
	});

	it('agrees in both directions when there is no conflict', () => {
		fc.assert(
			fc.property(body, body, body, (origin, one, two) => {
				const forward = mergeBodies(origin, one, two, keyed);
				const backward = mergeBodies(origin, two, one, keyed);
				expect(forward.conflicts.map((c) => c.field).sort()).toEqual(
					backward.conflicts.map((c) => c.field).sort()
				);
				if (forward.conflicts.length === 0) {
					expect(isSame(sorted(forward.body), sorted(backward.body))).toBe(true);
				}
			})
		);
	});
});
