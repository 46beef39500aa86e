import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, uuidV7, uuidV7Beside } from './ids.ts';

const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('uuidV7', () => {
	it('is an RFC 9562 UUID of version 7 whatever the random bytes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), tenBytes, (millis, random) => {
				const id = uuidV7(millis, random);
				expect(isUuid(id)).toBe(true);
				expect(id[14]).toBe('7');
			})
		);
	});

	it('carries the milliseconds, so later ids sort later', () => {
		const zeros = new Uint8Array(10);
		expect(uuidV7(0x0123456789ab, zeros)).toBe('01234567-89ab-7000-8000-000000000000');
		fc.assert(
			fc.property(
				fc.nat(2 ** 40),
				fc.integer({ min: 1, max: 2 ** 20 }),
				tenBytes,
				tenBytes,
				(at, later, a, b) => {
					expect(uuidV7(at, a) < uuidV7(at + later, b)).toBe(true);
				}
			)
		);
	});
});

describe('isUuid', () => {
	it.each([
		'',
		'01234567-89ab-7000-8000-00000000000',
		'01234567-89AB-7000-8000-000000000000',
		'01234567-89ab-0000-8000-000000000000',
		'01234567-89ab-7000-c000-000000000000'
	])('refuses %s', (value) => {
		expect(isUuid(value)).toBe(false);
	});
});

describe('uuidV7Beside', () => {
	it('is a UUID of version 7 with its own time and the random end of the other', () => {
		fc.assert(
			fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), tenBytes, tenBytes, (at, then, a, b) => {
				const other = uuidV7(at, a);
				const id = uuidV7Beside(other, then, b);
				expect(isUuid(id)).toBe(true);
				expect(id.slice(0, 18)).toBe(uuidV7(then, b).slice(0, 18));
				expect(id.slice(18)).toBe(other.slice(18));
			})
		);
	});

	it('is another one even in the same millisecond, by twelve bits', () => {
		const [one, other] = [new Uint8Array(10), new Uint8Array(10).fill(1)];
		const record = uuidV7(1, one);
		expect(new Set([record, uuidV7Beside(record, 1, other), uuidV7Beside(record, 2, one)]).size).toBe(3);
	});
});
