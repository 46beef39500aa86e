import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';
import { drawStroke } from './signature-pad.ts';

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
	/** How many received. */
	get given(): Locator {
		return this.page.getByRole('main').locator('.count strong');
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

	/** In the open dialog: goods, proxy and signature. */
	async openMore(): Promise<void> {
		await this.dialog.getByText(text('receipt_more_fields'), { exact: true }).click();
	}

	/** How much of each supply the person gets. */
	get quantities(): Locator {
		return this.dialog.locator('[id^="input-lines."]');
	}
	get pad(): Locator {
		return this.dialog.locator('[id="input-signature"]');
	}

	sign(): Promise<void> {
		return drawStroke(this.page, this.pad, 0.4);
	}

	async openScanner(): Promise<Locator> {
		await this.page.getByRole('button', { name: text('receipt_scan'), exact: true }).click();
		await expect(this.dialog).toBeVisible();
		return this.dialog;
	}

	/** In the open scanner, as a hand-held one types; waits until it is said. */
	async scan(code: string, says: string): Promise<void> {
		const input = this.dialog.getByPlaceholder(text('noting_code_typed'));
		await input.fill(code);
		await input.press('Enter');
		await expect(this.dialog.getByRole('status').getByText(says)).toBeVisible();
	}

	async openExchange(way: 'show' | 'take'): Promise<Locator> {
		await this.page.getByRole('button', { name: text('exchange_title'), exact: true }).click();
		await this.dialog.getByRole('radio', { name: text(`exchange_${way}`), exact: true }).check();
		return this.dialog;
	}

	/** As a hand-held scanner types. */
	async type(code: string): Promise<void> {
		await this.search.fill(code);
		await this.search.press('Enter');
	}
}
