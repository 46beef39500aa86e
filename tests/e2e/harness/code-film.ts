/** A film for Chromium's fake camera: codes held before it one after another, with a pause in between. */
import { closeSync, openSync, writeSync } from 'node:fs';
import qrcode from 'qrcode-generator';

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
	const file = openSync(path, 'w');
	const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
	writeSync(file, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n`);
	for (const text of codes.flatMap((code) => [code, ''])) {
		const luma = picture(text);
		for (let frame = 0; frame < seconds * FRAMES_A_SECOND; frame++) {
			writeSync(file, 'FRAME\n');
			writeSync(file, luma);
			writeSync(file, grey);
		}
	}
	closeSync(file);
}
