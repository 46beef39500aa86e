import { join } from 'node:path';
import { test as base, type Browser as Chromium } from '@playwright/test';
import Database from 'better-sqlite3';
import { credentials, sampleFolder, type Part } from './accounts.ts';
import { DeskPage } from '../pages/desk.ts';
import { Browser, DESK, PHONE, startHost, type Screen } from './browser.ts';
import { Device } from './device.ts';
import { Phone } from './phone.ts';
import { dropDatabase, makeDatabase, postgresServer, runSql } from './postgres.ts';
import { Server } from './server.ts';

/** A server with the sample and the browsers around it; all of it goes when the test ends. */
export class World {
	readonly server: Server;
	readonly #browsers: Browser[] = [];
	readonly #servers: Server[];

	readonly #database: string | null;
	readonly #host: Chromium | null;

	constructor(server: Server, database: string | null = null, host: Chromium | null = null) {
		this.server = server;
		this.#servers = [server];
		this.#database = database;
		this.#host = host;
	}

	/**
	 * With a copy of the sample, on PostgreSQL when the stories run there.
	 * @param host where browsers live that need not last; without it each has a process of its own
	 * @param place what its server is told besides, such as the address of a way before it
	 */
	static async start(host: Chromium | null = null, place: { readonly origin?: string } = {}): Promise<World> {
		const from = join(sampleFolder(), 'data');
		if (postgresServer() === null) return new World(await Server.start({ ...place, from }), null, host);
		const database = await makeDatabase(process.env.E2E_TEMPLATE);
		return new World(await Server.start({ ...place, from, database }), database, host);
	}

	/** A second process of the product on the same PostgreSQL database. */
	async secondServer(): Promise<Server> {
		if (this.#database === null) throw new Error('Two servers need PostgreSQL.');
		const server = await Server.start({ database: this.#database });
		this.#servers.push(server);
		return server;
	}

	/** Rows of the server's database as they lie there, whatever the product makes of them. */
	async rows<Row>(query: string): Promise<Row[]> {
		if (this.#database !== null) return (await runSql(this.#database, query)).rows as Row[];
		const database = new Database(join(this.server.dataDir, 'liangfeng.sqlite'), { readonly: true });
		try {
			return database.prepare(query).all() as Row[];
		} finally {
			database.close();
		}
	}

	/** Statements on the server's database, as if the server had written them; on SQLite the server must not run. */
	async change(statements: string): Promise<void> {
		if (this.#database !== null) {
			await runSql(this.#database, statements);
			return;
		}
		const database = new Database(join(this.server.dataDir, 'liangfeng.sqlite'));
		try {
			database.exec(statements);
		} finally {
			database.close();
		}
	}

	/** What a command of the product needs to know to work on this server's data. */
	get settings(): Record<string, string> {
		const { dataDir } = this.server;
		return { DATA_DIR: dataDir, ...(this.#database === null ? {} : { DATABASE_URL: this.#database }) };
	}

	/** @param lasting what it stored outlives its end: for stories that close, kill or look into it */
	browser(screen: Screen, { lasting = false } = {}): Browser {
		const browser = new Browser(this.server.url, screen, lasting ? null : this.#host);
		this.#browsers.push(browser);
		return browser;
	}

	/** A phone that is signed in and has its reference data. */
	async phone(
		part: Part,
		{ lasting, ...options }: { dark?: boolean; lasting?: boolean } = {}
	): Promise<Phone> {
		const phone = new Phone(this.browser(PHONE, { lasting }));
		await phone.open(options);
		const { login, password } = credentials(part);
		await phone.signIn(login, password);
		return phone;
	}

	/** A desk that is signed in, in a browser of its own. */
	async desk(part: Part, options: { dark?: boolean } = {}): Promise<DeskPage> {
		const desk = new DeskPage(await this.browser(DESK).open(options));
		const { login, password } = credentials(part);
		await desk.signIn(login, password);
		return desk;
	}

	/** The same person's work without a browser, over raw HTTP. */
	async device(part: Part): Promise<Device> {
		const device = new Device(this.server.url);
		const { login, password } = credentials(part);
		await device.signIn(login, password);
		return device;
	}

	async dispose(): Promise<void> {
		for (const browser of this.#browsers) await browser.dispose();
		for (const server of this.#servers) await server.dispose();
		if (this.#database !== null) await dropDatabase(this.#database);
	}
}

/**
 * `world`: a server of its own with a copy of the sample. `empty`: one without any data. `host`: the browser in which those
 * live that need not last, one for all stories of a worker.
 */
export const test = base.extend<{ world: World; empty: Server }, { host: Chromium }>({
	host: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
		async ({}, use) => {
			const { host, end } = await startHost();
			await use(host);
			await end();
		},
		{ scope: 'worker' }
	],
	world: async ({ host }, use, info) => {
		const world = await World.start(host);
		await use(world);
		if (info.status !== info.expectedStatus) {
			await info.attach('server.log', { body: world.server.log, contentType: 'text/plain' });
		}
		await world.dispose();
	},
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
	empty: async ({}, use) => {
		const database = postgresServer() === null ? undefined : await makeDatabase();
		const server = await Server.start(database === undefined ? {} : { database });
		await use(server);
		await server.dispose();
		if (database !== undefined) await dropDatabase(database);
	}
});
export { expect } from '@playwright/test';
