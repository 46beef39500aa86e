import type { Page } from '@playwright/test';
import { text } from '../harness/texts.ts';
import { TodayPage } from './today.ts';

export class SignInPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async signIn(login: string, password: string): Promise<TodayPage> {
		await this.ask(login, password);
		const today = new TodayPage(this.page);
		await today.isShown();
		return today;
	}

	/** Types both and presses, whatever comes of it. */
	async ask(login: string, password: string): Promise<void> {
		await this.page.getByLabel(text('sign_in_login'), { exact: true }).fill(login);
		await this.page.getByLabel(text('sign_in_password'), { exact: true }).fill(password);
		await this.page.getByRole('button', { name: text('sign_in_do'), exact: true }).click();
	}
}
