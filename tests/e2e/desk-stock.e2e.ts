/** Goods at the desk: received, issued, counted and taken back; handed out by a phone; traced by batch; in the ledger register. */
import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre/xlsx';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { DeskStockPage } from './pages/desk-stock.ts';

const STORE = '崇仁县总工会物资库';
const TEAM = '夏送清凉志愿服务队';
const MEDICINE = '藿香正气口服液';
const BATCH = 'E2E-0001';
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const rowsOf = async (path: string) => (await readXlsx(await readFile(path))).sheets[0]?.rows ?? [];

test('goods come in, go to the team, are handed out, are traced, and stand in the register', async ({
	world
}) => {
	const { page } = await world.desk('coordinator');
	const desk = new DeskStockPage(page);
	await desk.begin('receive');
	await desk.typeNew(1, MEDICINE, '三五箱', BATCH, '2028-01-01');
	await desk.save();
	await expect(page.getByRole('alert')).toContainText('三五箱');
	// What was typed stays; what a batch is tracked for is asked for.
	await desk.typeNew(1, MEDICINE, '1箱20盒', '', '');
	await desk.save();
	await expect(page.getByRole('alert')).toContainText(text('rule_r17'));
	await desk.typeNew(1, MEDICINE, '1箱20盒', BATCH, '2028-01-01');
	await desk.save();
	await expect(page.getByRole('heading', { level: 1, name: STORE })).toBeVisible();
	await expect(desk.balance(BATCH)).toContainText('120');
	await expect(desk.balance(BATCH)).toContainText('1箱20盒');
	await expect(desk.steps.first()).toContainText(text('stock_act_receive'));

	await desk.begin('issue', TEAM);
	await desk.type(MEDICINE, BATCH, '50');
	await desk.save();
	await expect(desk.balance(BATCH)).toContainText('70');

	const device = await world.device('volunteer');
	const line = { id: '0197e9a0-1111-7000-8000-00000000e2e1', supply: 'CS-M02', qty: 30 };
	const handout = device.operation('handout', {
		...{ date: today(), team: 'TM22', temperature: null },
		lines: [{ ...line, batch: BATCH, expiry: '2028-01-01' }],
		receiver: { name: '陈示福', role: '', phone: '' }
	});
	const { verdicts } = await device.push([handout]);
	expect(verdicts[0]?.outcome).toBe('applied');

	await desk.trace(BATCH);
	const steps = page.getByRole('group', { name: text('recall_steps_title') }).getByRole('row');
	await expect(steps).toHaveCount(1 + 3);
	await expect(steps.filter({ hasText: text('stock_act_give') })).toContainText('陈示福');
	const places = page.getByRole('group', { name: text('recall_places') }).getByRole('row');
	await expect(places.filter({ hasText: TEAM })).toContainText('20');
	const traced = await rowsOf(await desk.download(text('register_download')));
	expect(traced.flat().filter((cell) => cell === BATCH)).toHaveLength(3);
	expect(traced.flat()).toContain('陈示福');

	await page.goto('/desk/registers');
	await page.getByRole('link', { name: text('registers_stock'), exact: true }).click();
	await expect(page.locator('caption')).toContainText(text('stock_register_title'));
	await page.waitForLoadState('networkidle');
	const register = await rowsOf(await desk.download(text('register_download')));
	const header = register.find((row) => row[0] === text('register_col_item')) ?? [];
	const own = register.find((row) => row[0] === MEDICINE) ?? [];
	const cell = (column: string) => Number(own[header.indexOf(text(column))]);
	expect(cell('stock_col_in')).toBe(120);
	expect(cell('stock_col_issue')).toBe(50);
	expect(cell('stock_col_closing')).toBe(cell('stock_col_opening') + 120 - 50);
	const team = register.findLast((row) => row[0] === MEDICINE) ?? [];
	expect(team[header.indexOf(text('stock_col_give'))]).toBe(30);

	const city = await world.desk('administrator');
	await city.page.goto('/desk/audit?action=register-export');
	await expect(city.page.locator('main tbody tr')).toHaveCount(2);
	await expect(city.page.locator('main')).toContainText(BATCH);
});

test('a count finds the difference; a movement is taken back once, with its reason', async ({ world }) => {
	const { page } = await world.desk('coordinator');
	const desk = new DeskStockPage(page);
	await desk.open('?supply=CS-H01');
	const before = await desk.balance('毛巾').first().innerText();
	await desk.begin('count');
	await desk.type('毛巾', '', '1箱1条');
	await desk.save();
	await expect(desk.balance('毛巾')).toContainText('101');
	await expect(desk.balance('毛巾')).toContainText('1箱1条');
	const count = desk.steps.first();
	await expect(count).toContainText(text('stock_act_count'));
	await desk.reverse(count, '数错了仓位');
	await expect(desk.stepsOf('stock_act_reversal')).toContainText('数错了仓位');
	await expect(desk.stepsOf('stock_act_count')).not.toContainText(text('stock_reverse'));
	await desk.open('?supply=CS-H01');
	expect(await desk.balance('毛巾').first().innerText()).toBe(before);
	await desk.openPlace(STORE);
	await page.getByRole('link', { name: text('stock_reversal_of') }).click();
	await expect(page).toHaveURL(/\/desk\/records\/[\w-]{36}$/);
});

test('a keeper has the own store and no more; what goes to another store is confirmed there', async ({
	world
}) => {
	const other = '宜黄县总工会物资库';
	const { page } = await world.desk('keeper');
	await expect(page).toHaveURL(/\/desk\/stock$/);
	const nav = page.locator('nav.side a');
	await expect(nav).toHaveText([text('desk_nav_stock'), text('desk_nav_registers'), text('password_title')]);
	await expect(page.getByRole('link', { name: text('stock_stores'), exact: true })).toHaveCount(0);
	const statuses = await Promise.all(
		['/desk/records', '/desk/review', '/desk/registers/handout', `/desk/stock/place?at=team:TM22`].map(
			async (path) => (await page.request.get(path)).status()
		)
	);
	expect(statuses).toEqual([403, 403, 403, 404]);

	const desk = new DeskStockPage(page);
	await desk.begin('transfer', other);
	await desk.type('毛巾', '', '1箱');
	await desk.save();
	const going = page.locator('section').filter({ hasText: text('stock_going') });
	await expect(going).toContainText(other);
	await expect(going.getByRole('link', { name: text('stock_confirm') })).toHaveCount(0);

	await desk.begin('loss');
	await page.getByText(text('stock_move_more'), { exact: true }).click();
	await desk.typeNew(1, MEDICINE, '3盒', BATCH, '');
	await desk.save();
	await page.goto('/desk/stock');
	await expect(page.locator('.note', { hasText: text('stock_below_title') })).toContainText(BATCH);

	const city = await world.desk('administrator');
	await city.page.goto('/desk');
	const below = city.page.locator('.note', { hasText: text('stock_below_title') });
	await expect(below).toContainText(MEDICINE);
	await expect(below).toContainText('\u22123');
	await below.getByRole('link', { name: STORE }).click();
	await expect(city.page.getByRole('heading', { level: 1, name: STORE })).toBeVisible();
	await city.page.goto('/desk/stock?region=361026');
	await city.page.getByRole('link', { name: text('stock_confirm'), exact: true }).click();
	const field = city.page.getByRole('textbox', {
		name: text('stock_confirm_came_of', { supply: '毛巾', batch: '' }).replace(/ +/, ' ')
	});
	await expect(field).toHaveValue('100');
	await field.fill('几条');
	const confirm = city.page.getByRole('button', { name: text('stock_confirm'), exact: true });
	await confirm.click();
	await expect(city.page.getByRole('alert')).toContainText('几条');
	await field.fill('98');
	await confirm.click();
	await expect(city.page.getByRole('heading', { level: 1, name: other })).toBeVisible();
	await expect(new DeskStockPage(city.page).stepsOf('stock_act_confirm').first()).toContainText('98');
	await page.goto('/desk/stock');
	await desk.openPlace(STORE);
	await expect(going).toHaveCount(0);
	await expect(new DeskStockPage(page).stepsOf('stock_act_transfer').first()).toContainText('1箱');
});

test('a store is opened, renamed and closed by the city alone; who only reads records nothing', async ({
	world
}) => {
	const coordinator = await world.desk('coordinator');
	await coordinator.page.goto('/desk/stock/stores');
	await expect(coordinator.page.getByRole('link', { name: STORE })).toBeVisible();
	await expect(coordinator.page.getByRole('button', { name: text('stock_store_open') })).toHaveCount(0);
	const auditor = await world.desk('auditor');
	await auditor.page.goto('/desk/stock?region=361024');
	await expect(auditor.page.getByRole('link', { name: text('stock_record') })).toHaveCount(0);
	expect((await auditor.page.goto('/desk/stock/move'))?.status()).toBe(403);

	const { page } = await world.desk('administrator');
	await page.goto('/desk/stock/stores');
	const opening = page.locator('form[action="?/open"]');
	await opening.locator('select').selectOption('361024');
	await opening.getByLabel(text('stock_store_name'), { exact: true }).fill('崇仁县临时物资库');
	await opening.getByRole('button').click();
	const row = (name: string) => page.getByRole('row').filter({ hasText: name });
	await expect(row('崇仁县临时物资库')).toContainText('CK-361024-2');
	const change = async (name: string) => row(name).locator('summary').click();
	await change('崇仁县临时物资库');
	await row('崇仁县临时物资库')
		.getByLabel(text('stock_store_name'), { exact: true })
		.fill('崇仁县工地物资库');
	await row('崇仁县临时物资库')
		.getByRole('button', { name: text('stock_store_rename') })
		.click();
	await change('崇仁县工地物资库');
	await row('崇仁县工地物资库')
		.getByRole('button', { name: text('stock_store_close') })
		.click();
	await expect(row('崇仁县工地物资库')).toContainText(text('stock_closed'));
	await change(STORE);
	await row(STORE)
		.getByRole('button', { name: text('stock_store_close') })
		.click();
	await expect(page.getByRole('alert')).toHaveText(text('stock_why_not_empty'));
	await page.goto('/desk/audit?action=store-closed');
	await expect(page.locator('main tbody tr')).toHaveCount(1);
	await expect(page.locator('main')).toContainText('崇仁县工地物资库');
});
