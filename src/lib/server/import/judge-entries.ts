import type { ZodType } from 'zod';
import type { BadEntry } from './bad-entry.ts';

/** An entry that fits the format, with the place it came from. */
export interface Judged<T> {
	readonly file: string;
	readonly index: number;
	readonly entry: T;
}

function ownName(entry: unknown): string {
	if (typeof entry !== 'object' || entry === null) return '';
	const { no, code, id } = entry as Record<string, unknown>;
	const named = [no, code, id].find((value) => typeof value === 'string');
	return typeof named === 'string' ? [...named].slice(0, 60).join('') : '';
}

/**
 * Checks each entry of a file by itself. What does not fit is added to `bad` with its column; so is the second entry
 * with a key that was there already.
 * @param key what must be unique in the file
 */
export function judgeEntries<T>(
	file: string,
	entries: readonly unknown[],
	schema: ZodType<T>,
	key: (entry: T) => string,
	bad: BadEntry[]
): Judged<T>[] {
	const good: Judged<T>[] = [];
	const seen = new Map<string, number>();
	entries.forEach((raw, index) => {
		const read = schema.safeParse(raw);
		if (!read.success) {
			const detail = read.error.issues
				.slice(0, 3)
				.map((issue) => `${issue.path.join('.') || '-'} (${issue.message})`)
				.join(', ');
			bad.push({ file, index, entry: ownName(raw), code: 'shape', detail });
			return;
		}
		const at = seen.get(key(read.data));
		if (at !== undefined) {
			bad.push({ file, index, entry: ownName(raw), code: 'twice', detail: String(at) });
			return;
		}
		seen.set(key(read.data), index);
		good.push({ file, index, entry: read.data });
	});
	return good;
}
