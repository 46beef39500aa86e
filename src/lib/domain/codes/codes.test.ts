import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import qrcode from 'qrcode-generator';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase32, toBase32 } from './base32.ts';
import { boxId, readBoxId } from './box-id.ts';
import { CODE_CURVE, type CodeKey } from './code-key.ts';
import { isCardId } from './card-id.ts';
import { CODE_TYPES, isCodeText, LONGEST_ID, plainCode, textToSign, type CodeType } from './code-text.ts';
import { readCode } from './read-code.ts';
import { signCode, type SigningKey } from './sign-code.ts';

const subtle = webcrypto.subtle as SubtleCrypto;
let signing: SigningKey;
let stranger: SigningKey;
let keys: CodeKey[];

async function newKey(id: string): Promise<{ signing: SigningKey; open: CodeKey }> {
	const pair = await subtle.generateKey(CODE_CURVE, true, ['sign', 'verify']);
	const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
	return {
		signing: { id, key: pair.privateKey },
		open: { code: id, key: Buffer.from(raw).toString('base64') }
	};
}

beforeAll(async () => {
	const [ours, older, theirs] = await Promise.all(['AAAAAAAA', 'BBBBBBBB', 'AAAAAAAA'].map(newKey));
	if (!ours || !older || !theirs) throw new Error('no keys');
	signing = ours.signing;
	stranger = theirs.signing;
	keys = [older.open, ours.open];
});

const types = fc.constantFrom(...(Object.keys(CODE_TYPES) as CodeType[]));
const ids = fc.oneof(
	fc.uuid(),
	fc.string({ unit: fc.constantFrom(...'0189AZ-'), minLength: 1, maxLength: 20 }),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
);
const fits = (id: string) => new TextEncoder().encode(id).length <= LONGEST_ID;

describe('codes', () => {
	it('are read as they were signed, whatever the id', async () => {
		await fc.assert(
			fc.asyncProperty(types, ids.filter(fits), async (type, id) => {
				const text = await signCode(type, id, signing, subtle);
				expect(await readCode(text, keys, subtle)).toEqual({ type, id });
				// Caps lock, a scanner that types full-width, blanks around it.
				expect(await readCode(` ${text.toLowerCase()}\n`, keys, subtle)).toEqual({ type, id });
			}),
			{ numRuns: 60 }
		);
	});

	it('fit into a QR code of version 8 at level M', async () => {
		const longest = await signCode('box', '批'.repeat(LONGEST_ID / 3), signing, subtle);
		for (const id of ['019f0000-0000-7000-8000-000000000001', 'OG-361002-0001', 'ABCDEFGHIJKLMNOP']) {
			expect(modules(await signCode('worker', id, signing, subtle))).toBeLessThanOrEqual(17 + 4 * 8);
		}
		expect(modules(longest)).toBeLessThanOrEqual(17 + 4 * 8);
		expect(() => textToSign('box', 'AAAAAAAA', '批'.repeat(LONGEST_ID / 3 + 1))).toThrow(RangeError);
		expect(() => textToSign('box', 'AAAAAAAA', '')).toThrow(RangeError);
	});

	it('are refused when anything was altered', async () => {
		const text = await signCode('worker', 'CARD23', signing, subtle);
		const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567.-/0189';
		await fc.assert(
			fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...letters), async (at, letter) => {
				fc.pre(text.charAt(at) !== letter);
				const altered = text.slice(0, at) + letter + text.slice(at + 1);
				expect(await readCode(altered, keys, subtle)).toHaveProperty('problem');
			}),
			{ numRuns: 300 }
		);
	});

	it('are refused when another deployment signed them under our key id, and when nobody did', async () => {
		const forged = await signCode('worker', 'CARD23', stranger, subtle);
		expect(await readCode(forged, keys, subtle)).toEqual({ problem: 'forged' });
		const unsigned = `LF1.W.AAAAAAAA.CARD23.${toBase32(new Uint8Array(64))}`;
		expect(await readCode(unsigned, keys, subtle)).toEqual({ problem: 'forged' });
	});

	it('say why they are not read', async () => {
		const text = await signCode('unit', 'OG-1', signing, subtle);
		const problem = async (said: string, known = keys) =>
			((await readCode(said, known, subtle)) as { problem?: string }).problem;
		expect(await problem('https://example.com/pay')).toBe('not-ours');
		expect(await problem('')).toBe('not-ours');
		expect(await problem('LF1.'.repeat(100))).toBe('not-ours');
		expect(await problem(text.replace('LF1', 'LF2'))).toBe('newer');
		expect(await problem(text.slice(0, -1))).toBe('damaged');
		expect(await problem(text + '.A')).toBe('damaged');
		expect(await problem(text, [])).toBe('unknown-key');
		expect(await readCode(text, keys, undefined)).toEqual({ problem: 'no-crypto' });
		expect(await problem(text, [{ code: 'AAAAAAAA', key: 'AAAA' }])).toBe('forged');
	});

	it('are told from a number typed off a card and from a bottle, however a keyboard writes them', async () => {
		const code = await signCode('worker', 'ABCDEFGHIJKLMN23', signing, subtle);
		const wide = [...code].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).join('');
		for (const text of [code, code.toLowerCase(), wide, ` ${wide.toLowerCase()} `, 'LF2.W.x'])
			expect([text, isCodeText(text)]).toEqual([text, true]);
		for (const text of ['LF3KABCDEFGHIJ27', '6901234567892', 'lf', ''])
			expect([text, isCodeText(text)]).toEqual([text, false]);
		for (const text of ['LF3KABCDEFGHIJ27', 'ｌｆ３ｋ abcd efgh ij27'])
			expect(isCardId(plainCode(text))).toBe(true);
		for (const text of ['6901234567892', 'W-000123', 'ABCDEFGHIJKLMN2', 'ABCDEFGHIJKLMN018', ''])
			expect([text, isCardId(plainCode(text))]).toEqual([text, false]);
	});

	it('never throw, whatever is read', async () => {
		const hostile = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 400 }),
			fc.string({ unit: fc.constantFrom(...'LF1.WAB27/-=%'), maxLength: 250 }).map((rest) => `LF1.${rest}`)
		);
		await fc.assert(
			fc.asyncProperty(hostile, async (text) => {
				expect(await readCode(text, keys, subtle)).toHaveProperty('problem');
			}),
			{ numRuns: 500 }
		);
	});
});

describe('base32', () => {
	it('has one text for each value', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
				expect(fromBase32(toBase32(bytes))).toEqual(bytes);
			})
		);
		expect(fromBase32('AB')).toBeNull();
		expect(fromBase32('A')).toBeNull();
		expect(fromBase32('a1')).toBeNull();
	});
});

describe('a box', () => {
	it('says what is in it', () => {
		const box = { supply: 'SP01', batch: '20260601-A', expiry: '2027-05-31', units: 24 };
		expect(readBoxId(boxId(box))).toEqual(box);
		expect(readBoxId(boxId({ ...box, batch: 'A/1', expiry: null }))).toEqual({
			...box,
			batch: 'A-1',
			expiry: null
		});
		for (const wrong of ['', 'SP01', 'SP01///0', 'SP01//x/24', 'SP01/a/b/c/24', '/a//1'])
			expect(readBoxId(wrong)).toBeNull();
	});
});

function modules(text: string): number {
	const qr = qrcode(0, 'M');
	qr.addData(text, 'Alphanumeric');
	qr.make();
	return qr.getModuleCount();
}
