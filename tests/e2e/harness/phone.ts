import { expect, type Page } from '@playwright/test';
import { FormPage, type Values } from '../pages/form.ts';
import { RecordPage } from '../pages/record.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { SyncPage } from '../pages/sync.ts';
import { TodayPage } from '../pages/today.ts';
import type { Browser, Opening } from './browser.ts';
import { rawTables } from './raw-tables.ts';

/** A person's phone as the stories speak of it: `phone.save(...)`, `phone.network.cut()`, `phone.kill()`. */
export class Phone {
	readonly browser: Browser;
	#offline = false;
	#credentials: readonly [login: string, password: string] | null = null;
	#options: Opening = {};

	constructor(browser: Browser) {
		this.browser = browser;
	}

	get page(): Page {
		return this.browser.page;
	}

	readonly network = {
		cut: async () => {
			this.#offline = true;
			await this.browser.context.setOffline(true);
		},
		restore: async () => {
			this.#offline = false;
			await this.browser.context.setOffline(false);
		}
	};

	async open(options: Opening = {}): Promise<Page> {
		this.#options = options;
		return this.browser.open({ ...options, offline: this.#offline });
	}

	async signIn(login: string, password: string): Promise<TodayPage> {
		this.#credentials = [login, password];
		await this.page.goto('/sign-in');
		const today = await new SignInPage(this.page).signIn(login, password);
		await today.isReady();
		// From here on the worker answers every address of the field app.
		await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		return today;
	}

	/** Signs the same person in once more, after the session has ended. */
	async signInAgain(): Promise<void> {
		if (this.#credentials === null) throw new Error('Nobody has signed in on this phone.');
		await this.page.goto('/sign-in');
		await new SignInPage(this.page).signIn(...this.#credentials);
	}

	async today(): Promise<TodayPage> {
		await this.page.goto('/');
		const today = new TodayPage(this.page);
		await today.isShown();
		return today;
	}

	async sync(): Promise<SyncPage> {
		await this.page.goto('/sync');
		return new SyncPage(this.page);
	}

	async record(id: string): Promise<RecordPage> {
		await this.page.goto(`/records/${id}`);
		return new RecordPage(this.page);
	}

	/** Opens a new form from the address, as a bookmark would. */
	async form(kind: string): Promise<FormPage> {
		await this.page.goto(`/new/${kind}`);
		const form = new FormPage(this.page);
		await form.isShown();
		return form;
	}

	/** Records one of a kind through its form; gives the record's id. */
	async save(kind: string, values: Values): Promise<string> {
		const form = await (await this.today()).start(kind);
		await form.fillAll(values);
		return form.save();
	}

	/**
	 * Closes the browser as a person would and opens it again. Chromium writes cookies to disk every 30 s and at a proper
	 * end; a browser killed sooner after signing in asks its person to sign in once more. Stories that kill and then send
	 * come here first.
	 */
	async restart(): Promise<void> {
		this.browser.mustLast();
		await this.browser.close();
		await this.open(this.#options);
	}

	/** SIGKILL to the browser, and the same browser once more on the same profile. */
	async killAndReopen(): Promise<void> {
		await this.browser.kill();
		await this.open(this.#options);
	}

	/** Ids of a kind's records as they lie in IndexedDB, whatever the screens make of them. */
	async recordIds(kind: string): Promise<string[]> {
		const rows = await this.rows<{ id: string; kind: string }>('records');
		return rows.filter((row) => row.kind === kind).map((row) => row.id);
	}

	/** Rows of one table of this phone's persons, as they lie in IndexedDB. */
	async rows<Row>(table: string): Promise<Row[]> {
		const tables = Object.values(await rawTables(this.page, table));
		return tables.flatMap((text) => JSON.parse(text) as Row[]);
	}

	/** Everything in the databases of this phone's persons, by table, as text: what somebody reads who opens them raw. */
	rawTables(): Promise<Record<string, string>> {
		return rawTables(this.page);
	}

	/** Which build the page runs: the name of its entry. */
	async version(): Promise<string> {
		const entry = /entry\/start\.[\w-]+\.js/.exec(await this.page.content());
		if (entry === null) throw new Error('The page names no entry.');
		return entry[0];
	}

	/** Waits until nothing waits to be sent and the exchange, with what it brings, is over. */
	async settle(): Promise<void> {
		const sync = await this.sync();
		await sync.sendNow();
		await expect(sync.waiting).toHaveText('0', { timeout: 60_000 });
		await expect(sync.sendButton).not.toHaveAttribute('aria-busy', 'true', { timeout: 60_000 });
	}
}
