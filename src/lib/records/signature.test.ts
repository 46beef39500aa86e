import { describe, expect, it } from 'vitest';
import type { Stroke } from '#lib/domain/strokes.ts';
import { isSignedFor, readSignature, signature, writeSignature } from './signature.ts';

const AT = '2026-07-08T07:30:00.000Z';
const NAME: Stroke[] = [
	[
		{ x: 100, y: 100 },
		{ x: 300, y: 120 }
	],
	[
		{ x: 200, y: 60 },
		{ x: 210, y: 300 }
	]
];

describe('a signature', () => {
	const text = writeSignature(NAME, AT, 'for 24 bottles');

	it('is read as it was written, and stands under its statement alone', () => {
		expect(readSignature(text)).toMatchObject({ at: AT, strokes: NAME });
		expect(isSignedFor(text, 'for 24 bottles')).toBe(true);
		expect(isSignedFor(text, 'for 25 bottles')).toBe(false);
		expect(isSignedFor(text.replace('07:30', '07:31'), 'for 24 bottles')).toBe(false);
		const [other] = writeSignature(NAME.slice(0, 1), AT, 'for 24 bottles').split(' ').slice(2);
		expect(isSignedFor([...text.split(' ').slice(0, 2), other].join(' '), 'for 24 bottles')).toBe(false);
	});

	it('is none while the pen only slipped', () => {
		expect(writeSignature([[{ x: 5, y: 5 }]], AT, '')).toBe('');
		expect(writeSignature([], AT, '')).toBe('');
	});

	it('is a field of a body: whole, empty or not asked for', () => {
		for (const good of [text, '', null]) expect(signature.safeParse(good).success).toBe(true);
		for (const bad of [undefined, 'x', text.slice(0, -1) + '!', `${text} more`, text.replace(AT, 'today')])
			expect(signature.safeParse(bad).success, String(bad)).toBe(false);
	});
});
