import { expect, it } from 'vitest';
import { rowDigest } from '#lib/protocol/digest.ts';
import { nodeRowDigest } from './node-row-digest.ts';

it('is the digest that phones compute', () => {
	for (const [kind, id, rev] of [
		['handout', '0198a1b2-0000-7000-8000-000000000001', 1],
		['ref:region', '361024', 17],
		['visit', '山下', 2 ** 31]
	] as const) {
		expect(nodeRowDigest(kind, id, rev)).toBe(rowDigest(kind, id, rev));
	}
});
