import { sql } from 'kysely';
import { isPostgres } from '#lib/server/database/row-locks.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { TABLE_NAMES, type BackupTable } from './backup-tables.ts';

export interface ColumnShape {
	readonly isText: boolean;
	readonly isNullable: boolean;
	/** A whole number that PostgreSQL keeps in 32 bits. */
	readonly isShort: boolean;
}

/** Tables of a backup that are there, in its order, with their columns in the order of their names. */
export type Shape = ReadonlyMap<BackupTable, ReadonlyMap<string, ColumnShape>>;

/** The tables as the database itself describes them: it may be older than this version of the product. */
export async function readShape(db: Sql): Promise<Shape> {
	const schema = isPostgres(db) ? await currentSchema(db) : undefined;
	const found = new Map(
		(await db.introspection.getTables())
			.filter((table) => table.schema === schema)
			.map((table) => [table.name, table.columns])
	);
	const shape = new Map<BackupTable, ReadonlyMap<string, ColumnShape>>();
	for (const name of TABLE_NAMES) {
		const columns = found.get(name);
		if (!columns) continue;
		const sorted = [...columns].sort((one, other) => (one.name < other.name ? -1 : 1));
		shape.set(
			name,
			new Map(
				sorted.map((column) => [
					column.name,
					{
						isText: column.dataType.toLowerCase() === 'text',
						isNullable: column.isNullable,
						isShort: /^(?:integer|int4)$/i.test(column.dataType)
					}
				])
			)
		);
	}
	return shape;
}

async function currentSchema(db: Sql): Promise<string | undefined> {
	const { rows } = await sql<{ name: string }>`select current_schema()::text as name`.execute(db);
	return rows[0]?.name;
}

/** Names of the migrations that made the database what it is, oldest first; none where nothing is there. */
export async function readMigrations(db: Sql): Promise<readonly string[]> {
	const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
	const schema = isPostgres(db) ? await currentSchema(db) : undefined;
	if (!tables.some((table) => table.name === 'kysely_migration' && table.schema === schema)) return [];
	const { rows } = await sql<{
		name: string;
	}>`select name from kysely_migration order by timestamp, name`.execute(db);
	return rows.map((row) => row.name).sort();
}
