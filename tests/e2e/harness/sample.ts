/** Before all tests: the sample deployment is loaded once, by the product's own demo; every test gets a copy. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts } from './accounts.ts';
import { Server } from './server.ts';

export default async function loadSample(): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-sample-'));
	const server = await Server.start({ command: 'demo' });
	const accounts = readAccounts(server.log);
	// Told to stop, it closes its database: what is copied is one whole file.
	await server.kill('SIGTERM');
	cpSync(server.dataDir, join(folder, 'data'), { recursive: true });
	writeFileSync(join(folder, 'accounts.json'), JSON.stringify(accounts));
	await server.dispose();
	process.env.E2E_SAMPLE = folder;
	return () => rmSync(folder, { recursive: true, force: true });
}
