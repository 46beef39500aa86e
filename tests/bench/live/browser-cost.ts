import { readdirSync, readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';

export interface BrowserCost {
	/** Processor time of all processes of the browser, seconds. */
	readonly cpu: number;
	/** Times that a thread of the pages and their workers was woken. */
	readonly wakeups: number;
	/** Time the page's main thread was busy, seconds. */
	readonly busy: number;
}

/** What a browser costs, from the meter's beginning on. */
export class BrowserMeter {
	readonly #browser: CDPSession;
	readonly #page: CDPSession;
	readonly #first: BrowserCost;

	private constructor(browser: CDPSession, page: CDPSession, first: BrowserCost) {
		this.#browser = browser;
		this.#page = page;
		this.#first = first;
	}

	static async begin(page: Page): Promise<BrowserMeter> {
		const browser = page.context().browser();
		if (!browser) throw new Error('The page has no browser.');
		const sessions = [
			await browser.newBrowserCDPSession(),
			await page.context().newCDPSession(page)
		] as const;
		// The main thread's time is counted while a session asks for it.
		await sessions[1].send('Performance.enable');
		return new BrowserMeter(...sessions, await costNow(...sessions));
	}

	async end(): Promise<BrowserCost> {
		const last = await costNow(this.#browser, this.#page);
		await this.#browser.detach();
		await this.#page.detach();
		const { cpu, wakeups, busy } = this.#first;
		return { cpu: last.cpu - cpu, wakeups: last.wakeups - wakeups, busy: last.busy - busy };
	}
}

async function costNow(browser: CDPSession, page: CDPSession): Promise<BrowserCost> {
	const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
	const { metrics } = await page.send('Performance.getMetrics');
	const renderers = processInfo.filter(({ type }) => type === 'renderer');
	return {
		cpu: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
		wakeups: renderers.reduce((sum, { id }) => sum + wakeupsOf(id), 0),
		busy: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
	};
}

/** Times that a thread of the process gave up waiting, as Linux counts them; 0 of one that is gone. */
function wakeupsOf(pid: number): number {
	try {
		const threads = readdirSync(`/proc/${pid}/task`);
		const statuses = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'));
		return statuses.reduce(
			(sum, status) => sum + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0),
			0
		);
	} catch {
		return 0;
	}
}
