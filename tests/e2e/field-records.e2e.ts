/** Finding an own record again, and what its page says about it. */
import { RecordsPage } from './pages/records.ts';
import { FormPage } from './pages/form.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('search by pinyin initials and number, filters, and the record with its history', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const visit = await phone.save('visit', VISIT);
	await phone.settle();
	await phone.page.goto(`/records/${visit}/edit`);
	const form = new FormPage(phone.page);
	await form.isShown();
	await form.fill('peopleMet', '31');
	await form.save();
	await phone.settle();
	await phone.network.cut();
	const handout = await phone.save('handout', HANDOUT);

	await phone.today();
	const list = new RecordsPage(phone.page);
	await list.open();
	await list.standing('on-phone');
	await expect(list.rows).toHaveCount(1);
	await expect(list.rows.first()).toHaveAttribute('href', `/records/${handout}`);
	await list.standing(null);
	await list.ofKind('visit');
	await list.search('crxzgh');
	await expect(list.rows.and(phone.page.locator(`[href="/records/${visit}"]`))).toHaveCount(1);
	await expect(list.rows.and(phone.page.locator(`[href="/records/${handout}"]`))).toHaveCount(0);
	await list.search('没有这样的地方');
	await expect(phone.page.getByText(text('records_none_found'))).toBeVisible();
	await list.clear();
	await expect(list.rows.and(phone.page.locator(`[href="/records/${handout}"]`))).toHaveCount(1);

	const record = await phone.record(visit);
	await record.isAtStage('on_server');
	await record.isInState('pending');
	const number = (await record.number.innerText()).split(' ').at(-1) ?? '';
	const history = phone.page.locator('section').filter({ hasText: text('record_history') });
	await expect(history).toContainText(text('verb_amend'));
	await expect(history).toContainText('31');
	await list.open();
	await list.search(number.toLowerCase());
	await expect(list.rows).toHaveCount(1);

	const waiting = await phone.record(handout);
	await waiting.isAtStage('on_phone');
	await expect(phone.page.getByText(text('record_no_number'))).toBeVisible();
});
