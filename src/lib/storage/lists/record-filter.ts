import type { LocalRecord, Stage } from '#lib/storage/rows.ts';

export interface RecordFilter {
	readonly kind?: string | undefined;
	readonly stage?: Stage | undefined;
	readonly state?: LocalRecord['state'] | undefined;
	readonly trip?: string | undefined;
	/** Record these belong to: the requests of a visit. */
	readonly parent?: string | undefined;
	readonly team?: string | undefined;
	readonly date?: string | undefined;
	readonly text?: string | undefined;
	/** Own records only; default true. */
	readonly own?: boolean | undefined;
	readonly limit?: number | undefined;
	readonly offset?: number | undefined;
	/** False: nobody asks how many there are; then `total` may be only as many as were found. Default true. */
	readonly counted?: boolean | undefined;
}

export interface RecordPage {
	readonly rows: readonly LocalRecord[];
	readonly total: number;
}

/** Parts of words, each of which has to be found. */
export function partsOf({ text = '' }: RecordFilter): readonly string[] {
	return text.toLowerCase().split(/\s+/).filter(Boolean);
}
