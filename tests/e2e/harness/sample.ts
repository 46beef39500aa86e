/**
 * Before all tests: the sample deployment is loaded once, by the product's own demo; every test gets a copy. The copy
 * loses the demo's mark, so that the production start serves it, and every account gets the demo's password.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { dropDatabase, makeDatabase, postgresServer, runSql } from './postgres.ts';
import { Server } from './server.ts';
import { textLike } from './texts.ts';

const OPEN_TO_ALL = `
	update meta set mark = null;
	update account set password_hash = (select password_hash from account where password_hash is not null limit 1)
`;

function openToAll(file: string): void {
	const database = new Database(file);
	database.exec(OPEN_TO_ALL);
	database.close();
}

/** A sample loaded earlier can be named by E2E_SAMPLE: it is used as it is and left alone. */
export default async function loadSample(): Promise<() => void | Promise<void>> {
	if (process.env.E2E_SAMPLE) return () => undefined;
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-sample-'));
	const database = postgresServer() === null ? undefined : await makeDatabase();
	const server = await Server.start({ command: 'demo', ...(database ? { database } : {}) });
	const [line] = await server.printed(new RegExp(`${textLike('demo_accounts').source}\\S+`));
	await server.printed(textLike('demo_stop_hint'));
	// Told to stop, it closes its database: what is copied is one whole file.
	await server.kill('SIGTERM');
	// Without the 800 files of the build, which every server puts there by itself.
	cpSync(server.dataDir, join(folder, 'data'), {
		recursive: true,
		filter: (path) => path !== join(server.dataDir, 'assets')
	});
	await server.dispose();
	if (database) {
		await runSql(database, OPEN_TO_ALL);
		process.env.E2E_TEMPLATE = database;
	} else openToAll(join(folder, 'data', 'liangfeng.sqlite'));
	writeFileSync(join(folder, 'password'), line.split('：').at(-1)?.trim() ?? '');
	process.env.E2E_SAMPLE = folder;
	return async () => {
		rmSync(folder, { recursive: true, force: true });
		if (database) await dropDatabase(database);
	};
}
