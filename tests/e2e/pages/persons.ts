import { expect, type Locator, type Page } from '@playwright/test';
import { text } from '../harness/texts.ts';

/** Who uses this phone: the chooser, the PIN, signing out. */
export class PersonsPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	#button(key: string): Locator {
		return this.page.getByRole('button', { name: text(key), exact: true });
	}

	row(login: string): Locator {
		return this.page.getByRole('listitem').filter({ hasText: login });
	}

	/** Through the app's own bar: a page that is loaded anew asks for the PIN. */
	async #me(): Promise<void> {
		const bar = this.page.getByRole('navigation', { name: text('nav_label'), exact: true });
		await bar.getByRole('link', { name: text('nav_me'), exact: true }).click();
	}

	async setPin(pin: string): Promise<void> {
		await this.#me();
		await this.#button('me_set_pin').click();
		const dialog = this.page.getByRole('dialog');
		await dialog.getByLabel(text('pin_next'), { exact: true }).fill(pin);
		await dialog.getByRole('button', { name: text('pin_set'), exact: true }).click();
		await expect(dialog).toBeHidden();
	}

	/** Back to the chooser; the person stays on the phone. */
	async leave(): Promise<void> {
		await this.#me();
		await this.#button('me_switch').click();
		await this.isShown();
	}

	async isShown(): Promise<void> {
		await expect(this.page.getByRole('heading', { name: text('chooser_title') })).toBeVisible();
	}

	async other(): Promise<void> {
		await this.page.getByRole('link', { name: text('chooser_other'), exact: true }).click();
	}

	async open(login: string, pin: string): Promise<void> {
		const input = this.row(login).locator('input');
		if (!(await input.isVisible())) await this.row(login).getByRole('button').first().click();
		await input.fill(pin);
		await this.row(login)
			.getByRole('button', { name: text('chooser_open'), exact: true })
			.click();
	}

	/** Opens the dialog of signing out and gives it. */
	async signOut(): Promise<Locator> {
		await this.#me();
		await this.#button('me_sign_out').click();
		return this.page.getByRole('dialog');
	}
}
