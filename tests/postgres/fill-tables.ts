/** A row in every table of a backup that the sample leaves empty: what an import never brings, but years of use do. */
import { randomUUID } from 'node:crypto';
import { BACKUP_TABLES, TABLE_NAMES, type BackupTable } from '#lib/server/backup/backup-tables.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Tables, Trx } from '#lib/server/database/schema.ts';
import { presentCodeKey } from '#lib/server/codes/code-keys.ts';
import { keepRoster } from '#lib/server/rosters/keep-roster.ts';
import { lendRoster } from '#lib/server/rosters/lend-roster.ts';
import { openSession } from '#lib/server/accounts/session.ts';
import { issueGrants } from '#lib/server/sync/rights.ts';

const NOW = new Date('2026-01-01T02:00:00.000Z');
const AT = NOW.toISOString();
const SHA256 = 'a'.repeat(64);
/** Text that two databases may take for something else: signs beyond the basic plane, quotes, ends of lines. */
const ODD = '𠮷 "\'\\ \n\t％_ \u2028 é';

async function put<T extends keyof Tables>(trx: Trx, table: T, row: Tables[T]): Promise<void> {
	await insertRows(trx, table, Object.keys(row) as (keyof Tables[T] & string)[], [row]);
}

async function first(database: ServerDatabase) {
	const account = await database.reader
		.selectFrom('account')
		.select('id')
		.orderBy('id')
		.executeTakeFirstOrThrow();
	const record = await database.reader
		.selectFrom('record')
		.select(['id', 'region', 'team'])
		.where('team', 'is not', null)
		.orderBy('id')
		.executeTakeFirstOrThrow();
	return { account: account.id, record: record.id, region: record.region, team: record.team ?? '' };
}

async function fillPhone(trx: Trx, account: string): Promise<string> {
	const device = randomUUID();
	await put(trx, 'device', {
		...{ id: device, account_id: account, label: ODD, created_at: AT, revoked_at: null, last_seen_at: AT },
		...{
			skew_ms: -3,
			unsent_count: 2,
			unsent_oldest: AT,
			persistent: 1,
			free_bytes: 2 ** 40,
			app_version: '1'
		},
		last_n: 7
	});
	await openSession(trx, NOW, 'phone', account, device);
	await openSession(trx, NOW, 'desk', account, null);
	await issueGrants(trx, device, 1, AT);
	const code = { code_hash: SHA256, account_id: account, issued_by: account, created_at: AT, expires_at: AT };
	await put(trx, 'enrolment_code', { ...code, used_at: AT, used_device: device });
	const link = { token_hash: SHA256, account_id: account, issued_by: null, created_at: AT, expires_at: AT };
	await put(trx, 'setup_link', { ...link, used_at: null });
	return device;
}

async function fillPhotos(trx: Trx, account: string, record: string, device: string): Promise<void> {
	const photo = randomUUID();
	const file = { id: photo, account_id: account, sha256: SHA256, bytes: 300_000, mime: 'image/jpeg' };
	await put(trx, 'attachment', { ...file, record_id: record, use: 'scene', named_at: AT, left_at: AT });
	// Not whole: of a whole one the restore command would note that the store here is without it.
	await put(trx, 'upload', { ...file, device_id: device, begun_at: AT, whole_at: null, missing_at: null });
	const print = { photo_id: photo, record_id: record };
	await put(trx, 'photo_print', { ...print, sha256: SHA256, use: 'scene', print: ODD, named_at: AT });
	await put(trx, 'photo_key', { ...print, key: 65_535 });
}

/**
 * Fills what is empty, through the product where that is short.
 * @returns tables that are still empty: none may be
 */
export async function fillTables(database: ServerDatabase): Promise<BackupTable[]> {
	const { account, record, region, team } = await first(database);
	const entries = [{ name: ODD, department: '', category: null, job: '1', phone: '' }];
	const head = { title: ODD, organisation: null, organisationText: '示例厂', region, entries };
	const roster = await keepRoster(database, head, account, NOW);
	await lendRoster(database, { roster, team, campaign: null, from: '2026-01-02', days: 1 }, account, NOW);
	await presentCodeKey(database, NOW);
	await database.transaction(async (trx) => {
		const device = await fillPhone(trx, account);
		await fillPhotos(trx, account, record, device);
		const key = { n: 1, id: 'ab', public_key: 'public', private_key: 'private', created_at: AT };
		if (await isEmpty(trx, 'sealing_key')) await put(trx, 'sealing_key', key);
		await put(trx, 'conflict', {
			...{ id: randomUUID(), record_id: record, op_id: randomUUID(), by_account: account, at: AT },
			...{ fields: JSON.stringify([{ field: 'remark', current: ODD, proposed: '' }]) },
			...{ settled_by: null, settled_at: null }
		});
	});
	const empty: BackupTable[] = [];
	for (const name of TABLE_NAMES) if (await isEmpty(database.reader, name)) empty.push(name);
	return empty;
}

async function isEmpty(db: ServerDatabase['reader'], table: BackupTable): Promise<boolean> {
	const [column = ''] = BACKUP_TABLES[table];
	const { ref } = db.dynamic;
	return (await db.selectFrom(table).select(ref(column)).limit(1).execute()).length === 0;
}
