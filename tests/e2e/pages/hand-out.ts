import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** Handing out person by person. */
export class HandOutPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	static async open(page: Page, handout: string): Promise<HandOutPage> {
		await page.goto(`/hand-out/${handout}`);
		const opened = new HandOutPage(page);
		await expect(opened.search).toBeVisible();
		return opened;
	}

	get search(): Locator {
		return this.page.getByRole('searchbox', { name: text('receipt_search') });
	}
	get dialog(): Locator {
		return this.page.getByRole('dialog');
	}

	/** The row of somebody on the list, as the list shows the name. */
	person(shown: string): Locator {
		return this.page.getByRole('listitem').getByRole('button').filter({ hasText: shown });
	}

	/** Two taps: the person, and the button; waits until the phone has it. */
	async give(shown: string): Promise<void> {
		await this.person(shown).click();
		await this.dialog.getByRole('button', { name: text('receipt_give'), exact: true }).click();
		await this.saidGiven(shown);
	}

	/** Against what is known, with a reason. */
	async giveAnyway(shown: string, reason: string): Promise<void> {
		await this.dialog.getByRole('radio', { name: reason }).check();
		await this.dialog.getByRole('button', { name: text('receipt_give_anyway'), exact: true }).click();
		await this.saidGiven(shown);
	}

	async saidGiven(name: string): Promise<void> {
		await expect(this.dialog).toBeHidden();
		await expect(this.page.getByText(text('receipt_given', { name }))).toBeVisible();
	}

	/** As a hand-held scanner types. */
	async type(code: string): Promise<void> {
		await this.search.fill(code);
		await this.search.press('Enter');
	}
}
