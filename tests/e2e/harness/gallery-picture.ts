import type { Page } from '@playwright/test';

/** A picture as a phone's camera app writes it: lying on its side, with its place, its device and its time in EXIF. */
export async function galleryPicture(page: Page, seed = 1): Promise<Buffer> {
	const drawn = await page.evaluate(async (start) => {
		const canvas = new OffscreenCanvas(2400, 1800);
		const brush = canvas.getContext('2d');
		if (!brush) throw new Error('no canvas');
		let state = start * 7919;
		const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
		for (let at = 0; at < 400; at++) {
			brush.fillStyle = `hsl(${next() * 360} 60% ${20 + next() * 60}%)`;
			brush.fillRect(next() * 2400, next() * 1800, 40 + next() * 500, 40 + next() * 400);
		}
		const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
		return [...new Uint8Array(await blob.arrayBuffer())];
	}, seed);
	const jpeg = Buffer.from(drawn);
	return Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2)]);
}

type Entry = readonly [tag: number, type: number, count: number, value: number | Buffer];

/** One directory of TIFF at `at`, little endian; what does not fit into an entry follows it. */
function directory(at: number, entries: readonly Entry[]): Buffer {
	const head = Buffer.alloc(2 + entries.length * 12 + 4);
	head.writeUInt16LE(entries.length, 0);
	const tail: Buffer[] = [];
	let free = at + head.length;
	for (const [place, [tag, type, count, value]] of entries.entries()) {
		const from = 2 + place * 12;
		head.writeUInt16LE(tag, from);
		head.writeUInt16LE(type, from + 2);
		head.writeUInt32LE(count, from + 4);
		if (typeof value === 'number') head.writeUInt32LE(value, from + 8);
		else if (value.length <= 4) value.copy(head, from + 8);
		else {
			head.writeUInt32LE(free, from + 8);
			tail.push(value);
			free += value.length;
		}
	}
	return Buffer.concat([head, ...tail]);
}

const degrees = (...parts: readonly number[]) => {
	const bytes = Buffer.alloc(parts.length * 8);
	for (const [at, part] of parts.entries()) {
		bytes.writeUInt32LE(part, at * 8);
		bytes.writeUInt32LE(1, at * 8 + 4);
	}
	return bytes;
};

function exif(): Buffer {
	const [first, second, third] = [8, 200, 400];
	const parts: readonly (readonly [number, Buffer])[] = [
		[
			first,
			directory(first, [
				[0x010f, 2, 7, Buffer.from('HUAWEI\0')],
				[0x0112, 3, 1, 6],
				[0x8769, 4, 1, second],
				[0x8825, 4, 1, third]
			])
		],
		[
			second,
			directory(second, [
				[0x9003, 2, 20, Buffer.from('2026:07:14 10:03:04\0')],
				[0x9011, 2, 7, Buffer.from('+08:00\0')],
				[0xa431, 2, 10, Buffer.from('SERIAL-77\0')]
			])
		],
		[
			third,
			directory(third, [
				[1, 2, 2, Buffer.from('N\0')],
				[2, 5, 3, degrees(27, 57, 1)],
				[3, 2, 2, Buffer.from('E\0')],
				[4, 5, 3, degrees(116, 21, 2)]
			])
		]
	];
	const tiff = Buffer.alloc(third + 200);
	tiff.write('II*\0', 0, 'latin1');
	tiff.writeUInt32LE(first, 4);
	for (const [at, bytes] of parts) bytes.copy(tiff, at);
	const head = Buffer.from([0xff, 0xe1, 0, 0, 0x45, 0x78, 0x69, 0x66, 0, 0]);
	head.writeUInt16BE(tiff.length + 8, 2);
	return Buffer.concat([head, tiff]);
}
