import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { DatabaseUrlError, openDatabase } from './open.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'liangfeng-db-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

describe('openDatabase', () => {
	it.each([
		['', 'malformed'],
		['mysql://x', 'malformed'],
		['sqlite:', 'malformed'],
		['sqlite::memory:', 'malformed'],
		['postgres://user@host:port/db', 'malformed'],
		['sqlite:/dev/null/x.sqlite', 'unopenable']
	])('refuses %j as %s', (url, code) => {
		expect(() => openDatabase(url)).toThrow(DatabaseUrlError);
		try {
			openDatabase(url);
		} catch (error) {
			expect(error).toMatchObject({ code });
		}
	});

	it('tells why a transaction failed, also where SQLite has ended it already, as a full disk makes it do', async () => {
		const database = openDatabase(`sqlite:${join(folder, 'a.sqlite')}`);
		await migrate(database);
		const failing = database.transaction(async (trx) => {
			await trx.executeQuery(CompiledQuery.raw('rollback'));
			throw new Error('the reason');
		});
		await expect(failing).rejects.toThrow('the reason');
		await database.transaction((trx) => trx.selectFrom('meta').select('id').execute());
		await database.close();
	});

	it('migrates an empty file once and keeps its identity the second time', async () => {
		const url = `sqlite:${join(folder, 'deep', 'er.sqlite')}`;
		const first = openDatabase(url);
		await migrate(first);
		const meta = await first.reader.selectFrom('meta').selectAll().executeTakeFirstOrThrow();
		await first.close();
		const second = openDatabase(url);
		await migrate(second);
		expect(await second.reader.selectFrom('meta').selectAll().execute()).toEqual([meta]);
		await second.close();
	});

	it('reads a snapshot that a commit in between does not change', async () => {
		const database = openDatabase(`sqlite:${join(folder, 'a.sqlite')}`);
		await migrate(database);
		const seen = await database.snapshot(async (trx) => {
			const before = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
			await database.transaction((write) => write.updateTable('meta').set({ epoch: 9 }).execute());
			const after = await trx.selectFrom('meta').select('epoch').executeTakeFirstOrThrow();
			return [before.epoch, after.epoch];
		});
		expect(seen).toEqual([1, 1]);
		await database.close();
	});

	it('cannot write through the reader, and undoes a transaction that fails', async () => {
		const database = openDatabase(`sqlite:${join(folder, 'b.sqlite')}`);
		await migrate(database);
		await expect(database.reader.updateTable('meta').set({ epoch: 2 }).execute()).rejects.toThrow();
		await expect(
			database.transaction(async (trx) => {
				await trx.updateTable('meta').set({ epoch: 3 }).execute();
				throw new Error('stop');
			})
		).rejects.toThrow('stop');
		expect((await database.reader.selectFrom('meta').select('epoch').executeTakeFirstOrThrow()).epoch).toBe(
			1
		);
		await database.close();
	});
});
