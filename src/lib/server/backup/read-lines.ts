import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BackupStop } from './backup-stop.ts';

/** No row of ours is longer; a file without line ends must not fill the memory. */
const LONGEST = 64_000_000;
const LINE_END = 10;

/** A line without its end, and whether it is the last one of the file. */
export interface Line {
	readonly text: string;
	/** From 1. */
	readonly at: number;
	readonly isLast: boolean;
}

/** Reads a file of lines once, and hashes all but the last. */
export class LineReader {
	readonly #file: string;
	readonly #hash = createHash('sha256');
	readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	#at = 0;

	constructor(file: string) {
		this.#file = file;
	}

	/** SHA-256 of every byte before the last line; once all lines were read. */
	digest(): string {
		return this.#hash.copy().digest('hex');
	}

	/**
	 * In batches, the last line in one of its own.
	 * @throws BackupStop for a file that cannot be read, is cut off or is no text
	 */
	async *batches(): AsyncGenerator<readonly Line[]> {
		let held: Buffer | null = null;
		let rest: Buffer[] = [];
		let size = 0;
		for await (const chunk of this.#chunks()) {
			const batch: Line[] = [];
			let from = 0;
			for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
				const whole: Buffer = Buffer.concat([...rest, chunk.subarray(from, end + 1)]);
				rest = [];
				size = 0;
				from = end + 1;
				if (held) batch.push(this.#line(held, false));
				held = whole;
			}
			if (from < chunk.length) {
				rest.push(chunk.subarray(from));
				size += chunk.length - from;
			}
			if (size > LONGEST) throw new BackupStop('not_ours', `${this.#at + 2}`);
			if (batch.length > 0) yield batch;
		}
		if (!held && size === 0) throw new BackupStop('truncated', '0');
		if (size > 0) {
			// A beginning that is no line of ours says more than that the end is missing.
			if (held) yield [this.#line(held, false)];
			else yield [this.#line(Buffer.concat([...rest, Buffer.from('\n')]), false)];
			throw new BackupStop('truncated', String(this.#at));
		}
		if (held) yield [this.#line(held, true)];
	}

	#line(bytes: Buffer, isLast: boolean): Line {
		const at = ++this.#at;
		if (!isLast) this.#hash.update(bytes);
		try {
			return { text: this.#decoder.decode(bytes.subarray(0, -1)), at, isLast };
		} catch (cause) {
			throw new BackupStop(at === 1 ? 'not_ours' : 'damaged', String(at), { cause });
		}
	}

	async *#chunks(): AsyncGenerator<Buffer> {
		const stream = createReadStream(this.#file, { highWaterMark: 262_144 });
		try {
			for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
		} catch (cause) {
			const code = (cause as NodeJS.ErrnoException).code;
			if (code === undefined) throw cause;
			throw new BackupStop('unreadable', `${this.#file} ${code}`, { cause });
		}
	}
}
