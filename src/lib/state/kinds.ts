/** The record kinds, loaded after the first screen: their schemas are the bulk of the code a form needs. */
import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';
import { loadOnce } from './load-once.ts';

export interface Kinds {
	readonly all: readonly RecordKind[];
	of(name: string): RecordKind | undefined;
	/** `visit:1 session:1 ...`: which bodies this version can read. */
	readonly versions: string;
}

/** Loads the registry once. @throws when the code is not cached and there is no network; then it is tried again. */
export const loadKinds = loadOnce(async (): Promise<Kinds> => {
	const { recordKinds, kindOf } = await import('#lib/records/index.ts');
	const all = recordKinds as unknown as readonly RecordKind[];
	return { all, of: kindOf, versions: all.map((kind) => `${kind.kind}:${kind.version}`).join(' ') };
});

/** What storage asks about a body. A body that its definition cannot read is kept opaque, never dropped. */
export function createReadBody(kinds: Kinds, reference: Reference): ReadBody {
	return (name, schema, body) => {
		const kind = kinds.of(name);
		const current = kind ? upcastBody(kind, schema, body) : null;
		if (!kind || current === null || typeof current !== 'object') return null;
		try {
			const { region, date, team, organisation, station, campaign, trip, parent } = kind.facets(current);
			const searchText = kind.searchText(current, reference).toLowerCase();
			const { reviewed } = kind;
			return {
				body: current,
				region,
				date,
				team,
				organisation,
				station,
				campaign,
				trip,
				parent,
				reviewed,
				listed: kind.merging === undefined,
				searchText
			};
		} catch {
			return null;
		}
	};
}

const NO_NAMES: Reference = { get: () => undefined, all: () => [], maximum: () => null };

/** For bodies that are read before the reference data is there: their rows are found by no names until the next pull. */
export async function readAnyBody(): Promise<ReadBody> {
	return createReadBody(await loadKinds(), NO_NAMES);
}
