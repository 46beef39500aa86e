import { expect, type Locator, type Page } from '@playwright/test';
import { text, textLike } from '../harness/texts.ts';

export class RecordPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** The server's number. */
	get number(): Locator {
		return this.page.getByText(textLike('record_number'));
	}

	/** `on_phone`, `on_server`, ... as the chip says it. */
	async isAtStage(stage: 'on_phone' | 'parked' | 'on_server' | 'attention'): Promise<void> {
		await expect(this.page.getByText(text(`stage_${stage}`), { exact: true }).first()).toBeVisible();
	}

	async isInState(state: 'pending' | 'returned' | 'approved' | 'voided'): Promise<void> {
		await expect(this.page.getByText(text(`review_${state}`), { exact: true }).first()).toBeVisible();
	}

	async shows(words: string): Promise<void> {
		await expect(this.page.getByRole('main').getByText(words).first()).toBeVisible();
	}
}
