import { expect, type Locator, type Page } from '@playwright/test';
import type { MovementAct } from '#lib/domain/stock/movement.ts';
import { text } from '../harness/texts.ts';
import { FormPage } from './form.ts';

/** What is in hand, and where movements are begun. */
export class StockPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	static async open(page: Page): Promise<StockPage> {
		await page.goto('/stock');
		const stock = new StockPage(page);
		await stock.isShown();
		return stock;
	}

	async isShown(): Promise<void> {
		await expect(this.page.getByRole('heading', { level: 1, name: text('in_hand_title') })).toBeVisible();
		await expect(this.page.getByText(text('in_hand_record'), { exact: true })).toBeVisible();
	}

	/** The card of a place, by the place's name. */
	place(name: string): Locator {
		return this.page.getByRole('region', { name, exact: true });
	}

	/** What a place has of a supply. */
	holding(place: string, supply: string): Locator {
		return this.place(place).getByRole('listitem').filter({ hasText: supply });
	}

	get coming(): Locator {
		return this.place(text('in_hand_coming'));
	}
	get going(): Locator {
		return this.place(text('in_hand_going'));
	}

	act(act: MovementAct): Locator {
		return this.page
			.locator('main')
			.getByRole('link', { name: text(`stock_act_${act}` as 'stock_act_issue'), exact: true });
	}

	async begin(act: MovementAct): Promise<MovementFormPage> {
		await this.act(act).click();
		const form = new MovementFormPage(this.page);
		await form.isShown();
		return form;
	}

	/** Opens the form in which the first transfer that waits is counted. */
	async confirm(): Promise<MovementFormPage> {
		await this.coming
			.getByRole('link', { name: text('in_hand_confirm'), exact: true })
			.first()
			.click();
		const form = new MovementFormPage(this.page);
		await form.isShown();
		return form;
	}

	/** Types a code as a hand-held scanner does; gives what is said of it. */
	async scan(code: string): Promise<Locator> {
		await this.page.getByRole('button', { name: text('in_hand_scan'), exact: true }).click();
		const dialog = this.page.getByRole('dialog');
		await dialog.getByPlaceholder(text('in_hand_scan_label')).fill(code);
		await dialog.getByRole('button', { name: text('ui_scan_enter'), exact: true }).click();
		return dialog.getByRole('status');
	}
	async closeDialog(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await expect(this.page.getByRole('dialog')).toBeHidden();
	}
}

/** The form of a movement. */
export class MovementFormPage extends FormPage {
	/** Adds a line of the supply that the words find first. */
	async add(words: string): Promise<void> {
		await this.page.getByRole('button', { name: text('form_add_supply'), exact: true }).click();
		const sheet = this.page.getByRole('dialog');
		await sheet.getByRole('combobox').fill(words);
		await sheet.getByRole('option').first().click();
		await expect(sheet).toBeHidden();
	}

	/** The lines, as they stand. */
	get lines(): Locator {
		return this.page.locator('[id^="field-lines."][role="group"]');
	}
	/** The quantity of the nth line. */
	quantity(at: number): Locator {
		return this.lines.nth(at).locator('[id^="input-lines."][id$=".qty"]');
	}
}
