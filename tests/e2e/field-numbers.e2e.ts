/** Numbers as people write them, typed into the forms of the production build. */
import type { FormPage } from './pages/form.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

const confirm = (form: FormPage, path: string) =>
	form.field(path).getByRole('button', { name: text('ui_number_confirm'), exact: true });

test('counts are read as meant, and asked about where they could be meant otherwise', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const form = await phone.form('session');

	await form.fill('headcount', '２３０');
	await expect(form.field('headcount')).toContainText(text('ui_number_read', { n: 230 }));
	await expect(confirm(form, 'headcount')).toBeHidden();
	await form.fill('headcount', '1,250人');
	await expect(form.field('headcount')).toContainText(text('ui_number_read', { n: 1250 }));
	await form.fill('headcount', '1.2万');
	await expect(form.field('headcount')).toContainText(text('ui_number_read', { n: 12000 }));
	await confirm(form, 'headcount').click();
	await expect(form.input('headcount')).toHaveValue('12000');
	await form.fill('headcount', '很多');
	await expect(form.field('headcount')).toContainText(text('ui_number_unread'));
	await expect(form.input('headcount')).toHaveValue('很多');
});

test('cases and bottles become bottles, and are said back', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const form = await phone.form('handout');
	await phone.page
		.getByRole('button', { name: text('form_add_supply'), exact: true })
		.first()
		.click();
	const sheet = phone.page.getByRole('dialog');
	await sheet.getByRole('combobox').fill('矿泉水');
	await sheet.getByRole('option').first().click();
	await expect(sheet).toBeHidden();
	const quantity = phone.page.locator('[id^="input-lines."][id$=".qty"]').last();
	await quantity.fill('3箱5瓶');
	const field = phone.page.locator('[id^="field-lines."][id$=".qty"]').last();
	await expect(field).toContainText('77瓶');
	await expect(quantity).toHaveValue('3箱5瓶');

	// The draft keeps both the text and what it means.
	await expect(phone.page.getByText(/草稿已存/)).toBeVisible();
	const address = `/new/handout?draft=${form.recordId}`;
	await phone.page.goto('/');
	await phone.page.goto(address);
	await expect(phone.page.locator('[id^="input-lines."][id$=".qty"]').last()).toHaveValue('3箱5瓶');
});
