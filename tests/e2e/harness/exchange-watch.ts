/**
 * Which part of saving and of the exchange a phone is in, at every moment: its requests are stopped on their way to the server
 * and its answers on their way back, each for as long as the story likes; what the page has written it says itself.
 */
import type { CDPSession, Page } from '@playwright/test';

export type Request = 'push' | 'pull';
/** `asked`: the server has not got it. `held`: the server has answered, nothing has come. `answered`: nothing of it is known to be written. */
export type Step = 'asked' | 'held' | 'answered';
export type Moment = 'saving' | `${Request} ${Step}`;

interface Paused {
	readonly requestId: string;
	readonly request: { readonly url: string };
	/** Only on the way back. */
	readonly responseStatusCode?: number;
}

/** Every tap, and every finished writing of the page by the tables it was allowed to write to. */
function tellOfPage(): void {
	const { noteWritten, noteTapped } = globalThis as unknown as {
		noteWritten(tables: string[]): Promise<void>;
		noteTapped(): Promise<void>;
	};
	addEventListener('click', () => void noteTapped(), true);
	const begin = IDBDatabase.prototype.transaction;
	IDBDatabase.prototype.transaction = function (tables, mode, options) {
		const transaction = begin.call(this, tables, mode, options);
		if (mode === 'readwrite') {
			const names = [...transaction.objectStoreNames];
			transaction.addEventListener('complete', () => void noteWritten(names));
		}
		return transaction;
	};
}

export class ExchangeWatch {
	#saving = false;
	#isSaveNext = false;
	#request: Request | null = null;
	#step: Step = 'asked';
	/** Pages of the answer that are not written yet. */
	#pages = 0;
	#stopAt: Moment | null = null;
	#reached: () => void = () => undefined;
	readonly #session: CDPSession;

	private constructor(session: CDPSession) {
		this.#session = session;
	}

	/** @param page of a browser that was just opened, before it goes anywhere */
	static async of(page: Page): Promise<ExchangeWatch> {
		const session = await page.context().newCDPSession(page);
		const watch = new ExchangeWatch(session);
		await page.exposeFunction('noteWritten', (tables: string[]) => watch.#written(tables));
		await page.exposeFunction('noteTapped', () => watch.#tapped());
		await page.addInitScript(tellOfPage);
		// What is still under way when the browser dies has nobody to answer to.
		session.on('Fetch.requestPaused', (paused) => void watch.#paused(paused).catch(() => undefined));
		const urlPattern = '*/api/sync/pu*';
		await session.send('Fetch.enable', {
			patterns: [
				{ urlPattern, requestStage: 'Request' },
				{ urlPattern, requestStage: 'Response' }
			]
		});
		return watch;
	}

	/** What is under way now; saving and an exchange may be at once. */
	get underWay(): Moment[] {
		return [
			...(this.#saving ? (['saving'] as const) : []),
			...(this.#request ? ([`${this.#request} ${this.#step}`] as const) : [])
		];
	}

	/** The next tap is the one on "save". */
	saves(): void {
		this.#isSaveNext = true;
	}

	#tapped(): void {
		if (!this.#isSaveNext) return;
		this.#isSaveNext = false;
		this.#saving = true;
		if (this.#stopAt === 'saving') this.#reached();
	}

	/** Resolves at the next such moment, which then lasts: for `asked` and `held` for ever, else for as long as it takes. */
	async next(moment: Moment): Promise<void> {
		return new Promise((settle) => {
			this.#stopAt = moment;
			this.#reached = settle;
		});
	}

	/** @returns whether the story wants it to stay there */
	#enter(request: Request, step: Step): boolean {
		this.#request = request;
		this.#step = step;
		const isWanted = this.#stopAt === `${request} ${step}`;
		if (isWanted) this.#reached();
		return isWanted;
	}

	async #paused({ requestId, request: { url }, responseStatusCode }: Paused): Promise<void> {
		const request = url.endsWith('/push') ? 'push' : 'pull';
		if (responseStatusCode === undefined) {
			if (!this.#enter(request, 'asked')) await this.#session.send('Fetch.continueRequest', { requestId });
			return;
		}
		if (this.#enter(request, 'held')) return;
		if (request === 'pull') {
			const { body, base64Encoded } = await this.#session.send('Fetch.getResponseBody', { requestId });
			const text = Buffer.from(body, base64Encoded ? 'base64' : 'utf8').toString();
			this.#pages = (JSON.parse(text) as { pages: unknown[] }).pages.length;
		}
		await this.#session.send('Fetch.continueResponse', { requestId });
		this.#enter(request, 'answered');
	}

	#written(tables: readonly string[]): void {
		const holds = (...wanted: readonly string[]) => wanted.every((table) => tables.includes(table));
		const isAnswered = (request: Request) => this.#request === request && this.#step === 'answered';
		if (holds('cursors', 'stock')) {
			if (isAnswered('pull') && --this.#pages <= 0) this.#request = null;
			// A draft is kept beside the outbox as well, but sets nothing right that was refused.
		} else if (holds('outbox', 'attention', 'drafts')) this.#saving = false;
		else if (holds('outbox', 'attention') && isAnswered('push')) this.#request = null;
	}
}
