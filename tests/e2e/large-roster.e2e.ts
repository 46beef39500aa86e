/** The largest roster that may be brought, through the real server: previewed, its faults all to be seen, and kept. */
import { MOST_ROSTER_ROWS } from '#lib/domain/rosters/read-roster.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

const FAULTS = 60;
const nameOf = (at: number) =>
	`李${[...String(at).padStart(5, '0')].map((digit) => '甲乙丙丁戊己庚辛壬癸'[Number(digit)]).join('')}`;

test('5,000 people are previewed and kept; every row that is left out can be read', async ({ world }) => {
	const { page } = await world.desk('coordinator');
	const people = Array.from(
		{ length: MOST_ROSTER_ROWS },
		(_, at) => `${at < FAULTS ? '' : nameOf(at)},第${at}车间钢筋二班,示例建筑公司-${at}`
	);
	await page.goto('/desk/rosters/new');
	const buffer = Buffer.from(['姓名,班组,工号', ...people].join('\n'));
	await page.locator('input[name="file"]').setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer });
	await page.getByRole('button', { name: text('rosters_preview'), exact: true }).click();
	const kept = MOST_ROSTER_ROWS - FAULTS;
	await expect(page.getByText(text('rosters_read', { n: kept, row: 1 }))).toBeVisible();

	const last = page.getByText(text('rosters_fault_no_name', { row: FAULTS + 1 }), { exact: true });
	await expect(last).toBeHidden();
	await page.getByText(text('rosters_more_faults', { n: FAULTS - 50 }), { exact: true }).click();
	await expect(last).toBeVisible();

	await page.locator('input[name="title"]').fill('五千人名册');
	await page.locator('input[name="organisationText"]').fill('崇仁县示例建筑公司');
	await page.getByLabel(text('rosters_without_faulty')).check();
	await page.getByRole('button', { name: text('rosters_keep'), exact: true }).click();
	await expect(page).toHaveURL(/\/desk\/rosters\/[\w-]{36}$/);
	const [count] = await world.rows<{ n: number }>('select count(*) as n from roster_row');
	expect(Number(count?.n)).toBe(kept);
});
