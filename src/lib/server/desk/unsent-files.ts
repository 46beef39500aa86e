/** Files of unsent work that are brought at once: one, or several in whatever order they came over a chat or lay on a stick. */
import type { DeskActor } from './act.ts';
import type { DeskRights } from './desk-rights.ts';
import { readUnsent, takeUnsent, type Refusal, type UnsentContent, type UnsentResult } from './unsent.ts';

export interface BroughtFile {
	readonly name: string;
	/** Content, at most `LARGEST_FILE`. */
	readonly text: string;
}

/** What became of one of them. */
export type FileAnswer = {
	readonly name: string;
	/** Which of how many it is; null where it stands alone or cannot be read. */
	readonly part: { readonly n: number; readonly of: number } | null;
} & ({ readonly ok: true; readonly result: UnsentResult } | Refusal);

/** Where a file begins in its phone's work. */
function beginOf({ operations }: UnsentContent): number {
	const counters = operations.map((raw) => Number((raw as { n?: unknown } | null)?.n));
	return counters.reduce((least, n) => (n < least ? n : least), Number.POSITIVE_INFINITY);
}

/**
 * Takes them phone by phone, each phone's in the order of its work.
 * @param options `withoutEarlier`: somebody has said that the files which are missing are lost
 * @returns one answer a file, in the order in which they were taken; those that cannot be read first
 */
export async function importUnsent(
	actor: DeskActor,
	rights: DeskRights,
	brought: readonly BroughtFile[],
	options: { readonly withoutEarlier?: boolean } = {}
): Promise<readonly FileAnswer[]> {
	const answers: FileAnswer[] = [];
	const readable: { name: string; text: string; file: UnsentContent; begin: number }[] = [];
	for (const { name, text } of brought) {
		const read = await readUnsent(actor.database.reader, text);
		if (read.ok) readable.push({ name, text, file: read.file, begin: beginOf(read.file) });
		else answers.push({ name, part: null, ...read });
	}
	readable.sort((a, b) => {
		const [one, other] = [a.file.deviceId, b.file.deviceId];
		return one === other ? a.begin - b.begin || 0 : one < other ? -1 : 1;
	});
	for (const { name, text, file } of readable) {
		const taken = await takeUnsent(actor, rights, text, file, options.withoutEarlier ?? false);
		const part = file.part ? { n: file.part.n, of: file.part.of } : null;
		answers.push({ name, part, ...taken });
	}
	return answers;
}
