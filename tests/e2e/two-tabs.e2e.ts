/** One phone, one record, its form open in two tabs: each tab saves what was typed in it and puts nothing else back. */
import type { Page } from '@playwright/test';
import { viewIn } from './harness/review.ts';
import { VISIT } from './harness/samples.ts';
import { FormPage } from './pages/form.ts';
import { expect, test } from './harness/world.ts';

async function openForm(page: Page, id: string): Promise<FormPage> {
	await page.goto(`/records/${id}/edit`);
	const form = new FormPage(page);
	await form.isShown();
	return form;
}

test('two forms of one record, saved one after the other, both arrive', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const id = await phone.save('visit', VISIT);
	await phone.settle();
	await phone.network.cut();

	const first = await openForm(phone.page, id);
	const other = await phone.browser.context.newPage();
	const second = await openForm(other, id);
	await first.fill('situation', '第一个标签页所写');
	await second.fill('remark', '第二个标签页的备注');
	await first.save();
	await second.save();
	await other.close();
	await (await phone.record(id)).shows('第一个标签页所写');
	await (await phone.record(id)).shows('第二个标签页的备注');

	await phone.network.restore();
	await phone.settle();
	const coordinator = await world.device('coordinator');
	const view = await viewIn(coordinator, 'area:361024', id);
	expect(view?.body).toMatchObject({ situation: '第一个标签页所写', remark: '第二个标签页的备注' });
	expect(view?.conflicts).toEqual([]);
});
