/** What was typed and not yet saved. */
import { copyUnsent } from './copy-unsent.ts';
import type { Databases } from './databases.ts';
import { dropPhotos } from './photos/bind-photos.ts';
import { withoutLost } from './photos/lost-photos.ts';
import { dropCopies, isOver, noteGivenUp } from './given-up.ts';
import { readCopies } from './rescue.ts';
import { withReserve } from './reserve.ts';
import type { DraftRow } from './rows.ts';
import type { PersonDatabase } from './schema.ts';

export function draftKey(kind: string, recordId: string): string {
	return `${kind}:${recordId}`;
}

/**
 * A draft that does not say what its form was opened with is taken to begin from the record as it stands at its first key.
 * @throws StorageFailure `quota`, `lost`
 */
export async function putDrafts(databases: Databases, drafts: readonly DraftRow[]): Promise<void> {
	if (databases.readOnly || drafts.length === 0) return;
	const { rescue } = databases;
	const copy = async () => {
		if (rescue?.isArmed) await rescue.keep(drafts).catch(() => undefined);
	};
	try {
		await withReserve(databases, async () => {
			// Before the database, which a full disk may keep closed for longer than the page lives; but not before room was
			// given: a cache that a browser begins without any stays unusable to the page.
			if (databases.spare?.isShort) await copy();
			await writeDrafts(databases, drafts);
		});
	} finally {
		await copy();
	}
	await copyUnsent(databases);
}

/**
 * Puts copies of drafts back where the database has nothing newer. One try: an app that is being opened waits for it.
 * @returns keys of those that were thrown away or saved since
 */
export function putDraftsBack({ saves }: Databases, copies: readonly DraftRow[]): Promise<readonly string[]> {
	return saves.run((database) =>
		database.transaction(
			'rw',
			[
				...['drafts', 'outbox', 'attention', 'meta'],
				...[...database.records.reads, ...database.journal.reads]
			],
			async () => {
				const over: string[] = [];
				for (const copy of copies) {
					const kept = await database.drafts.get(copy.key);
					if (kept && kept.changedAt >= copy.changedAt) continue;
					if (await isOver(database, copy)) over.push(copy.key);
					else await writeDraft(database, copy, kept);
				}
				return over;
			}
		)
	);
}

function writeDrafts({ saves }: Databases, drafts: readonly DraftRow[]): Promise<void> {
	return saves.run((database) =>
		database.transaction('rw', ['drafts', ...database.records.reads], async () => {
			for (const draft of drafts) await writeDraft(database, draft, await database.drafts.get(draft.key));
		})
	);
}

async function writeDraft(
	database: PersonDatabase,
	draft: DraftRow,
	kept: DraftRow | undefined
): Promise<void> {
	// Others' words that were taken away with the record do not come back with the next key.
	let before = kept?.before === null ? null : (draft.before ?? kept?.before);
	if (!kept && before === undefined) {
		const row = await database.records.get(draft.recordId);
		before = row?.laid ?? row?.base?.body ?? null;
	}
	await database.drafts.put({ ...draft, before });
}

/** As it was kept last, without photos that this phone has lost. */
export async function getDraft(
	databases: Databases,
	kind: string,
	recordId: string
): Promise<DraftRow | undefined> {
	const key = draftKey(kind, recordId);
	const [kept, copy] = await Promise.all([
		databases.saves.run((database) => database.drafts.get(key)),
		copyOf(databases, key)
	]);
	const isNewer = copy && (!kept || kept.changedAt < copy.changedAt);
	const isWanted = isNewer && !(await databases.saves.run((database) => isOver(database, copy)));
	const draft = isWanted ? copy : kept;
	if (!draft) return draft;
	const { person, saves } = databases;
	const left = await saves.run((database) => withoutLost(database, person, draft));
	const note = () =>
		saves.run((database) =>
			database.transaction(
				'rw',
				['attachments', 'cursors', ...database.records.reads],
				async () => await withoutLost(database, person, draft, true)
			)
		);
	// The form says so, where there is room to note it.
	if (left !== draft && !databases.readOnly) await withReserve(databases, note).catch(() => undefined);
	return left;
}

/** Of one that had no room to be put back. */
async function copyOf({ rescue }: Databases, key: string): Promise<DraftRow | undefined> {
	if (!rescue?.isArmed) return undefined;
	const { drafts } = await readCopies(rescue);
	return drafts
		.filter((draft) => draft.key === key)
		.sort((one, other) => (one.changedAt < other.changedAt ? 1 : -1))[0];
}

/** Throws a form away, with the photos taken for it. */
export async function deleteDraft(
	databases: Databases,
	kind: string,
	recordId: string,
	now: string
): Promise<void> {
	if (databases.readOnly) return;
	const key = draftKey(kind, recordId);
	await databases.saves.run((database) =>
		database.transaction(
			'rw',
			['drafts', 'outbox', 'attachments', 'attachmentBytes', 'meta', ...database.records.reads],
			async () => {
				// A copy of what the person gave up must not come back, by whatever clock it was typed.
				const { changedAt = now } = (await database.drafts.get(key)) ?? {};
				await noteGivenUp(database, key, changedAt > now ? changedAt : now);
				await database.drafts.delete(key);
				await dropPhotos(database, key, recordId);
			}
		)
	);
	await dropCopies(databases, [key]);
}
