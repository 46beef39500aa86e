/** A server whose way to its PostgreSQL can be cut and silenced. */
import { credentials } from './accounts.ts';
import { CutProxy } from './cut-proxy.ts';
import { Device } from './device.ts';
import { dropDatabase, makeDatabase } from './postgres.ts';
import { Server } from './server.ts';
import { test as base } from './world.ts';

export interface Away {
	readonly server: Server;
	readonly proxy: CutProxy;
	readonly database: string;
	device(): Promise<Device>;
}

export const test = base.extend<{ away: Away }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
	away: async ({}, use) => {
		const database = await makeDatabase(process.env.E2E_TEMPLATE);
		const proxy = await CutProxy.to(database);
		const server = await Server.start({ database: proxy.url });
		const device = async () => {
			const one = new Device(server.url);
			const { login, password } = credentials('volunteer');
			await one.signIn(login, password);
			return one;
		};
		await use({ server, proxy, database, device });
		await server.dispose();
		await proxy.close();
		await dropDatabase(database);
	}
});

export const health = async ({ server }: Away) => (await fetch(`${server.url}/api/health`)).status;
