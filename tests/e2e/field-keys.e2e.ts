/** The field app without a finger or a mouse: a visit with a request, a session with its sheet of persons, and a photo's sheet. */
import { SESSION, VISIT } from './harness/samples.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { ByKeys } from './pages/by-keys.ts';
import { SignInSheet } from './pages/sign-ins.ts';

test('a visit with a request, from the first screen to 已存本机, by keys alone', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const today = await phone.today();
	const keys = new ByKeys(phone.page);
	await keys.press(today.actions.getByRole('link', { name: text('kind_visit_new') }));
	await keys.form.isShown();
	await keys.fillAll(VISIT);
	await keys.press(phone.page.getByRole('button', { name: text('form_add_request') }));
	const row = phone.page.locator('section.request').last();
	await keys.reach(row.locator('select').first());
	await phone.page.keyboard.press('ArrowDown');
	await keys.reach(row.locator('textarea').first());
	await phone.page.keyboard.type('希望增加饮水点');
	const id = await keys.save();
	const record = await phone.record(id);
	await expect(record.page.getByText(VISIT.situation as string)).toBeVisible();
	const request = phone.page.getByRole('link', { name: new RegExp(`^${text('kind_request')} `) });
	await keys.press(request);
	await expect(phone.page.getByText('希望增加饮水点')).toBeVisible();
});

test('a session and the persons on its sheet by keys alone; a dialog gives the focus back', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const { page } = phone;
	await (await phone.today()).start('session');
	const keys = new ByKeys(page);
	await keys.fillAll(SESSION);
	const opener = page
		.getByRole('main')
		.getByRole('button', { name: textLike('noting_open') })
		.first();
	await keys.press(opener);
	const sheet = new SignInSheet(page);
	await expect(sheet.dialog).toBeVisible();
	const typed = sheet.dialog.getByRole('radio', { name: text('noting_way_typed'), exact: true });
	await keys.reach(sheet.dialog.getByRole('radio').and(sheet.dialog.locator(':checked')));
	for (let steps = 0; steps < 4 && !(await typed.isChecked()); steps++)
		await page.keyboard.press('ArrowRight');
	await expect(typed).toBeChecked();
	for (const name of ['王示柏', '赵示梅']) {
		await keys.reach(sheet.dialog.locator('[id="input-sign-in-name"]'));
		await page.keyboard.type(name);
		await page.keyboard.press('Enter');
	}
	await sheet.hasCount(2);
	await page.keyboard.press('Escape');
	await expect(sheet.dialog).toBeHidden();
	await expect(opener).toBeFocused();
	await keys.save();
});
