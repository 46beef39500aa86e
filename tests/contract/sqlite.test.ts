import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#lib/server/database/open.ts';
import { syncContract } from './sync-contract.ts';

syncContract('SQLite', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-contract-'));
	const database = openDatabase(`sqlite:${join(folder, 'test.sqlite')}`);
	return {
		database,
		remove: async () => {
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
});
