/** What an app makes of a person's database, in words that do not depend on its tables: the judge of every upgrade. */
import type { Operation } from '#lib/domain/operation.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import { watchAttention, watchDrafts } from '#lib/storage/lists/watch-due.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta, type MetaValues } from '#lib/storage/meta.ts';
import { countOutbox, unsentOperations, type OutboxCounts } from '#lib/storage/outbox.ts';
import type { AttentionRow, DraftRow, LocalRecord } from '#lib/storage/rows.ts';
import { lookBesides, type SeenBesides } from './seen-besides.ts';

const FACTS: readonly (keyof MetaValues)[] = [
	...(['counter', 'server', 'rights', 'trip', 'defaults', 'progressAt', 'sealing', 'former'] as const),
	...(['overtaken', 'photosHeldBack', 'photoNotice', 'colleagues'] as const)
];

/** What is looked at since the first copy; copies of then say nothing of the rest. */
export interface SeenFirst {
	/** All that lists show, by id. */
	readonly records: readonly LocalRecord[];
	/** Rows this app could not read: id and revision. */
	readonly opaque: readonly { readonly id: string; readonly rev: number | null }[];
	readonly drafts: readonly DraftRow[];
	readonly attention: readonly AttentionRow[];
	/** What has no receipt, as the text that would be sent. */
	readonly unsent: readonly string[];
	readonly counts: Omit<OutboxCounts, 'photosWaiting' | 'photosRefused'>;
	readonly facts: Readonly<Record<string, unknown>>;
	readonly referenceEntries: number;
	readonly cursors: readonly { readonly scope: string; readonly gen: number; readonly seq: number }[];
}
export interface Seen extends SeenFirst, SeenBesides {}
/** What a stored copy says was seen. */
export type SeenThen = SeenFirst & Partial<SeenBesides>;

const byId = <Row extends { id: string }>(a: Row, b: Row) => (a.id < b.id ? -1 : 1);
/** As JSON keeps it: a stored copy cannot hold `undefined`. */
const plain = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;

function once<Value>(watch: (listener: (value: Value) => void) => () => void): Promise<Value> {
	return new Promise((settle) => {
		let stop: (() => void) | null = null;
		let isDone = false;
		stop = watch((value) => {
			isDone = true;
			settle(value);
			stop?.();
		});
		if (isDone) stop();
	});
}

export const textOf = (operation: Operation): string => JSON.stringify(operation);

export async function lookAt(databases: Databases): Promise<Seen> {
	const drafts = await once<readonly DraftRow[]>((listener) => watchDrafts(databases, listener));
	const attention = await once<readonly AttentionRow[]>((listener) => watchAttention(databases, listener));
	const unsent = await unsentOperations(databases);
	const first = await databases.saves.run(async (database) => {
		const { rows } = await findRecords(database, { own: false, limit: 100_000 });
		const facts: Record<string, unknown> = {};
		for (const key of FACTS) facts[key] = await getMeta(database, key);
		const opaque = await database.records.alone.where('opaque').equals(1).toArray();
		const cursors = await database.cursors.toArray();
		const { photosWaiting: _photos, photosRefused: _refused, ...counts } = await countOutbox(database);
		return {
			records: [...rows].sort(byId),
			opaque: opaque.map(({ id, base }) => ({ id, rev: base?.rev ?? null })).sort(byId),
			drafts,
			attention,
			unsent: unsent.map(textOf),
			counts,
			facts,
			referenceEntries: await database.reference.count(),
			cursors: cursors.map(({ scope, gen, seq }) => ({ scope, gen, seq }))
		};
	});
	const worked = [...unsent, ...attention].map(({ recordId }) => recordId);
	const besides = await lookBesides(databases, {
		records: [...[...first.records, ...first.opaque].map(({ id }) => id), ...worked],
		drafts: drafts.map(({ key }) => key)
	});
	return plain({ ...first, ...besides });
}
