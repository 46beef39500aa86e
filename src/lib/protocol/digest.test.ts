import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addDigest, removeDigest, rowDigest } from './digest.ts';

const row = fc.record({ kind: fc.string(), id: fc.uuid(), rev: fc.nat() });

describe('the hash of a scope', () => {
	it('takes the first 6 bytes of SHA-256 of kind, id and revision', () => {
		const expected = createHash('sha256').update('visit\nabc\n7').digest().readUIntBE(0, 6);
		expect(rowDigest('visit', 'abc', 7)).toBe(expected);
	});

	it('does not depend on order, and removing undoes adding', () => {
		fc.assert(
			fc.property(fc.array(row), row, (rows, extra) => {
				const sum = (list: typeof rows) =>
					list.reduce((hash, { kind, id, rev }) => addDigest(hash, rowDigest(kind, id, rev)), 0);
				expect(sum([...rows].reverse())).toBe(sum(rows));
				const share = rowDigest(extra.kind, extra.id, extra.rev);
				expect(removeDigest(addDigest(sum(rows), share), share)).toBe(sum(rows));
			})
		);
	});
});
