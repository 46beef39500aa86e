import type { IsoDate } from '#lib/domain/ids.ts';
import type { Programme } from '#lib/domain/reference.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { BadEntry, DifferingEntry } from './bad-entry.ts';
import { campaignsOf } from './campaign-entries.ts';
import { loadKnown } from './load-known.ts';
import { readImportFolder } from './read-folder.ts';
import { planRecords } from './record-entries.ts';
import { recordStanding, type Earlier } from './record-standing.ts';
import { planReference } from './reference-entries.ts';
import { sendRecords, type PushBatch } from './send-records.ts';
import { findNewLists, writeNewLists, type WriteReference } from './write-lists.ts';

export interface ImportPorts {
	readonly push: PushBatch;
	readonly writeReference: WriteReference;
	/** "Today" for the rules. */
	readonly today: IsoDate;
	/** The instant of the run, ISO in UTC. */
	readonly now: () => string;
	readonly progress: (done: number, all: number) => void;
}

export interface ImportReport {
	/** Rows of lists, prices, accounts and historical figures that are new. */
	readonly lists: number;
	/** Records (and requests) and decisions that were accepted. */
	readonly acts: number;
	readonly records: number;
	readonly unchanged: number;
	readonly bad: readonly BadEntry[];
	readonly differing: readonly DifferingEntry[];
	readonly missing: readonly string[];
}

/**
 * Imports a folder into a migrated database. Lists are written by the server; every record and every decision is an
 * operation given to the function that serves a phone's push.
 * @throws ImportStop before the first write when a file does not parse or has the wrong shape
 */
export async function runImport(
	database: ServerDatabase,
	folderPath: string,
	ports: ImportPorts
): Promise<ImportReport> {
	const folder = await readImportFolder(folderPath);
	const bad: BadEntry[] = [];
	const differing: DifferingEntry[] = [];
	const db = database.reader;
	const known = await loadKnown(db);
	const plan = planReference(folder, known, bad);
	const archivist =
		plan.accounts.find((account) => account.role === 'CADM')?.id ?? (await storedAdministrator(database));
	const records = planRecords(folder, known, archivist, bad);
	const lists = await findNewLists(db, folder, plan, known, bad, differing);
	const campaigns = campaignsOf(records, plan, known, await programmes(database, plan.rows));
	const earlier = await earlierImports(database, ports.today);
	const standing = await recordStanding(db, records, earlier, bad, differing);

	const newLists =
		lists.rows.length + campaigns.length + lists.prices.length + lists.accounts.length + lists.history.length;
	let acts = 0;
	if (newLists + standing.toSend.size > 0) {
		await database.transaction(async (trx) => {
			await note(trx, 'import-begin', ports.now(), { asOf: ports.today });
			await writeNewLists(trx, lists, campaigns, ports.writeReference, ports.now());
		});
		acts = await sendRecords(ports.push, standing.toSend, bad, ports.progress);
		await database.transaction((trx) => note(trx, 'import-end', ports.now(), { lists: newLists, acts }));
	}
	bad.sort((a, b) => (a.file === b.file ? a.index - b.index : a.file < b.file ? -1 : 1));
	return {
		lists: newLists,
		acts,
		records: standing.toSend.size,
		unchanged: lists.unchanged + standing.unchanged,
		bad,
		differing,
		missing: folder.missing
	};
}

async function programmes(database: ServerDatabase, rows: readonly { kind: string; body: unknown }[]) {
	const stored = await database.reader
		.selectFrom('reference_row')
		.select('body')
		.where('kind', '=', 'programme')
		.execute();
	const found = new Map<string, Programme>();
	for (const { body } of stored) {
		const programme = JSON.parse(body) as Programme;
		found.set(programme.code, programme);
	}
	for (const { kind, body } of rows) {
		if (kind === 'programme') found.set((body as Programme).code, body as Programme);
	}
	return found;
}

async function storedAdministrator(database: ServerDatabase): Promise<string | null> {
	const row = await database.reader
		.selectFrom('grant_right')
		.select('account_id')
		.where('role', '=', 'CADM')
		.where('valid_to', 'is', null)
		.orderBy('account_id')
		.executeTakeFirst();
	return row?.account_id ?? null;
}

/** An import that began and did not end was interrupted: what it did not come to is then sent again. */
async function earlierImports(database: ServerDatabase, asOf: IsoDate): Promise<Earlier> {
	const noted = await database.reader
		.selectFrom('audit_log')
		.select(['action', 'detail'])
		.where('action', 'in', ['import-begin', 'import-end'])
		.orderBy('at', 'desc')
		.orderBy('action', 'desc')
		.execute();
	const judgedByThatDay = noted.some(({ detail }) => (JSON.parse(detail) as { asOf?: string }).asOf === asOf);
	return { interrupted: noted[0]?.action === 'import-begin', asOf, judgedByThatDay };
}

const note = (
	trx: Trx,
	action: 'import-begin' | 'import-end',
	at: string,
	detail: Readonly<Record<string, string | number>>
) => audit(trx, new Date(at), 'import', action, 'import', detail);
