import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';
import { DayEndPage } from './day-end.ts';
import { FormPage } from './form.ts';

export class TodayPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	get actions(): Locator {
		return this.page.getByRole('navigation', { name: text('today_actions') });
	}

	async isShown(): Promise<void> {
		await expect(this.actions).toBeVisible({ timeout: 60_000 });
	}

	/** The reference data has come: recording is possible. */
	async isReady(): Promise<void> {
		// On the way from another page the sentence is not there either.
		await this.isShown();
		await expect(this.page.getByText(text('today_not_ready'))).toBeHidden({ timeout: 60_000 });
	}

	/** One tap on one of the three big actions. */
	async start(kind: string): Promise<FormPage> {
		await this.actions.getByRole('link', { name: text(`kind_${kind}_new`) }).click();
		const form = new FormPage(this.page);
		await form.isShown();
		return form;
	}

	button(key: string): Locator {
		return this.page.getByRole('button', { name: text(key), exact: true });
	}

	/** Begins a trip with what its dialog offers. */
	async startTrip(): Promise<void> {
		await this.button('trip_start').click();
		await this.button('trip_begin').click();
		await expect(this.button('trip_end')).toBeVisible();
	}

	async endTrip(): Promise<void> {
		await this.button('trip_end').click();
		await new DayEndPage(this.page).isShown();
	}

	/** The last record of the trip once more, at the next place. */
	async sameAgain(): Promise<FormPage> {
		await this.page.getByRole('link', { name: text('trip_same_again'), exact: true }).click();
		const form = new FormPage(this.page);
		await form.isShown();
		return form;
	}

	/** Buttons of the returned records, on top. */
	get corrections(): Locator {
		return this.page.getByRole('link', { name: text('returned_correct'), exact: true });
	}

	/** One tap: from the notice to the field that is wrong. */
	async correctFirst(): Promise<FormPage> {
		await this.corrections.first().click();
		const form = new FormPage(this.page);
		await form.isShown();
		return form;
	}
}
