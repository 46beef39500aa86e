/**
 * The person's save: one strict transaction writes the operation, the record's row and takes the draft away; then it is
 * read back, with the same patience for a full disk. Ids and times come in with the work and never change again; `n` is counted here.
 */
import type { Operation, Verb } from '#lib/domain/operation.ts';
import { photosIn } from '#lib/domain/photo.ts';
import { bringBackFirst } from './bring-back.ts';
import { copyUnsent } from './copy-unsent.ts';
import type { Databases } from './databases.ts';
import { StorageFailure } from './failure.ts';
import { isSame } from '#lib/domain/lay-over.ts';
import { dropCopies, noteGivenUp } from './given-up.ts';
import type { ServerFacts } from './meta.ts';
import { presentRevision } from './told-before.ts';
import { noteOvertaken } from './overtaken.ts';
import { overOwnWork, type Seen } from './over-own-work.ts';
import { ownWork, rebuildRowFrom } from './own-work.ts';
import { bindPhotos } from './photos/bind-photos.ts';
import { isLost } from './photos/lost-photos.ts';
import type { OwnWork, ReadBody } from './record-row.ts';
import { withReserve } from './reserve.ts';
import type { PersonDatabase, RecordRow, WaitingRow } from './schema.ts';
import { draftKey } from './drafts.ts';

/** One act to be saved. `verb` `put` becomes `create` for a record the server has never been told of, else `amend`. */
export interface NewWork {
	readonly opId: string;
	readonly at: string;
	readonly verb: 'put' | Exclude<Verb, 'create' | 'amend'>;
	readonly kind: string;
	readonly recordId: string;
	readonly region: string;
	readonly schema: number;
	readonly body: unknown;
	/** What its form was opened with; without it the record's draft says so, as it stands when the work is saved. */
	readonly seen?: Seen;
}

const operationsOf = ({ waiting, accepted, attention }: OwnWork): readonly Operation[] => [
	...waiting,
	...accepted,
	...attention.map((row) => row.operation)
];

/** Newest revision that own work was written on: of a record that left this phone it is all that is known. */
const toldRevision = (work: OwnWork, server: ServerFacts | undefined): number =>
	Math.max(0, ...operationsOf(work).map((operation) => presentRevision(operation, server)));

/**
 * Revision the person saw: that of the form, else the newest this phone was told; 0 before the server knows the record. What own
 * accepted work became is not: the server may have merged it with what nobody saw here, and lays it over that revision itself.
 */
function seenRevision(
	row: RecordRow | undefined,
	work: OwnWork,
	seen: Seen | undefined,
	server: ServerFacts | undefined
): number {
	if (seen && seen.baseRev > 0) return seen.baseRev;
	const created = work.accepted.find((entry) => entry.verb === 'create')?.rev ?? 0;
	// The edit began while only own work was on the phone.
	if (seen && seen.body !== null) return created || toldRevision(work, server);
	return row?.base?.rev ?? Math.max(created, toldRevision(work, server));
}

function regionOf(body: unknown, otherwise: string): string {
	const { region } = body as { region?: unknown };
	return typeof region === 'string' ? region : otherwise;
}

async function append(
	database: PersonDatabase,
	entry: NewWork,
	read: ReadBody,
	person: string,
	readOnly: boolean
): Promise<Operation> {
	const key = draftKey(entry.kind, entry.recordId);
	// Asked for together: each wait of its own costs as much as a write.
	const [placed, work, draft, [counter, heard, revoked], last] = await Promise.all([
		database.records.placeOne(entry.recordId),
		ownWork(database, entry.recordId),
		database.drafts.get(key),
		database.meta.bulkGet(['counter', 'server', 'revoked']),
		database.outbox.orderBy('n').last()
	]);
	if (revoked?.value === true) throw new StorageFailure('revoked');
	const server = heard?.value as ServerFacts | undefined;
	// A browser may commit a save that it calls failed, which is even answered before it is tried again.
	const already = operationsOf(work).find(({ opId }) => opId === entry.opId);
	if (already) return already;
	const row = placed.rows.get(entry.recordId);
	const n = Math.max(typeof counter?.value === 'number' ? counter.value : 0, last?.n ?? 0) + 1;
	const isPut = entry.verb === 'put';
	const kept = draft && { body: draft.before ?? null, baseRev: draft.baseRev, epoch: draft.epoch };
	const form = isPut ? (entry.seen ?? kept) : undefined;
	// Opened before the server was put back: numbers are given again since then, and only the first revision is what it was.
	const isOld = form?.epoch !== undefined && form.epoch < (server?.epoch ?? 0);
	const seen = form && isOld ? { ...form, baseRev: Math.min(form.baseRev, 1) } : form;
	// The record may have left this phone since the edit began.
	const known =
		(row?.base ?? null) !== null ||
		(seen?.baseRev ?? 0) > 0 ||
		(kept?.baseRev ?? 0) > 0 ||
		toldRevision(work, server) > 0 ||
		[...work.accepted, ...work.waiting].some((done) => done.verb === 'create');
	const shown = row?.laid ?? row?.base?.body ?? null;
	const { body, before } = seen ? overOwnWork(seen, entry, work, read) : { body: entry.body, before: shown };
	// Of a record that left this phone nothing of others' words is kept.
	const isLeft = seen !== undefined && seen.baseRev > 0 && !row?.base;
	const photos = isPut ? photosIn(body) : [];
	const told = new Set(photosIn(row?.base?.body).map(({ id }) => id));
	const waiting: WaitingRow = {
		opId: entry.opId,
		n,
		verb: entry.verb === 'put' ? (known ? 'amend' : 'create') : entry.verb,
		kind: entry.kind,
		recordId: entry.recordId,
		scope: `area:${body === entry.body ? entry.region : regionOf(body, entry.region)}`,
		baseRev: known ? Math.min(seenRevision(row, work, seen, server), isOld ? 1 : Infinity) : 0,
		schema: entry.schema,
		at: entry.at,
		body,
		attachments: photos.flatMap(({ id }) => (told.has(id) ? [] : [id])),
		verdict: null,
		lane: 'send',
		before: known && !isLeft ? (before ?? shown) : null
	};
	// All at once: nothing here needs what another one answers, and a wait each is most of what a save takes.
	const writes: PromiseLike<unknown>[] = [
		database.outbox.add(waiting),
		database.meta.put({ key: 'counter', value: n })
	];
	// Nothing waited before: "no progress" is counted from here.
	if (last?.lane !== 'send') writes.push(database.meta.put({ key: 'progressAt', value: entry.at }));
	if (!readOnly) {
		const attention = isPut ? [] : work.attention;
		if (isPut) {
			const refused = work.attention.map(({ opId }) => opId);
			if (refused.length > 0)
				writes.push(database.attention.bulkDelete(refused), noteOvertaken(database, refused));
			writes.push(database.drafts.delete(key), bindPhotos(database, entry.recordId, photos));
			// Typed by a clock that was set back since.
			if (draft && draft.changedAt > entry.at) writes.push(noteGivenUp(database, key, draft.changedAt));
			// What its form had lost was said in it.
			if (draft) writes.push(database.attachments.where('draft').equals(key).filter(isLost).delete());
		}
		const standing = { id: entry.recordId, base: row?.base ?? null, memberships: row?.memberships ?? {} };
		const left = { ...work, waiting: [...work.waiting, waiting], attention };
		writes.push(rebuildRowFrom(database, standing, left, read, person, placed));
	}
	await Promise.all(writes);
	return waiting;
}

function write(
	{ saves, person, readOnly }: Databases,
	entries: readonly NewWork[],
	read: ReadBody
): Promise<readonly Operation[]> {
	return saves.run((database) =>
		database.transaction(
			'rw',
			[
				...['outbox', 'attention', 'drafts', 'meta', 'attachments'],
				...[...database.records.tables, ...database.journal.tables]
			],
			async () => {
				const done: Operation[] = [];
				for (const entry of entries) done.push(await append(database, entry, read, person, readOnly));
				return done;
			}
		)
	);
}

/** Whether the database holds what was committed. */
function holds({ saves }: Databases, saved: readonly Operation[]): Promise<boolean> {
	const ids = saved.map((row) => row.opId);
	const areThere = (found: readonly (Operation | undefined)[]) =>
		saved.every((row, at) => found[at]?.n === row.n && isSame(found[at].body, row.body));
	return saves.run(async (database) => {
		if (areThere(await database.outbox.bulkGet(ids))) return true;
		// Sent and answered within these milliseconds is as good: then the journal has it, or what needs attention.
		const tables = ['outbox', 'attention', ...database.journal.reads];
		const [waiting, accepted, refused] = await database.transaction('r', tables, async () => [
			await database.outbox.bulkGet(ids),
			await database.journal.getMany(ids),
			await database.attention.bulkGet(ids)
		]);
		return areThere(ids.map((_, at) => waiting[at] ?? accepted[at] ?? refused[at]?.operation));
	});
}

/**
 * Saves `entries` together and resolves after the commit and a read-back.
 * @throws StorageFailure `quota`, `lost`
 */
export async function saveWork(
	databases: Databases,
	entries: readonly NewWork[],
	read: ReadBody
): Promise<readonly Operation[]> {
	// What is committed is only looked for again: it may have been sent and answered by then.
	let written: readonly Operation[] | null = null;
	const saved = await withReserve(databases, async () => {
		if (written === null) await bringBackFirst(databases, read);
		written ??= await write(databases, entries, read);
		if (await holds(databases, written)) return written;
		// A browser has put an empty database in its place.
		written = null;
		throw new StorageFailure('lost');
	});
	await copyUnsent(databases);
	// Copies that another page made go, too.
	const keys = entries.map(({ kind, recordId }) => draftKey(kind, recordId));
	await dropCopies(databases, keys);
	return saved;
}
