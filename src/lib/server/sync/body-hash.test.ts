import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, rawAndHash } from './body-hash.ts';

/** As the first servers did it: what they have stored must be found again. */
function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]));
}

it('is the canonical form that was used from the beginning, whatever JSON comes', () => {
	const name = fc.oneof(
		fc.string(),
		fc.nat().map(String),
		fc.constantFrom('__proto__', '01', '-1', '4294967295')
	);
	const json = fc.jsonValue({ maxDepth: 2 });
	const sentBodies = fc.dictionary(
		name,
		fc.oneof(json, fc.dictionary(name, json), fc.array(fc.dictionary(name, json)))
	);
	fc.assert(
		fc.property(sentBodies, (value) => {
			const sent: unknown = JSON.parse(JSON.stringify(value));
			expect(canonicalJson(sent)).toBe(JSON.stringify(ordered(sent)));
		}),
		{ numRuns: 100 }
	);
});

it('does not see what JSON leaves out, and is the same whatever the order of keys', () => {
	const one = rawAndHash({ b: [undefined, Number.NaN], a: undefined, c: { y: 1, x: '山' } });
	expect(one.hash).toBe(rawAndHash({ c: { x: '山', y: 1 }, b: [null, null] }).hash);
	expect(one.raw).toBe('{"b":[null,null],"c":{"y":1,"x":"山"}}');
});

it('keeps what is nested deeper than the stack under one text', () => {
	let deep: unknown = [];
	for (let at = 0; at < 100_000; at++) deep = [deep];
	expect(rawAndHash(deep).raw).toBe('"nested too deep"');
});
