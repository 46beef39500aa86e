/** A backup file as a test reads it: by its own words, not by the product's. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Row = Record<string, string | number | null>;

export interface BackupText {
	readonly header: { migration: string; epoch: number; tables: { name: string; columns: string[] }[] };
	readonly footer: { rows: Record<string, number>; sha256: string };
	readonly rows: ReadonlyMap<string, readonly Row[]>;
}

export function readBackup(file: string): BackupText {
	const text = readFileSync(file, 'utf8');
	const lines = text.trimEnd().split('\n');
	const header = JSON.parse(lines[0] ?? '') as BackupText['header'];
	const footer = JSON.parse(lines.at(-1) ?? '') as BackupText['footer'];
	const rows = new Map<string, Row[]>(header.tables.map(({ name }) => [name, []]));
	for (const line of lines.slice(1, -1)) {
		const [table, ...values] = JSON.parse(line) as [string, ...Row[string][]];
		const columns = header.tables.find(({ name }) => name === table)?.columns ?? [];
		rows.get(table)?.push(Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null])));
	}
	return { header, footer, rows };
}

/** SHA-256 of all rows, without what a restore changes: the epochs, and the generation of each scope. */
export function bodyHash({ rows }: BackupText): string {
	const hash = createHash('sha256');
	for (const [table, list] of rows) {
		for (const { epoch: _epoch, earlier_epochs: _earlier, gen: _gen, ...row } of list)
			hash.update(`${table} ${JSON.stringify(row)}\n`);
	}
	return hash.digest('hex');
}

/** Writes lines as a backup whose footer is right. */
export function writeLines(file: string, lines: readonly string[], rows: Record<string, number>): void {
	const text = lines.map((line) => `${line}\n`).join('');
	const sha256 = createHash('sha256').update(text).digest('hex');
	writeFileSync(file, `${text}${JSON.stringify({ rows, sha256 })}\n`);
}

/** A folder for one test's files. */
export function backupFolder(): { at(name: string): string; remove(): void } {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-backup-'));
	return {
		at: (name) => join(folder, name),
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}
