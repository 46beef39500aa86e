import type { Locator, Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

export class SyncPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** How many operations wait. */
	get waiting(): Locator {
		return this.page.locator('main .figure').first();
	}

	get sendButton(): Locator {
		return this.page.getByRole('button', { name: text('sync_try_now'), exact: true });
	}

	async sendNow(): Promise<void> {
		await this.sendButton.click();
	}
}
