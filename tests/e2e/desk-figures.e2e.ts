/** The overview, the lists its figures lead to, and the register: one set of numbers. */
import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import { kindOf } from '#lib/records/index.ts';
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

test('the register of lectures and the sheets of persons are one click away, as page and as file', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const session = device.operation('session', {});
	const handout = device.operation('handout', {});
	const person = (kind: string, changes: Record<string, unknown>) => {
		const made = device.operation(kind, changes);
		return { ...made, recordId: kindOf(kind)?.merging?.idOf(made.body) ?? '' };
	};
	const signIn = person('sign-in', { sessionId: session.recordId, name: '李示安' });
	const receipt = person('receipt', { handoutId: handout.recordId, name: '王示柏', card: null });
	const { verdicts } = await device.push([session, handout, signIn, receipt]);
	expect(verdicts.map((one) => one.outcome)).toEqual(['applied', 'applied', 'applied', 'applied']);
	const desk = await world.desk('coordinator');
	const { page } = desk;
	for (const [key, title, season, name] of [
		['register_sessions', 'register_session_title', '2025', ''],
		['register_sign_ins', 'register_sign_in_title', '2025', '李示安'],
		['register_receipts', 'register_receipt_title', 'SQL-2025', '王示柏']
	] as const) {
		await page.goto('/desk/registers');
		await page.getByRole('link', { name: text(key), exact: true }).click();
		await expect(page.getByRole('heading', { level: 1, name: text(key) })).toBeVisible();
		await page.locator('select[name="season"]').selectOption(season);
		await page.getByRole('button', { name: text('overview_show'), exact: true }).click();
		const sheet = page.getByRole('region', { name: text(title) });
		await expect(sheet).toContainText(name);
		await page.waitForLoadState('networkidle');
		const saved = page.waitForEvent('download');
		await page.getByRole('button', { name: text('register_download') }).click();
		const rows = (await readXlsx(await readFile(await (await saved).path()))).sheets[0]?.rows ?? [];
		expect(rows[0]?.[0]).toBe(text(title));
		expect(JSON.stringify(rows)).toContain(name);
	}
	const city = await world.desk('administrator');
	await city.page.goto('/desk/audit?action=register-export');
	await expect(city.page.getByRole('row').filter({ hasText: text('register_sign_ins') })).toHaveCount(1);
});
