/** As much of ZIP (APPNOTE 6.3, without ZIP64) as a workbook needs: to read a small one, and to write one as it is made. */
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Sizes come after the content; names are UTF-8. */
const FLAGS = 0x0808;
/** 1 January 1980: a file of the same content is the same file. */
const DATE = 0x21;

/** Content of each file of an archive that was written at once, by its path. */
export function readZip(archive: Uint8Array): Map<string, Buffer> {
	const bytes = Buffer.from(archive);
	const files = new Map<string, Buffer>();
	const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		const isDeflated = bytes.readUInt16LE(at + 10) === 8;
		const packed = bytes.readUInt32LE(at + 20);
		const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
		const local = bytes.readUInt32LE(at + 42);
		const path = bytes.toString('utf8', at + 46, at + 46 + (name ?? 0));
		const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const content = bytes.subarray(from, from + packed);
		files.set(path, isDeflated ? inflateRawSync(content) : content);
		at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
	}
	return files;
}

export interface ZipEntry {
	readonly path: string;
	/** The whole, or pieces as they are made; asked for when its turn comes. */
	readonly content: () => string | Uint8Array | AsyncIterable<string>;
}

/** The archive in pieces. What is not taken is not made: memory does not grow with the content. */
export async function* zipStream(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { path, content } of entries) {
		const name = Buffer.from(path);
		const start = offset;
		const counted = { crc: 0, size: 0, packed: 0 };
		const head = Buffer.alloc(30);
		head.writeUInt32LE(LOCAL, 0);
		writeShorts(head, 4, [20, FLAGS, 8, 0, DATE]);
		head.writeUInt16LE(name.length, 26);
		yield Buffer.concat([head, name]);
		const given = content();
		for await (const piece of packed(given, counted)) {
			counted.packed += piece.length;
			yield piece;
		}
		const tail = Buffer.alloc(16);
		tail.writeUInt32LE(DESCRIPTOR, 0);
		writeSizes(tail, 4, counted);
		yield tail;
		offset += head.length + name.length + counted.packed + tail.length;
		const listed = Buffer.alloc(46);
		listed.writeUInt32LE(CENTRAL, 0);
		writeShorts(listed, 4, [20, 20, FLAGS, 8, 0, DATE]);
		writeSizes(listed, 16, counted);
		listed.writeUInt16LE(name.length, 28);
		listed.writeUInt32LE(start, 42);
		directory.push(listed, name);
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(END, 0);
	writeShorts(end, 8, [directory.length / 2, directory.length / 2]);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(offset, 16);
	yield Buffer.concat([list, end]);
}

interface Counted {
	crc: number;
	size: number;
	packed: number;
}

function writeShorts(buffer: Buffer, from: number, values: readonly number[]): void {
	values.forEach((value, at) => buffer.writeUInt16LE(value, from + 2 * at));
}

function writeSizes(buffer: Buffer, from: number, { crc, size, packed: length }: Counted): void {
	[crc, length, size].forEach((value, at) => buffer.writeUInt32LE(value, from + 4 * at));
}

async function* packed(
	content: string | Uint8Array | AsyncIterable<string>,
	counted: Counted
): AsyncGenerator<Buffer> {
	const count = (piece: string | Uint8Array) => {
		const bytes = Buffer.from(piece as string);
		counted.crc = crc32(bytes, counted.crc);
		counted.size += bytes.length;
		return bytes;
	};
	if (typeof content === 'string' || content instanceof Uint8Array) {
		yield deflateRawSync(count(content));
		return;
	}
	async function* pieces() {
		for await (const piece of content as AsyncIterable<string>) yield count(piece);
	}
	const source = Readable.from(pieces(), { highWaterMark: 2 });
	const deflate = createDeflateRaw({ level: 4 });
	source.on('error', (error) => deflate.destroy(error));
	try {
		for await (const piece of source.pipe(deflate)) yield piece as Buffer;
	} finally {
		source.destroy();
	}
}
