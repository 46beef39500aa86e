import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';
import { FormPage, type Value, type Values } from './form.ts';

/** More stops than any screen has. */
const MOST_STOPS = 150;

/** A form in the hands of a person who has keys and nothing else: each control is reached by Tab and used where it is. */
export class ByKeys {
	readonly page: Page;
	readonly form: FormPage;

	constructor(page: Page) {
		this.page = page;
		this.form = new FormPage(page);
	}

	/** Tab until the focus is there, or on something in it. */
	async reach(place: Locator): Promise<void> {
		await expect(place).toBeAttached();
		for (let stops = 0; stops < MOST_STOPS; stops++) {
			if (await place.evaluate((node) => node.contains(document.activeElement))) return;
			await this.page.keyboard.press('Tab');
		}
		throw new Error(`No way by Tab to ${String(place)}.`);
	}

	async press(place: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
		await this.reach(place);
		await this.page.keyboard.press(key);
	}

	/** Opens the folded parts a field lies in, the outermost first. */
	async #unfold(path: string): Promise<void> {
		const folds = this.page.locator('details:not([open])').filter({ has: this.form.field(path) });
		while ((await folds.count()) > 0) await this.press(folds.first().locator('> summary'));
	}

	async fill(path: string, value: Value): Promise<void> {
		const { page, form } = this;
		await this.#unfold(path);
		if (typeof value === 'string') {
			await this.reach(form.input(path));
			await page.keyboard.press('ControlOrMeta+a');
			await page.keyboard.type(value);
		} else if ('pick' in value || 'add' in value) await this.#search(path, value);
		else if ('code' in value) await this.#choose(path, value.code);
		else await this.press(form.field(path).getByRole('checkbox'), 'Space');
	}

	async #search(path: string, value: { readonly pick: string } | { readonly add: string }): Promise<void> {
		const { page } = this;
		await this.press(this.form.input(path));
		const sheet = page.getByRole('dialog');
		await expect(sheet.getByRole('combobox')).toBeFocused();
		await page.keyboard.type('pick' in value ? value.pick : value.add);
		if ('pick' in value) await page.keyboard.press('Enter');
		else await this.press(sheet.getByRole('button', { name: text('ui_use_words', { text: value.add }) }));
		const done = sheet.getByRole('button', { name: text('ui_done'), exact: true });
		if (await done.isVisible()) await this.press(done);
		await expect(sheet).toBeHidden();
	}

	/** With the arrows, through a list or a row of choices. */
	async #choose(path: string, code: string): Promise<void> {
		const field = this.form.field(path);
		const list = field.locator('select');
		const isList = (await list.count()) > 0;
		const isChosen = () =>
			isList
				? list.evaluate((node, wanted) => node instanceof HTMLSelectElement && node.value === wanted, code)
				: field.locator(`input[value="${code}"]`).isChecked();
		await this.reach(isList ? list : field.locator('input[type="radio"]:not([tabindex="-1"])').first());
		await this.page.keyboard.press(isList ? 'Home' : 'Space');
		for (let steps = 0; steps < 80 && !(await isChosen()); steps++)
			await this.page.keyboard.press('ArrowDown');
		expect(await isChosen()).toBe(true);
	}

	async fillAll(values: Values): Promise<void> {
		for (const [path, value] of Object.entries(values)) await this.fill(path, value);
	}

	/** Saves and answers in words what the rules ask; gives the record's id. */
	async save(): Promise<string> {
		const { page, form } = this;
		const id = form.recordId;
		const saved = page.getByRole('status').filter({ hasText: text('stage_on_phone') });
		const stopped = page.getByRole('button', { name: text('form_go_to_first') });
		for (let attempt = 0; attempt < 4; attempt++) {
			await this.press(form.saveButton);
			await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
			await expect(saved.or(stopped)).toBeVisible();
			if (await saved.isVisible()) return id;
			for (const asked of await page.locator('.issue.warn').getByRole('textbox').all()) {
				if ((await asked.inputValue()) !== '') continue;
				await this.reach(asked);
				await page.keyboard.type('现场已核实');
			}
		}
		throw new Error('The form cannot be saved by its keys.');
	}
}
