/**
 * Codes as the worksite shows them - in glare, tilted, scratched, on a dim screen - read by the reader that the phones use,
 * from the few frames that a second gives it.
 * Each class has the share that must be read; the last class must not be readable, or the spoiling spoils nothing.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { CODE_CURVE, type CodeKey } from '#lib/domain/codes/code-key.ts';
import { readCode } from '#lib/domain/codes/read-code.ts';
import { signCode } from '#lib/domain/codes/sign-code.ts';
import { drawCode, toPixels, type Corners, type Random } from './picture.ts';
import { blur, fade, glare, noise, scratch, shadow, spoilt, type Spoil } from './spoil.ts';

/** Cards of a class, and frames a scanner sees of one in the second it may take; the hand moves a little meanwhile. */
const EACH = 5;
const FRAMES = 5;
const WIDTH = 480;
const HEIGHT = 480;

/** `tilt`: how far corners are pulled in, share of the picture. `least`: share that must be read. */
const CLASSES: readonly { name: string; tilt: number; spoil: Spoil; least: number }[] = [
	{ name: 'straight and clean', tilt: 0.02, spoil: noise(3), least: 1 },
	{ name: 'tilted', tilt: 0.16, spoil: noise(6), least: 1 },
	{ name: 'out of focus', tilt: 0.05, spoil: spoilt(blur(2), noise(6)), least: 0.8 },
	{ name: 'dim screen', tilt: 0.06, spoil: spoilt(blur(1), fade(0.22, 45), noise(4)), least: 0.8 },
	{ name: 'faded by the sun', tilt: 0.06, spoil: spoilt(blur(1), fade(0.22, 215), noise(4)), least: 0.8 },
	{ name: 'glare', tilt: 0.06, spoil: spoilt(glare(0.1), noise(5)), least: 0.8 },
	{ name: 'scratched', tilt: 0.06, spoil: spoilt(scratch(3, 2), blur(1), noise(5)), least: 0.8 },
	{ name: 'half in shadow', tilt: 0.06, spoil: spoilt(shadow(0.4), blur(1), noise(5)), least: 0.8 },
	{
		name: 'tilted, scratched, in glare and shadow',
		tilt: 0.1,
		spoil: spoilt(scratch(2, 2), glare(0.07), shadow(0.6), blur(1), noise(8)),
		least: 0.6
	}
];

/** mulberry32: the same pictures in every run. */
function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

function cornersOf(tilt: number, random: Random): Corners {
	const away = () => tilt * random() * WIDTH;
	const [near, far] = [30, WIDTH - 30];
	return [
		[near + away(), near + away()],
		[far - away(), near + away()],
		[far - away(), far - away()],
		[near + away(), far - away()]
	];
}

let text = '';
let keys: readonly CodeKey[] = [];
const subtle = webcrypto.subtle as SubtleCrypto;

beforeAll(async () => {
	const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
	const bytes = readFileSync(wasm);
	await prepareZXingModule({
		overrides: { wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
		fireImmediately: true
	});
	const pair = await subtle.generateKey(CODE_CURVE, true, ['sign', 'verify']);
	const raw = Buffer.from(await subtle.exportKey('raw', pair.publicKey)).toString('base64');
	keys = [{ code: 'AAAAAAAA', key: raw }];
	text = await signCode('worker', 'ABCDEFGHIJKLM', { id: 'AAAAAAAA', key: pair.privateKey }, subtle);
});

async function shareRead(tilt: number, spoil: Spoil, cards = EACH): Promise<number> {
	let read = 0;
	for (let card = 0; card < cards; card++)
		for (let frame = 0; frame < FRAMES; frame++) {
			const random = seeded(card * 7_919 + frame * 104_729 + 1);
			const picture = spoil(drawCode(text, WIDTH, HEIGHT, cornersOf(tilt, random)), random);
			const [found] = await readBarcodes(toPixels(picture), { formats: ['QRCode'], tryHarder: true });
			if (!found) continue;
			// What is read at all is genuine: the reader's own correction never makes another code of it.
			expect(await readCode(found.text, keys, subtle)).toEqual({ type: 'worker', id: 'ABCDEFGHIJKLM' });
			read++;
			break;
		}
	return read / cards;
}

describe('a printed code', () => {
	for (const { name, tilt, spoil, least } of CLASSES)
		it(`${name}: at least ${least * 100} % are read`, async () => {
			const share = await shareRead(tilt, spoil);
			console.info(`${name}: ${Math.round(share * 100)} % read`);
			expect(share).toBeGreaterThanOrEqual(least);
		});

	it('drowned in blur is not read at all', async () => {
		expect(await shareRead(0.06, spoilt(blur(9), fade(0.1, 128), noise(10)), 1)).toBe(0);
	});
});
