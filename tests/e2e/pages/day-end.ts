import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** One trip's page at the day's end. */
export class DayEndPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async isShown(): Promise<void> {
		await expect(this.page.getByRole('heading', { level: 1, name: text('day_end_title') })).toBeVisible();
	}

	card(title: string): Locator {
		return this.page.getByRole('region', { name: text(title), exact: true });
	}

	async says(card: string, key: string, inputs: Record<string, string | number> = {}): Promise<void> {
		await expect(this.card(card)).toContainText(text(key, inputs));
	}

	/** The code both sides have, as shown. */
	async code(): Promise<string> {
		const shown = await this.card('day_end_check')
			.getByText(/[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/)
			.textContent();
		return /[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}/.exec(shown ?? '')?.[0] ?? '';
	}

	async savePicture(): Promise<Download> {
		const coming = this.page.waitForEvent('download');
		await this.page.getByRole('button', { name: text('day_end_save'), exact: true }).click();
		return coming;
	}
}
