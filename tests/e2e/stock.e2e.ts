/** Stock from the keeper's store into the volunteers' hands, without a network where they stand; phones and ledger agree. */
import type { Page } from '@playwright/test';
import { formatPacks } from '#lib/domain/packs.ts';
import { writeTransferCode } from '#lib/protocol/transfer-code.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import { issueBatches } from './harness/goods-moved.ts';
import type { Phone } from './harness/phone.ts';
import { HANDOUT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';
import { FormPage } from './pages/form.ts';
import { MovementFormPage, StockPage } from './pages/stock.ts';

const STORE = '崇仁县总工会物资库';
const TEAM = '夏送清凉志愿服务队';
const OTHER = '梁示禾';
/** 20 bottles are a case of it. */
const WATER = { code: 'CS-D02', name: '盐汽水' };
const PACKED = { unitZh: '瓶', unitEn: 'bottle', packZh: '箱', unitsPerPack: 20, decimalQuantity: false };

/** What the server's ledger says a place has, in units. */
async function ledger(world: World, place: string): Promise<number> {
	const rows = await world.rows<{ qty: number }>(
		`select coalesce(sum(qty), 0) as qty from stock_entry where place = '${place}' and supply = '${WATER.code}'`
	);
	return Number(rows[0]?.qty ?? 0) / 1000;
}

/** The phone shows so much of the water, cases and loose bottles together. */
async function shows(page: Page, place: string, units: number): Promise<StockPage> {
	const stock = await StockPage.open(page);
	const amount = stock.holding(place, WATER.name).locator('strong');
	await expect(amount).toHaveText(formatPacks(units, PACKED));
	return stock;
}

/** The newest movement of an act as it lies on the phone. */
async function movementOn(phone: Phone, act: string): Promise<{ id: string; body: MovementBody }> {
	const tables = await phone.rawTables();
	const [, records = '[]'] = Object.entries(tables).find(([name]) => name.endsWith('/records')) ?? [];
	const rows = JSON.parse(records) as { id: string; laid?: MovementBody; base?: { body: MovementBody } }[];
	const found = rows.flatMap(({ id, laid, base }) => {
		const body = laid ?? base?.body;
		return body?.act === act ? [{ id, body }] : [];
	});
	const [newest] = found.sort((one, other) => (one.id < other.id ? 1 : -1));
	if (!newest) throw new Error(`No ${act} on this phone.`);
	return newest;
}

async function issueToTeam(keeper: Phone, quantity: string): Promise<string> {
	const stock = await StockPage.open(keeper.page);
	const form = await stock.begin('issue');
	await form.fill('to', { pick: TEAM });
	await form.add(WATER.name);
	await form.quantity(0).fill(quantity);
	return form.save();
}

test('water goes from the store over the team to another phone, offline; what arrives is counted, and all agree', async ({
	world
}) => {
	const keeper = await world.phone('keeper');
	const inStore = await ledger(world, 'store:CK-361024');
	const receive = await (await shows(keeper.page, STORE, inStore)).begin('receive');
	await receive.fill('source', '示例饮品公司送货单');
	await receive.add(WATER.name);
	await receive.quantity(0).fill('10箱');
	await receive.save();
	await shows(keeper.page, STORE, inStore + 200);
	const before = await ledger(world, 'team:TM22');
	const issued = await issueToTeam(keeper, '3箱5瓶');
	await keeper.settle();
	expect(await ledger(world, 'team:TM22')).toBe(before + 65);
	expect(await ledger(world, 'store:CK-361024')).toBe(inStore + 200 - 65);

	// The volunteer and a colleague, both without a network.
	const giver = await world.phone('volunteer', { lasting: true });
	const receiver = await world.phone('otherVolunteer', { lasting: true });
	for (const phone of [giver, receiver]) {
		await phone.restart();
		await shows(phone.page, TEAM, before + 65);
		await phone.network.cut();
	}
	const form = await giver.form('handout');
	await form.fillAll({ ...HANDOUT, personTimes: '24' });
	const line = giver.page.getByRole('group', { name: WATER.name, exact: true });
	await expect(line).toContainText(text('in_hand_left', { amount: formatPacks(before + 65, PACKED) }));
	const quantity = line.locator('[id^="input-lines."][id$=".qty"]');
	await quantity.fill(String(before + 68));
	await expect(line).toContainText(text('rule_r21'));
	const handout = await form.save();
	let stock = await shows(giver.page, TEAM, -3);
	await expect(stock.holding(TEAM, WATER.name)).toContainText(text('in_hand_negative'));

	// Nothing is refused for a negative balance; the transfer is shown as a code.
	const transfer = await stock.begin('transfer');
	await transfer.fill('to', { pick: OTHER });
	await transfer.add(WATER.name);
	await transfer.quantity(0).fill('10');
	await transfer.save();
	stock = await shows(giver.page, TEAM, -13);
	await expect(stock.going).toContainText(OTHER);
	await giver.page.getByRole('button', { name: text('in_hand_show'), exact: true }).click();
	await expect(giver.page.getByRole('img', { name: text('in_hand_scan_label') })).toBeVisible();
	await stock.closeDialog();
	const { id, body } = await movementOn(giver, 'transfer');
	const lines = body.lines.map(({ qty, ...one }) => ({ ...one, milli: (qty ?? 0) * 1000 }));
	const { from, to, region, date } = body;
	const code = writeTransferCode({ id, from, to, region, date, by: '', byName: '', lines }) ?? '';

	stock = await StockPage.open(receiver.page);
	await expect(await stock.scan('LF1.ABCDEF')).toContainText(text('in_hand_not_ours'));
	await stock.closeDialog();
	await expect(await stock.scan(code)).toContainText(text('in_hand_scanned', { place: TEAM, n: 1 }));
	await stock.closeDialog();
	const counted = await stock.confirm();
	await counted.quantity(0).fill('8');
	await expect(receiver.page.getByText(text('in_hand_short', { what: `${WATER.name} 2瓶` }))).toBeVisible();
	const confirmed = await counted.save();
	stock = await shows(receiver.page, OTHER, 8);
	await expect(stock.coming).toHaveCount(0);

	// With a network again phones and ledger agree, and both sides read what was short.
	for (const phone of [giver, receiver, giver]) {
		await phone.network.restore();
		await phone.settle();
	}
	expect(await ledger(world, 'team:TM22')).toBe(-13);
	expect(await ledger(world, 'person:U0044')).toBe(8);
	await giver.record(handout);
	// Each flag says of which goods it is.
	const flags = giver.page.getByRole('listitem').filter({ hasText: text('rule_r21') });
	await expect(flags.filter({ hasText: WATER.name })).toHaveCount(1);
	const desk = await world.desk('coordinator');
	await desk.page.goto(`/desk/records/${handout}`);
	const noted = desk.page.locator('.note', { hasText: text('rule_r21') });
	await expect(noted.filter({ hasText: `${WATER.name} · ` })).toHaveCount(1);
	await shows(giver.page, TEAM, -13);
	await expect((await shows(receiver.page, OTHER, 8)).going).toHaveCount(0);
	for (const [phone, record] of [
		[giver, id],
		[receiver, confirmed]
	] as const)
		await (await phone.record(record)).shows(text('in_hand_short', { what: `${WATER.name} 2瓶` }));

	// The keeper wrote the wrong amount: the whole issue is taken back, once, by an entry of its own.
	await keeper.settle();
	await keeper.record(issued);
	await keeper.page.getByRole('link', { name: text('stock_act_reversal'), exact: true }).click();
	const reversal = new FormPage(keeper.page);
	await reversal.isShown();
	await reversal.fill('remark', '数量登记有误');
	await reversal.save();
	await shows(keeper.page, STORE, inStore + 200);
	await keeper.settle();
	expect(await ledger(world, 'store:CK-361024')).toBe(inStore + 200);
	expect(await ledger(world, 'team:TM22')).toBe(-78);
	await (await keeper.record(issued)).shows(text('in_hand_reversed'));
	await expect(keeper.page.getByRole('link', { name: text('stock_act_reversal'), exact: true })).toHaveCount(
		0
	);
	await giver.settle();
	await shows(giver.page, TEAM, -78);
});

test('what a handout takes beyond a batch is of the next one, can be changed, and leaves the ledger by batch', async ({
	world
}) => {
	const [supply, name] = ['CS-M03', '人丹'];
	const first = { batch: 'E2E-A', expiry: '2027-10-31', qty: 20 };
	const next = { batch: 'E2E-B', expiry: '2028-06-30', qty: 30 };
	await issueBatches(world, supply, [next, first]);
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	await StockPage.open(phone.page);
	await phone.network.cut();
	await phone.form('handout');
	const form = new MovementFormPage(phone.page);
	await form.fillAll(HANDOUT);
	await form.add(name);
	const lines = phone.page.getByRole('group', { name, exact: true });
	const quantities = lines.locator('[id^="input-lines."][id$=".qty"]');
	await expect(lines).toHaveCount(1);
	await quantities.fill('35');
	const parts = `${first.batch} 20盒、${next.batch} 15盒`;
	await expect(lines).toContainText(text('form_batch_split', { batches: parts }));
	await quantities.blur();
	await expect(lines).toHaveCount(2);
	for (const [at, { batch, expiry }] of [first, next].entries())
		await expect(lines.nth(at)).toContainText(text('form_batch_line', { batch, expiry }));
	await expect(quantities.nth(0)).toHaveValue('20');
	await expect(quantities.nth(1)).toHaveValue('15');
	// Fewer were given of the second; nothing is put together again.
	await quantities.nth(1).fill('12');
	await quantities.nth(1).blur();
	await form.save();
	await phone.network.restore();
	await phone.settle();
	const left = await world.rows<{ batch: string; expiry: string; qty: number }>(
		`select batch, expiry, sum(qty) as qty from stock_entry
			where place = 'team:TM22' and supply = '${supply}' group by batch, expiry order by batch`
	);
	expect(left.map(({ batch, expiry, qty }) => [batch, expiry, Number(qty) / 1000])).toEqual([
		[first.batch, first.expiry, 0],
		[next.batch, next.expiry, 18]
	]);
});
