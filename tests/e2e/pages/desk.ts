import { expect, type Page } from '@playwright/test';
import { text, textLike } from '../harness/texts.ts';

/** The desk's screens as the coordinator uses them; decisions are made by keyboard. */
export class DeskPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async signIn(login: string, password: string): Promise<void> {
		await this.page.goto('/desk/sign-in');
		await this.page.getByLabel(text('desk_sign_in_login'), { exact: true }).fill(login);
		await this.page.getByLabel(text('desk_sign_in_password'), { exact: true }).fill(password);
		await this.page.getByRole('button', { name: text('desk_sign_in_submit'), exact: true }).click();
		await expect(this.page.getByRole('main', { includeHidden: false }).first()).toBeVisible();
		await expect(this.page).not.toHaveURL(/sign-in/);
	}

	/** Opens a record in the review queue; `corrected` shows only what came back corrected. */
	async review(id: string, options: { corrected?: boolean } = {}): Promise<void> {
		await this.page.goto(`/desk/review?id=${id}${options.corrected ? '&corrected=1' : ''}`);
		await expect(this.page.locator(`[id="row-${id}"].current`)).toBeVisible();
		await this.page.waitForLoadState('networkidle');
	}

	/** The queue of some days, without a record chosen in the address. */
	async queueOf(from: string, to = from): Promise<void> {
		await this.page.goto(`/desk/review?from=${from}&to=${to}`);
		await this.page.waitForLoadState('networkidle');
	}

	/** How many records wait for this person, as the navigation says. */
	async waiting(): Promise<number> {
		const link = this.page.locator('.side a[href="/desk/review"] .count');
		return (await link.count()) === 0 ? 0 : Number(await link.innerText());
	}

	async #decided(id: string): Promise<void> {
		await expect(this.page.getByText(textLike('desk_last')).first()).toBeVisible();
		await expect(this.page.locator(`a[href="/desk/records/${id}"]`).first()).toBeVisible();
	}

	async approveByKey(id: string): Promise<void> {
		await this.review(id);
		await this.page.keyboard.press('a');
		await this.#decided(id);
	}

	/** Returns it with a comment on one field, found by the field's label. */
	async returnByKey(id: string, reason: string, label: string, comment: string): Promise<void> {
		await this.review(id);
		await this.page.keyboard.press('r');
		const panel = this.page.locator('#panel-return');
		await panel.locator('select[name="reason"]').selectOption(reason);
		await this.page.getByRole('button', { name: `${text('desk_comment_on')} ${text(label)}` }).click();
		await panel.getByLabel(text(label), { exact: true }).fill(comment);
		await panel.getByRole('button', { name: text('desk_return_send'), exact: true }).click();
		await this.#decided(id);
	}

	/** Settles the open conflict of a record with what the later writer proposed. */
	async settleWithProposed(id: string, field: string): Promise<void> {
		await this.page.goto(`/desk/records/${id}`);
		await this.page.locator(`input[name="keep:${field}"][value="proposed"]`).check();
		const settle = this.page.getByRole('button', { name: text('desk_conflict_settle'), exact: true });
		await settle.click();
		await expect(settle).toBeHidden();
	}

	/** Opens the first record of the explorer. */
	async openFirstRecord(): Promise<void> {
		await this.page.goto('/desk/records');
		await this.page.locator('main a[href^="/desk/records/"]').first().click();
		await expect(this.page).toHaveURL(/\/desk\/records\/[\w-]{36}$/);
	}

	/** Issues a one-time link for a person to choose a password by; gives the link. */
	async issueLink(person: string): Promise<string> {
		await this.page.goto(`/desk/people/${person}`);
		await this.page.getByRole('button', { name: text('people_issue_link'), exact: true }).click();
		return this.page.getByText(/\/setup\/\S{20,}/).innerText();
	}

	/** Issues a one-time code for a person's phone; gives the code without its gap. */
	async issueCode(person: string): Promise<string> {
		await this.page.goto(`/desk/people/${person}`);
		await this.page.getByRole('button', { name: text('people_issue_code'), exact: true }).click();
		await expect(this.page.getByRole('img', { name: text('people_qr_alt') })).toBeVisible();
		return (await this.page.locator('.code strong').innerText()).replaceAll(/\s/g, '');
	}

	/** Moves a person with one right to another region: the same right is given there, the old one ends today. */
	async movePerson(person: string, role: string, region: string): Promise<void> {
		await this.page.goto(`/desk/people/${person}`);
		const give = this.page.locator('form[action="?/give"]');
		await give.locator('select[name="role"]').selectOption(role);
		await give.locator('select[name="region"]').selectOption(region);
		await give.getByRole('button').click();
		await expect(this.page.getByText(text('people_saved'))).toBeVisible();
		const end = this.page.locator('form[action="?/end"]');
		await expect(end).toHaveCount(2);
		await end
			.first()
			.getByRole('button', { name: text('people_end'), exact: true })
			.click();
		await expect(end).toHaveCount(1);
	}

	/** Labels of the phones a person has or had. */
	async phonesOf(person: string): Promise<string[]> {
		await this.page.goto(`/desk/people/${person}`);
		return this.page.locator('.phone strong').allInnerTexts();
	}

	/** Takes the only phone of a person away. */
	async revokePhone(person: string): Promise<void> {
		await this.page.goto(`/desk/people/${person}`);
		await this.page.getByRole('button', { name: text('people_revoke'), exact: true }).click();
		await expect(this.page.getByText(text('people_saved'))).toBeVisible();
	}

	/** Makes an account; gives its id. */
	async createPerson(person: {
		readonly name: string;
		readonly login: string;
		readonly role: string;
		readonly region: string;
	}): Promise<string> {
		await this.page.goto('/desk/people/new');
		await this.page.locator('input[name="name"]').fill(person.name);
		await this.page.locator('input[name="login"]').fill(person.login);
		await this.page.locator('select[name="role"]').selectOption(person.role);
		await this.page.locator('select[name="region"]').selectOption(person.region);
		await this.page.getByRole('button', { name: text('people_create'), exact: true }).click();
		await expect(this.page).toHaveURL(/\/desk\/people\/[\w-]{36}$/);
		return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
	}

	/** On the page of a one-time link. */
	async choosePassword(password: string): Promise<void> {
		await this.page.locator('input[name="password"]').fill(password);
		await this.page.locator('input[name="repeat"]').fill(password);
		await this.page.getByRole('button', { name: text('setup_submit'), exact: true }).click();
		await expect(this.page.getByText(text('setup_done'))).toBeVisible();
	}

	/** Brings a phone's file of unsent work; `answer` is what the page says of it. */
	async bringUnsent(path: string | readonly string[], answer = 'desk_unsent_done'): Promise<void> {
		await this.page.goto('/desk/unsent');
		await this.page.waitForLoadState('networkidle');
		await this.page.locator('input[name="file"]').setInputFiles([path].flat());
		const answered = this.page.waitForResponse((response) => response.request().method() === 'POST');
		await this.page.getByRole('button', { name: text('desk_unsent_send'), exact: true }).click();
		await answered;
		await expect(this.page.getByText(textLike(answer))).toBeVisible();
	}
}
