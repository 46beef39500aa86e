/** A film for Chromium's fake camera: codes held before it one after another, with a pause in between. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Page } from '@playwright/test';
import qrcode from 'qrcode-generator';
import type { Phone } from './phone.ts';

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES_A_SECOND = 5;
const LIGHT = 235;
const DARK = 16;

/** Brightness of a picture with the code in its middle; an empty text is an empty wall. */
function picture(text: string): Buffer {
	const luma = Buffer.alloc(WIDTH * HEIGHT, LIGHT);
	if (text === '') return luma;
	const code = qrcode(0, 'M');
	code.addData(text);
	code.make();
	const modules = code.getModuleCount();
	const size = Math.floor((HEIGHT * 0.7) / modules);
	const left = Math.floor((WIDTH - size * modules) / 2);
	const top = Math.floor((HEIGHT - size * modules) / 2);
	for (let row = 0; row < modules; row++)
		for (let column = 0; column < modules; column++) {
			if (!code.isDark(row, column)) continue;
			for (let y = 0; y < size; y++) {
				const from = (top + row * size + y) * WIDTH + left + column * size;
				luma.fill(DARK, from, from + size);
			}
		}
	return luma;
}

/** @param codes shown for so many seconds each, with as long a pause after it */
export function writeCodeFilm(path: string, codes: readonly string[], seconds = 2): void {
	writeFilm(
		path,
		codes.flatMap((code) => [picture(code), picture('')]),
		seconds
	);
}

/** @param pictures brightness of each, shown for so many seconds one after another */
export function writeFilm(path: string, pictures: readonly Buffer[], seconds: number): void {
	const file = openSync(path, 'w');
	const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
	writeSync(file, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`);
	for (const luma of pictures) {
		for (let frame = 0; frame < seconds * FRAMES_A_SECOND; frame++) {
			writeSync(file, 'FRAME\n');
			writeSync(file, luma);
			writeSync(file, grey);
		}
	}
	closeSync(file);
}

/** The phone opened again, with a film before its camera. */
export async function openWithFilm(phone: Phone, film: string): Promise<void> {
	await phone.browser.close();
	await phone.open({
		args: [
			'--use-fake-ui-for-media-stream',
			'--use-fake-device-for-media-stream',
			`--use-file-for-fake-video-capture=${film}`
		]
	});
}

/** What a camera sees that is held before a phone's screen: the picture on it, as high as the camera's. */
export async function seenByCamera(page: Page, screenshot: Buffer): Promise<Buffer> {
	const seen = await page.evaluate(
		async ([png, width, height]) => {
			const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
			const shot = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
			const [canvas, scale] = [new OffscreenCanvas(width, height), height / shot.height];
			const pen = canvas.getContext('2d');
			if (!pen) throw new Error('No canvas.');
			pen.fillRect(0, 0, width, height);
			pen.drawImage(shot, (width - shot.width * scale) / 2, 0, shot.width * scale, height);
			const { data } = pen.getImageData(0, 0, width, height);
			return Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
		},
		[screenshot.toString('base64'), WIDTH, HEIGHT] as const
	);
	return Buffer.from(seen);
}
