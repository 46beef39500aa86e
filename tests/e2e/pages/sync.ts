import type { Locator, Page } from '@playwright/test';
import { text, textLike } from '../harness/texts.ts';

export class SyncPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** How many operations wait. */
	get waiting(): Locator {
		return this.page.locator('main .figure').first();
	}

	/** What waits, by name. */
	get list(): Locator {
		const heading = this.page.getByRole('heading', { name: textLike('sync_waiting_records') });
		return this.page.getByRole('main').locator('section').filter({ has: heading });
	}

	get sendButton(): Locator {
		return this.page.getByRole('button', { name: text('sync_try_now'), exact: true });
	}

	/** Photos over Wi-Fi only; where the browser cannot tell, not now. */
	get heldBack(): Locator {
		return this.page.getByRole('checkbox', {
			name: new RegExp(`^(${text('photos_wifi_only')}|${text('photos_not_now')})`)
		});
	}

	async sendNow(): Promise<void> {
		await this.sendButton.click();
	}
}
