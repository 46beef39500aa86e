import { migrateSchema } from '#lib/server/database/migrate.ts';
import { migrations } from '#lib/server/database/migrations/index.ts';
import { openSqliteInMemory } from '#lib/server/database/sqlite.ts';
import { LARGEST_INTEGER } from '#lib/server/database/largest-integer.ts';
import { BackupStop } from './backup-stop.ts';
import {
	BACKUP_FORMAT,
	BACKUP_VERSION,
	backupFooter,
	backupHeader,
	isBackupValue,
	type BackupHeader,
	type BackupValue
} from './backup-format.ts';
import { BACKUP_TABLES, type BackupTable } from './backup-tables.ts';
import { LineReader } from './read-lines.ts';
import { readShape, type ColumnShape, type Shape } from './read-shape.ts';

/** A file that can be restored as it is now. */
export interface CheckedBackup {
	readonly file: string;
	readonly header: BackupHeader;
	readonly rows: Readonly<Record<string, number>>;
	readonly sha256: string;
	/** A table and column with a number that only SQLite keeps, where there is one. */
	readonly beyondPostgres: string | null;
}

/**
 * Reads a whole file and says whether all of it can be restored: header, footer, hash, counts, tables and columns as its
 * migration made them, the type of every value, and the order of keys, by which no key comes twice.
 * @throws BackupStop for the first thing that is wrong
 */
export async function checkBackup(file: string): Promise<CheckedBackup> {
	const reader = new LineReader(file);
	let check: RowCheck | null = null;
	for await (const batch of reader.batches()) {
		for (const { text, at, isLast } of batch) {
			if (!check) {
				const header = readHeader(text);
				check = new RowCheck(header, await shapeAt(header.migration));
				if (isLast) throw new BackupStop('truncated', String(at));
			} else if (isLast) {
				const footer = backupFooter.safeParse(parsed(text, at));
				if (!footer.success) throw new BackupStop('truncated', String(at));
				const sha256 = reader.digest();
				if (footer.data.sha256 !== sha256) throw new BackupStop('damaged', 'SHA-256');
				check.finish(footer.data.rows);
				const { header, beyondPostgres } = check;
				return { file, header, rows: footer.data.rows, sha256, beyondPostgres };
			} else check.row(parsed(text, at), at);
		}
	}
	throw new BackupStop('truncated', '0');
}

function parsed(text: string, at: number): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new BackupStop('damaged', String(at), { cause });
	}
}

function readHeader(text: string): BackupHeader {
	let content: unknown = null;
	try {
		content = JSON.parse(text);
	} catch {
		// No JSON at all is no header either.
	}
	const { format, version, migration } = (content ?? {}) as Record<string, unknown>;
	if (format !== BACKUP_FORMAT) throw new BackupStop('not_ours', '1');
	if (typeof version === 'number' && version > BACKUP_VERSION) {
		throw new BackupStop('newer_format', String(version));
	}
	const header = backupHeader.safeParse(content);
	if (!header.success) throw new BackupStop('damaged', '1');
	if (!(String(migration) in migrations)) throw new BackupStop('newer_schema', String(migration));
	return header.data;
}

/** The tables as a migration left them, made once in memory: whatever the engine, they are the same. */
async function shapeAt(migration: string): Promise<Shape> {
	const scratch = openSqliteInMemory();
	try {
		await migrateSchema(scratch, migration);
		return await readShape(scratch);
	} finally {
		await scratch.destroy();
	}
}

interface Place {
	readonly name: string;
	readonly columns: readonly (readonly [string, ColumnShape])[];
	/** Where the key's columns stand. */
	readonly key: readonly number[];
}

class RowCheck {
	readonly header: BackupHeader;
	readonly #places: readonly Place[];
	readonly #counts = new Map<string, number>();
	#at = 0;
	#last: readonly BackupValue[] | null = null;
	beyondPostgres: string | null = null;

	constructor(header: BackupHeader, shape: Shape) {
		this.header = header;
		const there: ReadonlyMap<string, ReadonlyMap<string, ColumnShape>> = shape;
		this.#places = header.tables.map(({ name, columns }) => {
			const expected = there.get(name);
			if (!expected) throw new BackupStop('unknown_table', name);
			const stray = columns.find((column) => !expected.has(column));
			const missing = [...expected.keys()].find((column) => !columns.includes(column));
			if (stray ?? missing) throw new BackupStop('unknown_column', `${name}.${stray ?? missing}`);
			if (new Set(columns).size < columns.length) throw new BackupStop('damaged', name);
			return {
				name,
				columns: columns.map((column) => [column, expected.get(column) as ColumnShape] as const),
				key: BACKUP_TABLES[name as BackupTable].map((column) => columns.indexOf(column))
			};
		});
		const names = header.tables.map(({ name }) => name);
		const missing = [...there.keys()].find((name) => !names.includes(name));
		if (missing) throw new BackupStop('unknown_table', missing);
		if (names.length > there.size) throw new BackupStop('damaged', '1');
	}

	row(content: unknown, at: number): void {
		const wrong = new BackupStop('damaged', String(at));
		if (!Array.isArray(content)) throw wrong;
		const [table, ...values] = content as unknown[];
		while (this.#places[this.#at]?.name !== table) {
			if (++this.#at >= this.#places.length) {
				const isKnown = this.#places.some(({ name }) => name === table);
				throw isKnown ? wrong : new BackupStop('unknown_table', String(table).slice(0, 60));
			}
			this.#last = null;
		}
		const { name, columns, key } = this.#places[this.#at] as Place;
		if (values.length !== columns.length) throw wrong;
		for (const [index, [title, column]] of columns.entries()) {
			const value = values[index];
			if (!isBackupValue(value) || (value === null && !column.isNullable)) throw wrong;
			if (value !== null && (typeof value === 'string') !== column.isText) throw wrong;
			if (column.isShort && Math.abs(Number(value)) > LARGEST_INTEGER)
				this.beyondPostgres ??= `${name}.${title}`;
		}
		const keyed = key.map((index) => values[index] as BackupValue);
		if (this.#last && !isAfter(keyed, this.#last)) throw wrong;
		this.#last = keyed;
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
	}

	finish(counts: Readonly<Record<string, number>>): void {
		const names = this.#places.map(({ name }) => name);
		const isSame = names.every((name) => (counts[name] ?? 0) === (this.#counts.get(name) ?? 0));
		if (!isSame || Object.keys(counts).some((name) => !names.includes(name))) {
			throw new BackupStop('damaged', 'rows');
		}
		if (this.#counts.get('meta') !== 1) throw new BackupStop('damaged', 'meta');
	}
}

/** Texts by the bytes of their UTF-8, as both engines sort them. */
function isAfter(key: readonly BackupValue[], last: readonly BackupValue[]): boolean {
	for (const [index, value] of key.entries()) {
		const before = last[index];
		if (value === before) continue;
		if (typeof value === 'number') return value > Number(before);
		return Buffer.compare(Buffer.from(String(value)), Buffer.from(String(before))) > 0;
	}
	return false;
}
