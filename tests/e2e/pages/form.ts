import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** A value for a field: text to type, words to search a list with, words to add to one, a code of a choice, a tick. */
export type Value =
	| string
	| { readonly pick: string }
	| { readonly add: string }
	| { readonly code: string }
	| { readonly tick: boolean };
export type Values = Readonly<Record<string, Value>>;

/** A record form. Fields are named by their path, as issues and comments are (`receiver.name`). */
export class FormPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	get saveButton(): Locator {
		return this.page.getByRole('button', { name: text('form_save'), exact: true });
	}

	async isShown(): Promise<void> {
		await expect(this.saveButton).toBeVisible({ timeout: 60_000 });
	}

	/** The id of the record that is being written: in the address from the first moment. */
	get recordId(): string {
		const url = new URL(this.page.url());
		const id = url.searchParams.get('draft') ?? /^\/records\/([^/]+)\/edit/.exec(url.pathname)?.[1];
		if (!id) throw new Error(`No record in the address ${url.pathname}${url.search}.`);
		return id;
	}

	field(path: string): Locator {
		return this.page.locator(`[id="field-${path}"]`);
	}

	/** The control of a field, whatever it is. */
	input(path: string): Locator {
		return this.page.locator(`[id="input-${path}"]`);
	}

	/** Opens the folded part a field lies in. */
	async #unfold(path: string): Promise<void> {
		await this.field(path).evaluate((node) => {
			for (let at = node.parentElement; at !== null; at = at.parentElement) {
				if (at instanceof HTMLDetailsElement) at.open = true;
			}
		});
	}

	async fill(path: string, value: Value): Promise<void> {
		await this.#unfold(path);
		if (typeof value === 'string') await this.input(path).fill(value);
		else if ('pick' in value) await this.#pick(path, value.pick);
		else if ('add' in value) await this.#add(path, value.add);
		else if ('tick' in value) await this.field(path).getByRole('checkbox').setChecked(value.tick);
		else await this.#choose(path, value.code);
	}

	async #choose(path: string, code: string): Promise<void> {
		const list = this.field(path).locator('select');
		if ((await list.count()) > 0) await list.selectOption(code);
		else await this.field(path).locator(`input[value="${code}"]`).check();
	}

	async #pick(path: string, words: string): Promise<void> {
		await this.input(path).click();
		const sheet = this.page.getByRole('dialog');
		await sheet.getByRole('combobox').fill(words);
		await sheet.getByRole('option').first().click();
		const done = sheet.getByRole('button', { name: text('ui_done'), exact: true });
		if (await done.isVisible()) await done.click();
		await expect(sheet).toBeHidden();
	}

	/** Words that need not be in the list. */
	async #add(path: string, words: string): Promise<void> {
		await this.input(path).click();
		const sheet = this.page.getByRole('dialog');
		await sheet.getByRole('combobox').fill(words);
		await sheet.getByRole('button', { name: text('ui_use_words', { text: words }), exact: true }).click();
		await expect(sheet).toBeHidden();
	}

	async fillAll(values: Values): Promise<void> {
		for (const [path, value] of Object.entries(values)) await this.fill(path, value);
	}

	/** Answers every warning that is shown: a reason in words, or the incident's tick. */
	async answerAll(): Promise<void> {
		const warnings = this.page.locator('.issue.warn');
		for (let at = 0; at < (await warnings.count()); at++) {
			const warning = warnings.nth(at);
			const tick = warning.getByRole('checkbox');
			if ((await tick.count()) > 0) await tick.check();
			else if ((await warning.getByRole('textbox').count()) > 0) {
				await warning.getByRole('textbox').fill('现场已核实');
			}
		}
	}

	/** Types a batch and an expiry where a supply still needs them. */
	async fillBatches(): Promise<void> {
		for (const [part, value] of [
			['batch', '20260901'],
			['expiry', '2028-08-31']
		] as const) {
			for (const input of await this.page.locator(`[id^="input-lines."][id$=".${part}"]`).all()) {
				if ((await input.inputValue()) === '') await input.fill(value);
			}
		}
	}

	/** Saves, answering what the rules ask; gives the record's id once the phone says 已存本机. */
	async save(): Promise<string> {
		const id = this.recordId;
		const saved = this.page.getByRole('status').filter({ hasText: text('stage_on_phone') });
		const stopped = this.page.getByRole('button', { name: text('form_go_to_first') });
		for (let attempt = 0; attempt < 4; attempt++) {
			await this.saveButton.click();
			// What an earlier attempt said is still shown while this one is being checked.
			await expect(this.page.locator('[aria-busy="true"]')).toHaveCount(0);
			await expect(saved.or(stopped)).toBeVisible();
			if (await saved.isVisible()) return id;
			await this.fillBatches();
			await this.answerAll();
		}
		const blocks = await this.page
			.locator('[id^="field-"]', { has: this.page.locator('.issue.block') })
			.evaluateAll((fields) => fields.map((field) => `${field.id}: ${field.textContent.trim()}`));
		throw new Error(`The form cannot be saved: ${blocks.join(' / ')}`);
	}
}
