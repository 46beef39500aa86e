import { sql, type CompiledQuery } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrateSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { ServerDatabase } from './open.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

let database: ServerDatabase;
let remove: () => Promise<void>;
beforeEach(async () => {
	({ database, remove } = await openTestDatabase({ empty: true }));
});
afterEach(() => remove());

it('lighter writes: rows of feeds and figures are the same afterwards, and still one of a key', async () => {
	const migrator = new Migrator({
		db: database.writer,
		provider: { getMigrations: async () => ({ ...migrations }) }
	});
	await migrator.migrateTo('0002-setup-links');
	const feed = [
		{ scope: 'user:a', seq: 2, kind: 'visit', record_id: 'r1', rev: 3, gone: 0 as const },
		{ scope: 'area:x', seq: 1, kind: 'visit', record_id: 'r1', rev: 3, gone: 1 as const }
	];
	const measure = [{ record_id: 'r1', name: 'persons', dimension: '', value: 24_000 }];
	await database.transaction(async (trx) => {
		await trx.insertInto('feed').values(feed).execute();
		await trx.insertInto('measure').values(measure).execute();
	});
	await migrate(database);
	expect(await database.reader.selectFrom('feed').selectAll().orderBy('seq', 'desc').execute()).toEqual(feed);
	expect(await database.reader.selectFrom('measure').selectAll().execute()).toEqual(measure);
	const twice = [
		() => database.transaction((trx) => trx.insertInto('measure').values(measure).execute()),
		() =>
			database.transaction((trx) =>
				trx
					.insertInto('feed')
					.values({ ...feed[0], seq: 9 } as (typeof feed)[0])
					.execute()
			),
		() =>
			database.transaction((trx) =>
				trx
					.insertInto('feed')
					.values({ ...feed[0], record_id: 'r2' } as (typeof feed)[0])
					.execute()
			)
	];
	for (const insert of twice) await expect(insert()).rejects.toThrow(/UNIQUE/i);
});

it('late within reach: hours that no integer of PostgreSQL holds are the most that it does, others stay', async () => {
	await migrateSchema(database.writer, '0020-seasons-of-a-county');
	const tables = await database.reader.introspection.getTables();
	const columns = tables.find(({ name }) => name === 'record')?.columns ?? [];
	const record = (id: string, late: number) =>
		Object.fromEntries(
			columns.map(({ name, dataType, isNullable }) => {
				const filler = isNullable ? null : dataType === 'integer' ? 0 : '';
				return [name, name === 'id' ? id : name === 'late_hours' ? late : filler];
			})
		);
	const rows = [record('a', 2_173_699_654), record('b', 7), record('c', 2 ** 31 - 1)];
	await database.writer
		.insertInto('record')
		.values(rows as never)
		.execute();
	await migrate(database);
	const kept = await database.reader.selectFrom('record').select('late_hours').orderBy('id').execute();
	expect(kept.map(({ late_hours }) => late_hours)).toEqual([2 ** 31 - 1, 7, 2 ** 31 - 1]);
});

it('whole photo sizes: a photo of a size that is no whole number was never any, and stops no backup', async () => {
	await migrateSchema(database.writer, '0020-seasons-of-a-county');
	const photo = {
		account_id: 'vol',
		sha256: '',
		mime: 'image/jpeg',
		use: 'scene',
		named_at: '',
		left_at: null
	};
	const rows = [300_000, 1.5].map((bytes) => ({ ...photo, id: `p${bytes}`, record_id: 'r', bytes }));
	await database.writer.insertInto('attachment').values(rows).execute();
	await migrate(database);
	const kept = await database.reader.selectFrom('attachment').select(['id', 'bytes']).execute();
	expect(kept).toEqual([{ id: 'p300000', bytes: 300_000 }]);
});

it('each restore: of what was from before the last one nobody knows which its phone had heard of', async () => {
	await migrateSchema(database.writer, '0024-base-revision');
	const operation = { account_id: 'vol', body_hash: '', raw: '{}', received_at: '', origin: 'phone' };
	const rows = [1, 0, null].map((from_before) => ({ ...operation, op_id: `o${from_before}`, from_before }));
	await database.writer
		.insertInto('operation')
		.values(rows as never)
		.execute();
	await migrate(database);
	const kept = await database.reader
		.selectFrom('operation')
		.select(['op_id', 'known_epoch'])
		.orderBy('op_id')
		.execute();
	expect(kept.map(({ known_epoch }) => known_epoch)).toEqual([null, 0, null]);
});

it('a migration that fails in its middle leaves the database as it was', async () => {
	const migrator = new Migrator({
		db: database.writer,
		provider: {
			getMigrations: async () => ({
				...migrations,
				'9999-fails': {
					async up(db) {
						await db.schema.alterTable('account').addColumn('half', 'text').execute();
						throw new Error('in its middle');
					}
				}
			})
		}
	});
	expect((await migrator.migrateToLatest()).error).toMatchObject({ message: 'in its middle' });
	expect(await database.reader.introspection.getTables()).toEqual([]);
	await migrate(database);
});

describe('what a push looks up is found by a key, however large the tables are', () => {
	const ids = ['a', 'b'];
	const queries: readonly [string, (db: ServerDatabase['reader']) => { compile(): CompiledQuery }][] = [
		['feed', (db) => db.selectFrom('feed').selectAll().where('record_id', 'in', ids).where('gone', '=', 0)],
		[
			'feed',
			(db) => db.selectFrom('feed').selectAll().where('scope', '=', 'ref').where('seq', '>', 1).orderBy('seq')
		],
		['record', (db) => db.selectFrom('record').selectAll().where('id', 'in', ids)],
		['record', (db) => db.selectFrom('record').selectAll().where('duplicate_key', 'in', ids)],
		['record', (db) => db.selectFrom('record').selectAll().where('season_key', 'in', ids)],
		['record', (db) => db.selectFrom('record').selectAll().where('parent', '=', 'a')],
		['record', (db) => db.selectFrom('record').selectAll().where('legacy_no', '=', 'a')],
		['measure', (db) => db.selectFrom('measure').selectAll().where('record_id', 'in', ids)],
		['flag', (db) => db.selectFrom('flag').selectAll().where('record_id', 'in', ids)],
		['operation', (db) => db.selectFrom('operation').selectAll().where('op_id', 'in', ids)],
		['operation', (db) => db.selectFrom('operation').selectAll().where('record_id', '=', 'a')]
	];
	it.each(queries.map(([table, query], at) => ({ at, table, query })))('$at: $table', async ({ query }) => {
		await migrate(database);
		const { sql: text, parameters } = query(database.reader).compile();
		const asked = text.split('?').flatMap((part, at) => {
			const parameter = parameters[at];
			return at < parameters.length ? [sql.raw(part), sql.val(parameter)] : [sql.raw(part)];
		});
		const plan = await sql<{
			detail: string;
		}>`explain query plan ${sql.join(asked, sql.raw(''))}`.execute(database.reader);
		for (const { detail } of plan.rows) expect(detail).not.toMatch(/^SCAN/);
		expect(plan.rows.some(({ detail }) => detail.startsWith('SEARCH'))).toBe(true);
	});
});
