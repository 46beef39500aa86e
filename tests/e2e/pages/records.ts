import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** The list of records with its search and filters. */
export class RecordsPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	get rows(): Locator {
		return this.page.getByRole('main').locator('.list').getByRole('link');
	}

	/** Through the app's own bar. */
	async open(): Promise<void> {
		const bar = this.page.getByRole('navigation', { name: text('nav_label'), exact: true });
		await bar.getByRole('link', { name: text('nav_records'), exact: true }).click();
		await expect(this.page.getByLabel(text('records_search'), { exact: true })).toBeVisible();
	}

	async search(words: string): Promise<void> {
		await this.page.getByLabel(text('records_search'), { exact: true }).fill(words);
	}

	/** `null` is all of them. */
	async ofKind(kind: string | null): Promise<void> {
		await this.page.getByLabel(text('records_kind'), { exact: true }).selectOption(kind ?? '');
	}

	async standing(standing: string | null): Promise<void> {
		await this.page.getByLabel(text('records_standing'), { exact: true }).selectOption(standing ?? '');
	}

	async clear(): Promise<void> {
		await this.page.getByRole('button', { name: text('records_clear'), exact: true }).click();
	}
}
