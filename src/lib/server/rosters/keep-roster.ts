import { randomBytes, randomUUID } from 'node:crypto';
import { toBase32 } from '#lib/domain/codes/base32.ts';
import { CARD_BYTES } from '#lib/domain/codes/card-id.ts';
import { leaseScope, LEASED_PERSON, LEASED_ROSTER } from '#lib/domain/rosters/lease.ts';
import type { RosterEntry } from '#lib/domain/rosters/read-roster.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { searchable } from '#lib/server/import/pinyin.ts';
import { LEASES_MOVED } from './leases-moved.ts';
import { appendToFeeds } from '#lib/server/sync/feed.ts';

export interface NewRoster {
	readonly title: string;
	readonly organisation: string | null;
	readonly organisationText: string;
	readonly region: string;
	readonly entries: readonly RosterEntry[];
}

const ROW = [
	'id',
	'roster_id',
	'n',
	'name',
	'initials',
	'department',
	'category',
	'job',
	'phone',
	'card_id',
	'rev'
] as const;

/** Keeps a roster with all its people in one transaction, or nothing of it. @returns its id */
export async function keepRoster(
	database: ServerDatabase,
	roster: NewRoster,
	by: string,
	now: Date
): Promise<string> {
	const id = randomUUID();
	const { entries, organisationText, ...head } = roster;
	const rows = entries.map((entry, at) => ({
		...entry,
		id: randomUUID(),
		roster_id: id,
		n: at + 1,
		initials: searchable(entry.name, 'person').initials,
		// 80 bits: nobody guesses another's, and it is short enough to be typed.
		card_id: toBase32(randomBytes(CARD_BYTES)),
		rev: 1
	}));
	await database.transaction(async (trx) => {
		await trx
			.insertInto('roster')
			.values({
				...head,
				organisation_text: organisationText,
				id,
				created_by: by,
				created_at: now.toISOString(),
				removed_at: null
			})
			.execute();
		await insertRows(trx, 'roster_row', ROW, rows);
		await audit(trx, now, by, 'roster-imported', id, { rows: rows.length, region: head.region });
	});
	return id;
}

/** Takes a roster away with all its people. Phones that have it delete it at their next exchange, or when its time is over. */
export async function removeRoster(
	database: ServerDatabase,
	id: string,
	by: string,
	now: Date
): Promise<void> {
	await database.transaction(async (trx) => {
		const leases = await trx.selectFrom('roster_lease').select('id').where('roster_id', '=', id).execute();
		const rows = await trx
			.selectFrom('roster_row')
			.select(['id', 'rev'])
			.where('roster_id', '=', id)
			.execute();
		await trx.deleteFrom('roster_row').where('roster_id', '=', id).execute();
		await trx.updateTable('roster').set({ removed_at: now.toISOString() }).where('id', '=', id).execute();
		await audit(trx, now, by, 'roster-removed', id, { rows: rows.length });
		await appendToFeeds(trx, [
			LEASES_MOVED,
			...leases.flatMap((lease) => [
				{ scope: leaseScope(lease.id), kind: LEASED_ROSTER, id: lease.id, rev: 2, gone: true },
				...rows.map((row) => ({
					scope: leaseScope(lease.id),
					kind: LEASED_PERSON,
					id: row.id,
					rev: row.rev + 1,
					gone: true
				}))
			])
		]);
	});
}
