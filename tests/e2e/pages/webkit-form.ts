/** A record form in a browser that only WebDriver drives; the fields are those of `FormPage`. */
import { text } from '../harness/texts.ts';
import type { WebKit } from '../harness/webkit.ts';
import type { Values } from './form.ts';

const input = (path: string) => `[id="input-${path}"]`;
const field = (path: string) => `[id="field-${path}"]`;

export class WebKitForm {
	readonly #browser: WebKit;

	constructor(browser: WebKit) {
		this.#browser = browser;
	}

	async isShown(): Promise<void> {
		await this.#browser.shows(text('form_save'));
	}

	async fillAll(values: Values): Promise<void> {
		for (const [path, value] of Object.entries(values)) {
			await this.#unfold(path);
			if (typeof value === 'string') await this.#browser.type(input(path), value);
			else if ('pick' in value) await this.#pick(path, value.pick);
			else if ('code' in value) await this.#choose(path, value.code);
			else throw new Error(`${path}: not in this story.`);
		}
	}

	async #unfold(path: string): Promise<void> {
		await this.#browser.run(
			`for (let at = document.querySelector(given[0]); at; at = at.parentElement)
				if (at instanceof HTMLDetailsElement) at.open = true;`,
			field(path)
		);
	}

	async #pick(path: string, words: string): Promise<void> {
		await this.#browser.click(input(path));
		await this.#browser.type('dialog[open] [role="combobox"], [role="dialog"] [role="combobox"]', words);
		await this.#browser.click('[role="option"]');
	}

	async #choose(path: string, code: string): Promise<void> {
		await this.#browser.run(
			`const [path, code] = given;
			const list = document.querySelector(path + ' select');
			if (list) { list.value = code; list.dispatchEvent(new Event('change', { bubbles: true })); }
			else document.querySelector(path + ' input[value="' + code + '"]').click();`,
			field(path),
			code
		);
	}

	/** Saves, answering what the rules ask, until the phone says that the record is on it. */
	async save(): Promise<void> {
		const saved = text('stage_on_phone');
		for (let attempt = 0; attempt < 4; attempt++) {
			await this.#browser.press(text('form_save'));
			const isSaved = await this.#browser.run<boolean>(
				`for (let turn = 0; turn < 300; turn++) {
					const said = [...document.querySelectorAll('[role="status"]')].some((one) => one.innerText.includes(given[0]));
					if (said) return true;
					if (document.querySelector('.issue.warn, .issue.block') && !document.querySelector('[aria-busy="true"]') && turn > 20)
						return false;
					await new Promise((wake) => setTimeout(wake, 100));
				}
				return false;`,
				saved
			);
			if (isSaved) return;
			await this.#answer();
		}
		throw new Error('The form cannot be saved.');
	}

	async #answer(): Promise<void> {
		for (const [part, value] of [
			['batch', '20260901'],
			['expiry', '2028-08-31']
		] as const) {
			const ids = await this.#browser.run<string[]>(
				`return [...document.querySelectorAll('[id^="input-lines."]')]
					.filter((one) => one.id.endsWith(given[0]) && one.value === '').map((one) => one.id)`,
				`.${part}`
			);
			for (const id of ids) await this.#browser.type(`[id="${id}"]`, value);
		}
		await this.#browser.run(
			`for (const warning of document.querySelectorAll('.issue.warn')) {
				const tick = warning.querySelector('input[type="checkbox"]');
				if (tick && !tick.checked) tick.click();
				const words = warning.querySelector('textarea, input[type="text"], input:not([type])');
				if (words) {
					words.value = '现场已核实';
					words.dispatchEvent(new InputEvent('input', { bubbles: true }));
				}
			}`
		);
	}
}
