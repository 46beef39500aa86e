import type { Page } from '@playwright/test';
import { text } from '../harness/texts.ts';
import { TodayPage } from './today.ts';

/** Where a new phone is signed in by a one-time code. */
export class EnrolPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** The code's field; filled already when the address of the QR code was opened. */
	get code() {
		return this.page.getByLabel(text('enrol_code'), { exact: true });
	}

	async submit(): Promise<void> {
		await this.page.getByRole('button', { name: text('enrol_do'), exact: true }).click();
	}

	/** Signs the phone in. */
	async enrol(): Promise<TodayPage> {
		await this.submit();
		const today = new TodayPage(this.page);
		await today.isShown();
		await today.isReady();
		return today;
	}
}
