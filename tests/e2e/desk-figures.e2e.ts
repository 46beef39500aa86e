/** The overview, the lists its figures lead to, and the register: one set of numbers. */
import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

const PURPOSE = '核对八月票据';
const plain = (words: string) => words.replaceAll(',', '').trim();

test('the register’s file and page carry the overview’s totals and the purpose that was typed', async ({
	world
}) => {
	const desk = await world.desk('coordinator');
	const { page } = desk;
	const card = page.locator('section.card', { has: page.getByRole('heading', { level: 2 }) });
	const figure = async (label: string) => {
		const handouts = card.filter({ hasText: text('overview_handouts') }).first();
		const row = handouts.locator('dl > div', { has: page.locator('dt', { hasText: text(label) }) });
		return plain(await row.first().locator('dd').innerText());
	};
	const personTimes = await figure('overview_person_times');
	const persons = await figure('overview_persons');
	const value = await figure('overview_value');
	expect(Number(personTimes)).toBeGreaterThan(0);

	await page.goto('/desk/registers/handout');
	await page.waitForLoadState('networkidle');
	await page.getByLabel(text('register_why'), { exact: true }).fill(PURPOSE);
	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: text('register_download') }).click();
	const rows = (await readXlsx(await readFile(await (await saved).path()))).sheets[0]?.rows ?? [];
	const header = rows.find((row) => row[0] === text('register_col_no')) ?? [];
	const totals = rows.find((row) => row[0] === text('register_total')) ?? [];
	const total = (column: string) => totals[header.indexOf(text(column))];
	expect(total('register_col_persons')).toBe(Number(personTimes));
	expect(total('register_col_first_time')).toBe(Number(persons));
	expect(total('register_col_amount')).toBe(Number(value));
	expect(String(rows.at(-1)?.[0])).toContain(PURPOSE);

	await page.evaluate(() => (window.print = () => undefined));
	await page.getByRole('button', { name: text('register_print'), exact: true }).click();
	await expect(page.locator('.mark')).toContainText(PURPOSE);
	const printed = await page.locator('.end tr').first().locator('td').allInnerTexts();
	expect(printed.map(plain)).toEqual(expect.arrayContaining([personTimes, persons, value]));

	const city = await world.desk('administrator');
	await city.page.goto('/desk/audit?action=register-export');
	await expect(city.page.getByRole('row').filter({ hasText: 'XLSX' })).toContainText(PURPOSE);
	// One for the file and one for the print; pages that were only looked at leave none.
	await expect(city.page.locator('main tbody tr')).toHaveCount(2);
});

test('a figure leads to the records it counts, what stands beside it to its own', async ({ world }) => {
	// The season's newest visit waits: it would stand on top of a list that did not leave it out.
	const device = await world.device('volunteer');
	const { verdicts } = await device.push([device.operation('visit', { date: '2025-12-31' })]);
	expect(verdicts[0]?.outcome).toBe('applied');
	const desk = await world.desk('coordinator');
	const { page } = desk;
	const chips = async (href: string) => {
		await page.goto(href);
		await expect(page.locator('main .rows > li').first()).toBeVisible();
		return new Set(await page.locator('main .rows .chip').allInnerTexts());
	};
	const links = page.locator('main a[href^="/desk/records?"]');
	const counted = await links.filter({ hasText: text('overview_visits') }).getAttribute('href');
	const awaiting = await links
		.filter({ hasText: text('overview_awaiting') })
		.first()
		.getAttribute('href');
	expect([...(await chips(counted ?? ''))]).toEqual([text('desk_state_approved')]);
	expect([...(await chips(awaiting ?? ''))]).toEqual([text('desk_state_pending')]);
});
