/** Five tabs of one phone, all recording and all sending. */
import { VISIT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { expect, test } from '../harness/world.ts';
import { FormPage } from '../pages/form.ts';
import { SyncPage } from '../pages/sync.ts';

const TABS = 5;

test('five tabs at once: each record is sent once, and every tab says so', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const pages = [phone.page];
	while (pages.length < TABS) pages.push(await phone.browser.context.newPage());
	const ids = await Promise.all(
		pages.map(async (page, at) => {
			await page.goto('/new/visit');
			const form = new FormPage(page);
			await form.isShown();
			await form.fillAll({ ...VISIT, situation: `第${at + 1}个标签页` });
			return form.save();
		})
	);
	for (const page of pages) await page.goto('/sync');
	await phone.network.restore();
	await Promise.all(pages.map((page) => new SyncPage(page).sendNow()));
	for (const page of pages) {
		await expect(new SyncPage(page).waiting).toHaveText('0', { timeout: 60_000 });
	}

	const operations = await world.rows<{ record_id: string; outcome: string }>(
		`select record_id, outcome from operation where record_id in ('${ids.join("','")}')`
	);
	expect(operations.map(({ record_id }) => record_id).toSorted()).toEqual(ids.toSorted());
	expect(new Set(operations.map(({ outcome }) => outcome))).toEqual(new Set(['applied']));
	for (const [at, page] of pages.entries()) {
		await page.goto(`/records/${ids[(at + 1) % TABS]}`);
		await expect(page.getByText(text('stage_on_server'), { exact: true }).first()).toBeVisible();
	}
});
