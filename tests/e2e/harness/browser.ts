import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, installedChromium } from '../../chromium.ts';

const QUOTE = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export interface Screen {
	readonly width: number;
	readonly height: number;
}

export const PHONE: Screen = { width: 360, height: 740 };
export const DESK: Screen = { width: 1440, height: 900 };

/**
 * A browser with a profile on disk: what it stored is there again after it was killed and opened once more.
 * Playwright tells nobody the process of a persistent browser, so it is started through a line of shell that writes it down.
 */
export class Browser {
	readonly #folder = mkdtempSync(join(tmpdir(), 'liangfeng-browser-'));
	readonly #screen: Screen;
	readonly #baseURL: string;
	#context: BrowserContext | null = null;

	constructor(baseURL: string, screen: Screen) {
		this.#baseURL = baseURL;
		this.#screen = screen;
	}

	get context(): BrowserContext {
		if (this.#context === null) throw new Error('The browser is closed.');
		return this.#context;
	}

	get isOpen(): boolean {
		return this.#context !== null;
	}

	/** Its first page. */
	get page(): Page {
		const [page] = this.context.pages();
		if (page === undefined) throw new Error('The browser has no page.');
		return page;
	}

	/** Folder of what it keeps. */
	get profile(): string {
		return join(this.#folder, 'profile');
	}

	get #pidFile(): string {
		return join(this.#folder, 'pid');
	}

	#launcher(): string {
		const path = join(this.#folder, 'chromium.sh');
		const real = installedChromium();
		if (real === null)
			throw new Error('No Chromium: run the tests through npm, which finds or installs one.');
		writeFileSync(path, `#!/bin/sh\necho $$ > ${QUOTE(this.#pidFile)}\nexec ${QUOTE(real)} "$@"\n`, {
			mode: 0o755
		});
		return path;
	}

	async open(
		options: { offline?: boolean; dark?: boolean; locale?: string; args?: readonly string[] } = {}
	): Promise<Page> {
		this.#context = await chromium.launchPersistentContext(this.profile, {
			executablePath: this.#launcher(),
			// A camera that shows a clock; who may use it is each story's own matter (`grantPermissions`).
			args: [...CHROMIUM_ARGS, '--use-fake-device-for-media-stream', ...(options.args ?? [])],
			headless: true,
			baseURL: this.#baseURL,
			viewport: this.#screen,
			hasTouch: this.#screen.width < 600,
			locale: options.locale ?? 'zh-CN',
			timezoneId: 'Asia/Shanghai',
			colorScheme: options.dark ? 'dark' : 'light',
			offline: options.offline ?? false
		});
		// A control that is not there is said at once, by name, and not by the whole story's time-out.
		this.#context.setDefaultTimeout(10_000);
		return this.#context.pages()[0] ?? (await this.#context.newPage());
	}

	/** Ends the browser and all its processes at once, with whatever they were doing. */
	async kill(): Promise<void> {
		const context = this.context;
		this.#context = null;
		const gone = new Promise((settle) => context.once('close', settle));
		// Playwright starts browsers as leaders of a process group: the group dies as one.
		process.kill(-Number(readFileSync(this.#pidFile, 'utf8').trim()), 'SIGKILL');
		await gone;
		for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) {
			rmSync(join(this.profile, lock), { force: true });
		}
	}

	async close(): Promise<void> {
		await this.#context?.close();
		this.#context = null;
	}

	async dispose(): Promise<void> {
		await this.close();
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
	}
}
