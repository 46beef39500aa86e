/** No violation of axe's rules where persons are noted and given something: phone, audience's page and printed codes. */
import type { Page } from '@playwright/test';
import { violationsInLooks } from './harness/axe.ts';
import { PHONE } from './harness/browser.ts';
import { lendRoster } from './harness/lent-roster.ts';
import { HANDOUT, SESSION } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { HandOutPage } from './pages/hand-out.ts';
import { SignInSheet } from './pages/sign-ins.ts';

test('where persons are noted', async ({ world }) => {
	const desk = await world.desk('coordinator');
	await lendRoster(desk, '');
	const phone = await world.phone('volunteer');
	await phone.browser.context.grantPermissions(['camera']);
	const session = await phone.save('session', SESSION);
	const handout = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	const again = await phone.save('handout', { ...HANDOUT, personTimes: '4' });
	await phone.settle();
	const found: string[] = [];
	const check = async (page: Page, where: string) =>
		void found.push(...(await violationsInLooks(page, where)));

	const list = await HandOutPage.open(phone.page, handout);
	await list.give('李*安');
	await check(phone.page, 'the list');
	await list.person('李*安').click();
	await check(phone.page, 'somebody who received');
	await phone.page.keyboard.press('Escape');
	await list.person('王*').click();
	await list.openMore();
	await list.sign();
	await check(phone.page, 'other goods and a signature');
	await phone.page.keyboard.press('Escape');
	const scanner = await list.openScanner();
	await list.scan('no-code', text('code_problem_not_ours'));
	await check(phone.page, 'the scanner');
	await scanner.getByRole('button', { name: text('ui_done'), exact: true }).click();
	await list.openExchange('show');
	await expect(list.dialog.getByRole('img')).toBeVisible();
	await check(phone.page, 'the exchange, shown');
	await list.dialog.getByRole('radio', { name: text('exchange_take'), exact: true }).check();
	await check(phone.page, 'the exchange, read');

	await phone.record(session);
	const sheet = await new SignInSheet(phone.page).open();
	await sheet.onList('李*安').click();
	await sheet.says('noting_noted', { name: '李*安', n: 1 });
	await check(phone.page, 'a lent list, ticked');
	await sheet.done();
	await phone.page.getByRole('button', { name: text('self_code_open') }).click();
	await expect(phone.page.getByRole('img', { name: text('self_code_title') })).toBeVisible();
	await check(phone.page, 'the code of a session');

	await phone.page.goto('/');
	const second = await HandOutPage.open(phone.page, again);
	await second.person('李*安').click();
	await second.giveAnyway('李*安', text('receipt_reason_rest'));
	await phone.settle();
	await desk.page.goto('/desk/receipts');
	await expect(desk.page.getByText(text('receipts_no_why'))).toBeVisible();
	await check(desk.page, 'who received twice');

	await desk.page.goto('/desk/codes?type=session');
	await check(desk.page, 'sessions to print a code for');
	await desk.page.getByRole('checkbox').first().check();
	await desk.page.getByRole('button', { name: text('codes_make'), exact: true }).click();
	await expect(desk.page.getByText(text('codes_posters_call'))).toBeVisible();
	await check(desk.page, 'the printed code');
	const address = (await desk.page.getByText(/\/s\/[\w-]{40}$/).textContent()) ?? '';
	for (const sheet of ['type=unit&id=OG-361024', 'type=station&id=ST044']) {
		await desk.page.goto(`/desk/codes/sheet?${sheet}`);
		await check(desk.page, `cards ${sheet}`);
	}

	const audience = await world.browser(PHONE).open();
	await audience.goto(address);
	await check(audience, 'the page of the audience');
	await audience.getByLabel(text('field_name')).fill('李示安');
	await audience.getByLabel(text('field_workplace')).fill('崇仁县总工会');
	await audience.getByRole('button', { name: text('noting_title'), exact: true }).click();
	await expect(audience.getByText(text('self_signed', { name: '李示安' }))).toBeVisible();
	await check(audience, 'signed in');
	await audience.goto(`${address.slice(0, -1)}${address.endsWith('A') ? 'B' : 'A'}`);
	await check(audience, 'a code that opens nothing');
	expect(found).toEqual([]);
});
