import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from '@playwright/test';
import { CHROMIUM_ARGS } from '../../chromium.ts';
import { writeLauncher } from './launcher.ts';

export interface Screen {
	readonly width: number;
	readonly height: number;
}

export const PHONE: Screen = { width: 360, height: 740 };
export const DESK: Screen = { width: 1440, height: 900 };

/** A camera that shows a clock; who may use it is each story's own matter (`grantPermissions`). */
const BROWSER_ARGS = [...CHROMIUM_ARGS, '--use-fake-device-for-media-stream'];

export interface Opening {
	readonly offline?: boolean;
	readonly dark?: boolean;
	readonly locale?: string;
	/** Further flags; a browser of its own is started for them. */
	readonly args?: readonly string[];
}

/** A browser for those that need not last, and its end. */
export async function startHost(): Promise<{ readonly host: Chromium; end(): Promise<void> }> {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-host-'));
	const executablePath = join(folder, 'chromium.sh');
	writeLauncher(executablePath, join(folder, 'pid'));
	const host = await chromium.launch({ executablePath, args: BROWSER_ARGS, headless: true });
	return {
		host,
		end: async () => {
			await host.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/**
 * One person's browser. Of its own it has a process and a profile on disk: what it stored is there again after it was closed
 * or killed and opened once more. In a `host` that is running already it has a context that nothing else sees and that is gone
 * once closed, which costs a fraction; most stories need no more.
 */
export class Browser {
	readonly #folder = mkdtempSync(join(tmpdir(), 'liangfeng-browser-'));
	readonly #screen: Screen;
	readonly #baseURL: string;
	readonly #host: Chromium | null;
	#context: BrowserContext | null = null;

	constructor(baseURL: string, screen: Screen, host: Chromium | null = null) {
		this.#baseURL = baseURL;
		this.#screen = screen;
		this.#host = host;
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

	/** What it stored outlives its end. */
	mustLast(): void {
		if (this.#host !== null)
			throw new Error('This browser keeps nothing: the story needs one that is `lasting`.');
	}

	/** Folder of what it keeps. */
	get profile(): string {
		this.mustLast();
		return join(this.#folder, 'profile');
	}

	get #pidFile(): string {
		return join(this.#folder, 'pid');
	}

	#launcher(): string {
		const path = join(this.#folder, 'chromium.sh');
		writeLauncher(path, this.#pidFile);
		return path;
	}

	async open(options: Opening = {}): Promise<Page> {
		const looks = {
			baseURL: this.#baseURL,
			viewport: this.#screen,
			hasTouch: this.#screen.width < 600,
			locale: options.locale ?? 'zh-CN',
			timezoneId: 'Asia/Shanghai',
			colorScheme: options.dark ? ('dark' as const) : ('light' as const),
			offline: options.offline ?? false
		};
		this.#context =
			this.#host !== null && options.args === undefined
				? await this.#host.newContext(looks)
				: await chromium.launchPersistentContext(join(this.#folder, 'profile'), {
						executablePath: this.#launcher(),
						args: [...BROWSER_ARGS, ...(options.args ?? [])],
						headless: true,
						...looks
					});
		// A control that is not there is said at once, by name, and not by the whole story's time-out.
		this.#context.setDefaultTimeout(20_000);
		return this.#context.pages()[0] ?? (await this.#context.newPage());
	}

	/** Ends the browser and all its processes at once, with whatever they were doing. */
	async kill(): Promise<void> {
		this.mustLast();
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
