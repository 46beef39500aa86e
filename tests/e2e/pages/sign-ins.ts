import { expect, type Locator, type Page } from '@playwright/test';
import { text, textLike } from '../harness/texts.ts';

/** The sheet on which persons are noted one after another. */
export class SignInSheet {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	get dialog(): Locator {
		return this.page.getByRole('dialog', { name: text('noting_title') });
	}

	/** From a session's form or page. */
	async open(): Promise<this> {
		const opener = this.page.getByRole('main').getByRole('button', { name: textLike('noting_open') });
		await opener.first().click();
		await expect(this.dialog).toBeVisible();
		return this;
	}

	async way(key: 'scan' | 'typed' | 'tick'): Promise<void> {
		await this.dialog.getByRole('radio', { name: text(`noting_way_${key}`), exact: true }).check();
	}

	async type(name: string): Promise<void> {
		await this.dialog.locator('[id="input-sign-in-name"]').fill(name);
		await this.dialog.getByRole('button', { name: text('noting_add') }).click();
	}

	/** Somebody on a lent list, as the list shows the name. */
	onList(shown: string): Locator {
		return this.dialog.locator('button[aria-pressed]').filter({ hasText: shown });
	}

	get find(): Locator {
		return this.dialog.getByRole('searchbox', { name: text('noting_find') });
	}

	async takeBack(name: string): Promise<void> {
		await this.dialog.getByRole('button', { name: text('noting_take_back', { name }), exact: true }).click();
	}

	async says(key: string, params: Record<string, string | number>): Promise<void> {
		await expect(this.dialog.getByText(text(key, params), { exact: true }).first()).toBeVisible({
			timeout: 40_000
		});
	}

	async hasCount(n: number): Promise<void> {
		await expect(this.dialog.getByText(text('noting_count', { n }), { exact: true })).toBeVisible({
			timeout: 40_000
		});
	}

	async done(): Promise<void> {
		await this.dialog.getByRole('button', { name: text('ui_done'), exact: true }).click();
		await expect(this.dialog).toBeHidden();
	}
}
