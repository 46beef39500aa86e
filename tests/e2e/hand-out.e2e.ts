/** Person by person from a lent roster, without a network: twice is asked about, and listed at the desk once it is sent. */
import { violations } from './harness/axe.ts';
import { cardOf, lendRoster } from './harness/lent-roster.ts';
import { HANDOUT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { HandOutPage } from './pages/hand-out.ts';

test('a lent roster is handed out to offline; who received twice is asked about, and listed at the desk', async ({
	world
}) => {
	const desk = await world.desk('coordinator');
	const season = `SQL-${new Date().getFullYear()}`;
	const roster = await lendRoster(desk, season);
	await desk.page.goto(`/desk/codes/workers?roster=${roster}`);
	await expect(desk.page.getByRole('img')).toHaveCount(4);
	expect(await desk.page.locator('.sheet').innerText()).not.toContain('李示安');

	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	const { page } = phone;
	const first = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	await phone.settle();
	const raw = JSON.stringify(await phone.rawTables());
	for (const secret of ['李示安', '易示篁', '362531']) expect(raw).not.toContain(secret);
	expect(raw).toContain('李*安');

	await phone.network.cut();
	const list = await HandOutPage.open(page, first);
	for (const shown of ['李*安', '古***提', '易*篁']) await list.give(shown);
	await expect(list.person('王*')).toContainText(text('receipt_free'));
	expect(await violations(page, 'a person by person page')).toEqual([]);

	// Once more at the same place: red, and only with a reason.
	await list.person('李*安').click();
	await expect(list.dialog).toContainText(text('receipt_here'));
	expect(await violations(page, 'a person by person page')).toEqual([]);
	await list.dialog.getByRole('button', { name: text('receipt_give_anyway'), exact: true }).click();
	await expect(list.dialog.getByText(text('receipt_reason_missing'))).toBeVisible();
	await list.giveAnyway('李*安', text('receipt_reason_rest'));
	// By mistake: taken back, and nobody counts twice.
	await list.person('易*篁').click();
	await list.dialog.getByRole('button', { name: text('receipt_take_back'), exact: true }).click();
	await expect(list.person('易*篁')).toContainText(text('receipt_free'));

	// By the card, as a hand-held scanner types it; an altered one is refused.
	const card = await cardOf(world, '古丽示·麦麦提');
	const forged = card.slice(0, -1) + (card.endsWith('A') ? 'B' : 'A');
	await list.type(forged);
	await expect(page.getByRole('alert')).toBeVisible();
	await expect(list.dialog).toBeHidden();
	await list.type(card);
	await expect(list.dialog).toBeVisible();
	await expect(list.dialog).toContainText(text('receipt_here'));
	await page.keyboard.press('Escape');
	await expect(list.dialog).toBeHidden();

	await phone.network.restore();
	await phone.settle();
	await desk.page.goto('/desk');
	await expect(desk.page.getByText(text('receipts_notice', { n: 1 }))).toBeVisible();
	await desk.page.goto('/desk/receipts');
	await expect(desk.page.getByRole('heading', { name: '李示安' })).toBeVisible();
	await expect(desk.page.getByText(text('receipts_why', { why: text('receipt_reason_rest') }))).toBeVisible();
	await expect(desk.page.getByRole('heading', { name: '易示篁' })).toHaveCount(0);
	expect(await violations(desk.page, 'a person by person page')).toEqual([]);
});

test('who received at another handout of the season is asked about, offline, by what this phone noted itself', async ({
	world
}) => {
	const desk = await world.desk('coordinator');
	await lendRoster(desk, `SQL-${new Date().getFullYear()}`);
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	const { page } = phone;
	const first = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	await phone.settle();
	await phone.network.cut();
	const list = await HandOutPage.open(page, first);
	await list.give('李*安');
	await list.person('李*安').click();
	await list.giveAnyway('李*安', text('receipt_reason_rest'));

	const other = await HandOutPage.open(page, await phone.save('handout', { ...HANDOUT, personTimes: '4' }));
	await expect(other.person('李*安')).toContainText(text('receipt_ask').split('{')[0] ?? '');
	await expect(other.person('王*')).toContainText(text('receipt_free'));
	await other.person('李*安').click();
	await other.giveAnyway('李*安', text('receipt_reason_rest'));
	await expect(other.person('李*安')).toContainText(text('receipt_here'));
});

test('a person may be given other goods than the kit, and signs for them on the screen, without a network', async ({
	world
}) => {
	const desk = await world.desk('coordinator');
	await lendRoster(desk, `SQL-${new Date().getFullYear()}`);
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	const { page } = phone;
	const handout = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	await phone.settle();
	await phone.network.cut();
	const list = await HandOutPage.open(page, handout);
	await list.person('王*').click();
	await list.openMore();
	await list.quantities.first().fill('0');
	await list.quantities.nth(1).fill('3');
	await list.sign();
	// What was signed for changes: it is signed anew.
	await list.quantities.nth(1).fill('2');
	await expect(list.pad).toHaveAttribute('aria-label', text('signature_empty'));
	await list.sign();
	await expect(list.pad).toHaveAttribute('aria-label', text('signature_drawn'));
	expect(await violations(page, 'a person by person page')).toEqual([]);
	await list.dialog.getByRole('button', { name: text('receipt_give'), exact: true }).click();
	await list.saidGiven('王*');

	await phone.network.restore();
	await phone.settle();
	const [row] = await world.rows<{ id: string; body: string }>(
		"select id, body from record where kind = 'receipt'"
	);
	const { evidence } = JSON.parse(row?.body ?? '{}') as {
		evidence: { lines: { qty: number }[]; signature: string }[];
	};
	expect(evidence).toHaveLength(1);
	const quantities = evidence[0]?.lines.map(({ qty }) => qty) ?? [];
	expect(quantities.length).toBeGreaterThan(1);
	expect([quantities[0], quantities.includes(0)]).toEqual([2, false]);
	expect(evidence[0]?.signature).toMatch(/^\S+ [0-9a-f]{64} \S+$/);
	// What it stands under, server and phone write in the same words.
	expect(await world.rows(`select code from flag where record_id = '${row?.id}'`)).toEqual([]);
});
