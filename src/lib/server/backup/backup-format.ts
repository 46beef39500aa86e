/**
 * A backup file: JSON Lines in UTF-8, the same from SQLite and from PostgreSQL.
 *
 * 1. A header: what it is, the version of this format, the newest migration of the database, the server's id and epoch, the
 *    time, and the tables with their columns in the order in which their values follow.
 * 2. One line a row, `["table", value, ...]`, tables in the header's order, rows in the order of their key (texts by the
 *    bytes of their UTF-8). Values are texts, whole numbers within 2^53, or null; nothing else is stored.
 * 3. A footer: rows by table, and the SHA-256 of every byte before it.
 *
 * It holds everything that is needed to go on: also the hashes of passwords (Argon2) and of the tokens of phones and desks
 * (SHA-256), so that everybody stays signed in. Neither can be turned back into what a person types or a phone sends, but
 * the file also holds every record: it is written for its owner alone (mode 0600) and wants to be kept like the database.
 * Not in it: leases of running servers, and files outside the database.
 */
import { z } from 'zod';

export const BACKUP_FORMAT = 'liangfeng-backup';
export const BACKUP_VERSION = 1;

export const backupHeader = z.object({
	format: z.literal(BACKUP_FORMAT),
	version: z.literal(BACKUP_VERSION),
	migration: z.string(),
	serverId: z.string(),
	epoch: z.number().int().min(0),
	madeAt: z.string(),
	tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) }))
});
export type BackupHeader = z.infer<typeof backupHeader>;

export const backupFooter = z.object({
	rows: z.record(z.string(), z.number().int().min(0)),
	sha256: z.string().regex(/^[0-9a-f]{64}$/)
});
export type BackupFooter = z.infer<typeof backupFooter>;

export type BackupValue = string | number | null;

/** True for what a backup can hold of a column. */
export function isBackupValue(value: unknown): value is BackupValue {
	return value === null || typeof value === 'string' || Number.isSafeInteger(value);
}
