/** What cannot be done is said in a sentence, and what was typed stays. */
import { DESK, PHONE } from './harness/browser.ts';
import { credentials } from './harness/accounts.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { DeskPage } from './pages/desk.ts';
import { EnrolPage } from './pages/enrol.ts';

const PERSON = 'U0043';
const DUE = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

test('at the door of the phone: a wrong password, no network, a code that does not exist', async ({
	world
}) => {
	const { login } = credentials('volunteer');
	const page = await world.browser(PHONE).open();
	await page.goto('/sign-in');
	const name = page.getByLabel(text('sign_in_login'), { exact: true });
	const word = page.getByLabel(text('sign_in_password'), { exact: true });
	const enter = page.getByRole('button', { name: text('sign_in_do'), exact: true });
	await name.fill(login);
	await word.fill('not the password');
	await enter.click();
	await expect(page.getByRole('alert')).toHaveText(text('sign_in_wrong'));
	await expect(name).toHaveValue(login);

	await page.context().setOffline(true);
	await word.fill('the password');
	await enter.click();
	await expect(page.getByRole('alert')).toHaveText(text('sign_in_network'));
	await expect(word).toHaveValue('the password');
	await page.context().setOffline(false);

	const enrol = new EnrolPage(page);
	await page.goto('/enrol');
	await enrol.code.fill('ABCD2345');
	await enrol.submit();
	await expect(page.getByRole('alert')).toHaveText(text('enrol_wrong'));
	await expect(enrol.code).toHaveValue('ABCD2345');
});

test('at the desk: a decision without a reason, a login that is taken, a password that does not fit', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const visit = device.operation('visit');
	expect((await device.push([visit])).verdicts).toMatchObject([{ outcome: 'applied' }]);
	const desk = await world.desk('coordinator');
	const { page } = desk;
	const alert = page.getByRole('alert');

	await desk.review(visit.recordId);
	await page.keyboard.press('r');
	const panel = page.locator('#panel-return');
	await panel.locator('input[type="date"]').fill(DUE);
	// A browser that does not check what is required.
	await panel.evaluate((form) => form.setAttribute('novalidate', ''));
	await panel.getByRole('button', { name: text('desk_return_send'), exact: true }).click();
	await expect(alert).toContainText(text('desk_why_reason_missing'));
	await expect(panel.locator('input[type="date"]')).toHaveValue(DUE);

	await page.goto('/desk/people/new');
	await page.locator('input[name="name"]').fill('新示人');
	await page.locator('input[name="login"]').fill(credentials('otherVolunteer').login);
	await page.getByRole('button', { name: text('people_create'), exact: true }).click();
	await expect(alert).toHaveText(text('people_error_login_taken'));
	await expect(page.locator('input[name="name"]')).toHaveValue('新示人');

	await page.goto('/desk/password');
	await page.locator('input[name="current"]').fill('not the password');
	await page.locator('input[name="next"]').fill('抚州 凉风 送到 一线');
	await page.locator('input[name="repeat"]').fill('抚州 凉风 送到 一线');
	await page.getByRole('button', { name: text('password_save'), exact: true }).click();
	await expect(alert).toHaveText(text('password_wrong'));

	const setup = new DeskPage(await world.browser(DESK).open());
	await setup.page.goto(await desk.issueLink(PERSON));
	await setup.page.locator('input[name="password"]').fill('凉风 送到 一线 2026');
	await setup.page.locator('input[name="repeat"]').fill('凉风 送到 一线 2027');
	await setup.page.getByRole('button', { name: text('setup_submit'), exact: true }).click();
	await expect(setup.page.getByRole('alert')).toHaveText(text('password_mismatch'));

	const door = setup.page;
	await door.goto('/desk/sign-in');
	await door.locator('input[name="login"]').fill(credentials('coordinator').login);
	await door.locator('input[name="password"]').fill('not the password');
	await door.getByRole('button', { name: text('desk_sign_in_submit'), exact: true }).click();
	await expect(door.getByRole('alert')).toHaveText(text('auth_wrong'));
	await expect(door.locator('input[name="login"]')).toHaveValue(credentials('coordinator').login);
});
