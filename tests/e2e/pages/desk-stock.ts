import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** The desk's pages about goods: what is where, movements, stores and batches. */
export class DeskStockPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async open(search = ''): Promise<void> {
		await this.page.goto(`/desk/stock${search}`);
		await expect(this.page.getByRole('heading', { level: 1, name: text('desk_nav_stock') })).toBeVisible();
	}

	/** The rows of a supply, or of a batch, in the balances on the page. */
	balance(supplyOrBatch: string): Locator {
		const table = this.page.getByRole('group', { name: text('stock_balances') });
		const named = this.page.locator('th, td').getByText(supplyOrBatch, { exact: true });
		return table
			.getByRole('row')
			.filter({ has: named.or(this.page.getByRole('rowheader', { name: supplyOrBatch, exact: true })) });
	}

	async openPlace(name: string): Promise<void> {
		await this.page.getByRole('link', { name, exact: true }).first().click();
		await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
	}

	/** Opens the form of a movement; `other` is the name of a team or person. */
	async begin(act: string, other?: string): Promise<void> {
		await this.page.goto('/desk/stock/move');
		await this.page.locator('select[name="act"]').selectOption(act);
		await this.page.getByRole('button', { name: text('stock_move_load'), exact: true }).click();
		await expect(this.page).toHaveURL(new RegExp(`act=${act}`));
		if (other === undefined) return;
		await this.page.locator('select[name="other"]').selectOption({ label: other });
		await this.page.getByRole('button', { name: text('stock_move_load'), exact: true }).click();
		await expect(this.page).toHaveURL(/other=/);
	}

	/** Types the quantity of a batch that is there. */
	async type(supply: string, batch: string, qty: string): Promise<void> {
		const name = text('stock_move_typed_of', { supply, batch }).replace(/ +/, ' ');
		await this.page.getByRole('textbox', { name, exact: true }).fill(qty);
	}

	/** Fills a blank line, counted from 1. */
	async typeNew(line: number, supply: string, qty: string, batch: string, expiry: string): Promise<void> {
		const fields = this.page.locator('ol > li').nth(line - 1);
		await fields.locator('select').selectOption({ label: supply });
		await fields.getByLabel(text('stock_col_qty'), { exact: true }).fill(qty);
		await fields.getByLabel(text('stock_col_batch'), { exact: true }).fill(batch);
		await fields.getByLabel(text('stock_col_expiry'), { exact: true }).fill(expiry);
	}

	async save(): Promise<void> {
		await this.page.getByRole('button', { name: text('stock_move_save'), exact: true }).click();
	}

	/** The movements of the place that is open, the newest first. */
	get steps(): Locator {
		return this.page.locator('li[id]');
	}

	/** Those of one sort. */
	stepsOf(act: string): Locator {
		return this.steps.filter({ has: this.page.locator('.chip').getByText(text(act), { exact: true }) });
	}

	async reverse(step: Locator, why: string): Promise<void> {
		await step.getByText(text('stock_reverse'), { exact: true }).first().click();
		await step.getByLabel(text('stock_reverse_why'), { exact: true }).fill(why);
		await step.getByRole('button', { name: text('stock_reverse'), exact: true }).click();
	}

	async trace(batch: string): Promise<void> {
		await this.page.goto('/desk/stock/recall');
		await this.page.getByLabel(text('stock_col_batch'), { exact: true }).fill(batch);
		await this.page.getByRole('button', { name: text('recall_find'), exact: true }).click();
		await expect(this.page).toHaveURL(/batch=/);
	}

	/** Presses a button that gives a file; gives its path. */
	async download(button: string): Promise<string> {
		const saved = this.page.waitForEvent('download');
		await this.page.getByRole('button', { name: button, exact: true }).click();
		return (await saved).path();
	}
}
