/** WebKitGTK's MiniBrowser, driven over WebDriver under a display in memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Builder, By, until, type WebDriver, type WebElement } from 'selenium-webdriver';
import type { Engines } from '#tests/engines.ts';
import { freePort } from './server.ts';

/** A bound for what hangs: software rendering on busy machines is slow. */
const PATIENCE = 60_000;

export class WebKit {
	readonly #driver: WebDriver;
	readonly #process: ChildProcess;
	readonly #baseURL: string;

	private constructor(driver: WebDriver, process: ChildProcess, baseURL: string) {
		this.#driver = driver;
		this.#process = process;
		this.#baseURL = baseURL;
	}

	static async open(engines: Engines, baseURL: string): Promise<WebKit> {
		const port = await freePort();
		const child = spawn(engines.xvfbRun, ['-a', engines.webkitDriver, `--port=${port}`], {
			stdio: 'ignore',
			detached: true,
			env: { ...process.env, LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' }
		});
		const server = `http://127.0.0.1:${port}`;
		for (let tries = 0; tries < 300; tries++) {
			if ((await fetch(`${server}/status`).catch(() => null))?.ok) break;
			await new Promise((wake) => setTimeout(wake, 100));
		}
		const driver = await new Builder()
			.usingServer(server)
			.withCapabilities({
				browserName: 'MiniBrowser',
				'webkitgtk:browserOptions': { binary: engines.miniBrowser, args: ['--automation'] }
			})
			.build();
		await driver.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
		return new WebKit(driver, child, baseURL);
	}

	async goto(path: string): Promise<void> {
		await this.#driver.get(this.#baseURL + path);
	}

	async reload(): Promise<void> {
		await this.#driver.navigate().refresh();
	}

	async address(): Promise<string> {
		return this.#driver.getCurrentUrl();
	}

	/** What a script in the page gives back; it may wait. */
	run<T>(script: string, ...given: readonly unknown[]): Promise<T> {
		const waits = `const done = arguments[arguments.length - 1]; (async (...given) => { ${script} })(...arguments).then(done, (error) => done('failed: ' + error));`;
		return this.#driver.executeAsyncScript<T>(waits, ...given);
	}

	/** The element, once it is there and can be seen. */
	async see(css: string): Promise<WebElement> {
		const element = await this.#driver.wait(until.elementLocated(By.css(css)), PATIENCE, css);
		await this.#driver.wait(until.elementIsVisible(element), PATIENCE, css);
		return element;
	}

	/** Waits until the page shows these words somewhere. */
	async shows(words: string): Promise<void> {
		await this.#driver.wait(
			async () => (await this.run<string>('return document.body.innerText')).includes(words),
			PATIENCE,
			`The page never showed ${words}.`
		);
	}

	/** Waits until the page no longer shows these words. */
	async isWithout(words: string): Promise<void> {
		await this.#driver.wait(
			async () => !(await this.run<string>('return document.body.innerText')).includes(words),
			PATIENCE,
			`The page went on showing ${words}.`
		);
	}

	async count(css: string): Promise<number> {
		return (await this.#driver.findElements(By.css(css))).length;
	}

	async click(css: string): Promise<void> {
		const element = await this.see(css);
		await this.run('given[0].scrollIntoView({ block: "center" })', element);
		await element.click();
	}

	/** A button by what it says. */
	async press(words: string): Promise<void> {
		const found = await this.#driver.wait(
			async () =>
				this.run<WebElement | null>(
					`return [...document.querySelectorAll('button, a')].findLast((one) =>
						one.innerText.trim() === given[0] && one.checkVisibility() && !one.disabled) ?? null`,
					words
				),
			PATIENCE,
			`No button says ${words}.`
		);
		if (found) await this.run('given[0].scrollIntoView({ block: "center" }); given[0].click()', found);
	}

	/** As typing does, in a field that a driver cannot reach with every letter. */
	async type(css: string, words: string): Promise<void> {
		const element = await this.see(css);
		await this.run(
			`const [field, words] = given;
			field.focus();
			const proto = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
			Object.getOwnPropertyDescriptor(proto, 'value').set.call(field, words);
			field.dispatchEvent(new InputEvent('input', { bubbles: true, data: words }));
			field.dispatchEvent(new Event('change', { bubbles: true }));`,
			element,
			words
		);
	}

	async close(): Promise<void> {
		await this.#driver.quit().catch(() => undefined);
		if (this.#process.pid !== undefined) {
			try {
				process.kill(-this.#process.pid, 'SIGKILL');
			} catch {
				// It has ended with its browser.
			}
		}
	}
}
