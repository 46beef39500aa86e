/** Several people on one phone: each has an own lock, own records and own drafts, also without network. */
import type { Locator, Page } from '@playwright/test';
import { credentials } from './harness/accounts.ts';
import type { Phone } from './harness/phone.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { PersonsPage } from './pages/persons.ts';
import { RecordsPage } from './pages/records.ts';
import { SignInPage } from './pages/sign-in.ts';
import { TodayPage } from './pages/today.ts';

/** How often a record stands in the list of the person who is open: 0 or 1. */
async function inList(phone: Phone, id: string): Promise<Locator> {
	const list = new RecordsPage(phone.page);
	await list.open();
	await list.ofKind('visit');
	return list.rows.and(phone.page.locator(`[href="/records/${id}"]`));
}

async function toToday(phone: Phone): Promise<TodayPage> {
	const bar = phone.page.getByRole('navigation', { name: text('nav_label'), exact: true });
	await bar.getByRole('link', { name: text('nav_today'), exact: true }).click();
	return new TodayPage(phone.page);
}

const drafts = (page: Page) => page.getByRole('link', { name: /草稿存于/ });

test('two people change over by PIN without network and see only what is theirs', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const persons = new PersonsPage(phone.page);
	const [first, second] = [credentials('volunteer'), credentials('otherVolunteer')];
	await phone.network.cut();
	const visit = await phone.save('visit', VISIT);
	const form = await phone.form('visit');
	await form.fill('situation', '第一个人的草稿');
	await expect(phone.page.getByText(/草稿已存/)).toBeVisible();
	await phone.today();
	await expect(drafts(phone.page)).toHaveCount(1);
	await expect(await inList(phone, visit)).toHaveCount(1);
	await persons.setPin('2468');

	await phone.network.restore();
	await persons.leave();
	await persons.other();
	await (await new SignInPage(phone.page).signIn(second.login, second.password)).isReady();
	await persons.setPin('1357');
	await phone.network.cut();
	await expect(await inList(phone, visit)).toHaveCount(0);
	await (await toToday(phone)).isShown();
	await expect(drafts(phone.page)).toHaveCount(0);

	await persons.leave();
	await persons.open(first.login, '1111');
	await expect(phone.page.getByRole('alert')).toHaveText(text('open_pin_wrong'));
	await persons.open(first.login, '2468');
	await (await toToday(phone)).isShown();
	await expect(drafts(phone.page)).toHaveCount(1);
	await expect(await inList(phone, visit)).toHaveCount(1);
});

test('five wrong PINs lock the person for a minute, with a sentence; nothing is lost', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const persons = new PersonsPage(phone.page);
	const { login } = credentials('volunteer');
	await phone.network.cut();
	await phone.save('visit', VISIT);
	await phone.today();
	await persons.setPin('2468');
	await persons.leave();
	for (let turn = 0; turn < 4; turn++) {
		await persons.open(login, '1111');
		await expect(phone.page.getByRole('alert')).toHaveText(text('open_pin_wrong'));
	}
	await persons.open(login, '1111');
	await expect(phone.page.getByRole('alert')).toHaveText(text('open_pin_wait', { n: 1 }));
	await persons.open(login, '2468');
	await expect(phone.page.getByRole('alert')).toHaveText(text('open_pin_wait', { n: 1 }));
	await expect(persons.row(login)).toContainText(text('count_waiting', { n: 1 }));
});
