/** The coordinator's work: by keyboard, in batches, against a colleague, and what may not be done. */
import type { Device } from './harness/device.ts';
import { text, textLike } from './harness/texts.ts';
import { kindOf } from '#lib/records/index.ts';
import { expect, test } from './harness/world.ts';

/** A calendar day in Asia/Shanghai, `back` days ago. */
const day = (back = 0) => new Date(Date.now() + 8 * 3_600_000 - back * 86_400_000).toISOString().slice(0, 10);

let places = 0;
/** A visit that no rule minds, at a place of its own. */
const clean = (changes: Record<string, unknown> = {}) => ({
	date: day(),
	organisation: null,
	placeText: `验收工地${++places}`,
	temperature: null,
	...changes
});

/** Saves and sends visits; gives their ids. */
async function visits(device: Device, bodies: readonly Record<string, unknown>[]): Promise<string[]> {
	const operations = bodies.map((body) => device.operation('visit', body));
	const { verdicts } = await device.push(operations);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(bodies.map(() => 'applied'));
	return operations.map(({ recordId }) => recordId);
}

test('by keyboard: next, approve, return with a comment on a field', async ({ world }) => {
	const device = await world.device('volunteer');
	// Two records of one day stand in the order of their ids.
	const [first = '', second = ''] = (await visits(device, [clean(), clean()])).sort();
	const desk = await world.desk('coordinator');
	await desk.queueOf(day());
	const { page } = desk;
	const before = await desk.waiting();
	await expect(page.locator(`[id="row-${first}"].current`)).toBeVisible();
	await page.keyboard.press('j');
	await expect(page.locator(`[id="row-${second}"].current`)).toBeVisible();
	await page.keyboard.press('k');
	await expect(page.locator(`[id="row-${first}"].current`)).toBeVisible();
	await page.keyboard.press('a');
	// The next one stands there by itself, what was decided just before is said.
	await expect(page.locator(`[id="row-${second}"].current`)).toBeVisible();
	await expect(page.getByText(textLike('desk_last')).first()).toContainText(text('desk_state_approved'));
	expect(await desk.waiting()).toBe(before - 1);
	await desk.returnByKey(second, 'RR01', 'field_people_met', '与签到表不符');
	expect(await desk.waiting()).toBe(before - 2);
	await page.goto(`/desk/records/${second}`);
	await expect(page.getByText('与签到表不符').first()).toBeVisible();
});

test('what is written about one record never stands beside another, and waits for its own', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const [first = '', second = ''] = (await visits(device, [clean(), clean()])).sort();
	const desk = await world.desk('coordinator');
	const { page } = desk;
	const panel = page.locator('#panel-return');
	const note = panel.locator('textarea[name="note"]');

	await page.goto(`/desk/review?from=${day()}&to=${day()}&id=${first}`);
	await page.waitForLoadState('networkidle');
	await page.keyboard.press('r');
	await note.fill('请写明现场人数');
	await page.locator(`[id="row-${second}"] a`).click();
	await expect(page.locator(`[id="row-${second}"].current`)).toBeVisible();
	await expect(panel).toBeHidden();
	await page.locator(`[id="row-${first}"] a`).click();
	await expect(note).toHaveValue('请写明现场人数');
	await panel.locator('select[name="reason"]').selectOption('RR01');
	await panel.getByRole('button', { name: text('desk_return_send'), exact: true }).click();
	await expect(page.locator(`[id="row-${second}"].current`)).toBeVisible();
	await expect(panel).toBeHidden();
	await page.keyboard.press('r');
	await expect(note).toHaveValue('');
});

test('a batch approves what is clean and leaves what has a flag', async ({ world }) => {
	const device = await world.device('volunteer');
	const [one = '', two = '', late = ''] = await visits(device, [
		clean(),
		clean(),
		clean({ date: day(20), answers: {} })
	]);
	const desk = await world.desk('coordinator');
	await desk.queueOf(day(20), day());
	const { page } = desk;
	await page.getByRole('button', { name: text('desk_pick_clean', { n: 2 }) }).click();
	await page.locator(`[id="row-${late}"] input`).check();
	await expect(page.getByText(text('desk_batch_stay', { n: 1, m: 3 }))).toBeVisible();
	await page.getByRole('button', { name: text('desk_batch_approve') }).click();
	await expect(page.getByText(text('desk_batch_done', { n: 2 }))).toBeVisible();
	await expect(page.getByText(text('desk_batch_flagged', { n: 1 }))).toBeVisible();
	await expect(page.locator(`[id="row-${late}"]`)).toBeVisible();
	for (const id of [one, two]) await expect(page.locator(`[id="row-${id}"]`)).toHaveCount(0);
});

test('the first decision wins; the second person is told who, what, when, and keeps the comment', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const [id = ''] = await visits(device, [clean()]);
	const county = await world.desk('coordinator');
	const city = await world.desk('administrator');
	await city.review(id);
	await city.page.keyboard.press('r');
	const panel = city.page.locator('#panel-return');
	await panel.locator('select[name="reason"]').selectOption('RR01');
	await panel.getByRole('textbox', { name: text('desk_return_note') }).fill('人数请核对');
	await county.approveByKey(id);
	await panel.getByRole('button', { name: text('desk_return_send'), exact: true }).click();
	const alert = city.page.getByRole('alert');
	await expect(alert).toContainText(text('desk_why_decided_already'));
	await expect(alert).toContainText('张示川');
	await expect(alert).toContainText(text('desk_verb_approve'));
	await expect(alert).toContainText(/\d{1,2}:\d{2}/);
	await expect(alert).toContainText('人数请核对');
});

test('nobody decides on an own record', async ({ world }) => {
	const own = await world.device('coordinator');
	const [id = ''] = await visits(own, [clean()]);
	const desk = await world.desk('coordinator');
	await desk.review(id);
	await expect(desk.page.getByText(text('desk_why_own_record'))).toBeVisible();
	await expect(desk.page.locator(`[id="row-${id}"] input`)).toBeDisabled();
	await desk.page.keyboard.press('a');
	await desk.page.goto(`/desk/records/${id}`);
	await expect(desk.page.getByText(text('desk_state_pending'), { exact: true })).toBeVisible();
	await expect(desk.page.getByRole('button', { name: text('desk_do_approve') })).toHaveCount(0);
});

test('void with a reason; reopen what was approved', async ({ world }) => {
	const device = await world.device('volunteer');
	const [wrong = '', right = ''] = await visits(device, [clean(), clean()]);
	const desk = await world.desk('coordinator');
	const { page } = desk;
	await page.goto(`/desk/records/${wrong}`);
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: text('desk_do_void') }).click();
	await page.getByLabel(text('desk_void_reason')).fill('试填的记录');
	const panel = page.locator('form.panel');
	await panel.getByRole('button', { name: text('desk_void_send'), exact: true }).click();
	await expect(page.getByText(text('desk_state_voided'), { exact: true })).toBeVisible();
	await expect(page.getByText('试填的记录').first()).toBeVisible();
	await desk.approveByKey(right);
	await page.goto(`/desk/records/${right}`);
	await page.getByRole('button', { name: text('desk_do_reopen') }).click();
	await expect(page.getByText(text('desk_state_pending'), { exact: true })).toBeVisible();
});

test('a conflict stands side by side and is settled field by field', async ({ world }) => {
	const device = await world.device('volunteer');
	const other = await world.device('volunteer');
	const body = clean({ peopleMet: 24 });
	const [id = ''] = await visits(device, [body]);
	for (const [phone, peopleMet] of [
		[device, 31],
		[other, 42]
	] as const) {
		const amend = phone.operation(
			'visit',
			{ ...body, peopleMet },
			{ verb: 'amend', recordId: id, baseRev: 1 }
		);
		expect((await phone.push([amend])).verdicts[0]?.outcome).toMatch(/applied|merged/);
	}
	const desk = await world.desk('coordinator');
	await desk.review(id);
	await expect(desk.page.getByText(text('desk_why_conflict_open'))).toBeVisible();
	await expect(desk.page.locator('fieldset').getByText('31')).toBeVisible();
	await expect(desk.page.locator('fieldset').getByText('42')).toBeVisible();
	await desk.settleWithProposed(id, 'peopleMet');
	await expect(desk.page.getByRole('definition').filter({ hasText: /^\s*42\s*$/ })).toBeVisible();
	await desk.approveByKey(id);
});

test('possible duplicates: one is voided for the other, two others are said to be different', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const place = { placeText: '同一工地', team: 'TM22' };
	const twins = await visits(device, [clean(place), clean({ ...place, peopleMet: 30 })]);
	const elsewhere = { placeText: '另一工地', team: 'TM22' };
	await visits(device, [clean(elsewhere), clean({ ...elsewhere, peopleMet: 8 })]);
	const desk = await world.desk('coordinator');
	const { page } = desk;
	await page.goto('/desk/duplicates');
	await page.waitForLoadState('networkidle');
	const pair = (words: string) => page.locator('main .card').filter({ hasText: words });
	await pair('另一工地')
		.getByRole('button', { name: text('desk_duplicate_different') })
		.click();
	await expect(pair('另一工地')).toHaveCount(0);
	await pair('同一工地')
		.locator('form', { has: page.locator(`input[name="recordId"][value="${twins[1]}"]`) })
		.getByRole('button')
		.click();
	await expect(pair('同一工地')).toHaveCount(0);
	await page.goto(`/desk/records/${twins[1]}`);
	await expect(page.getByText(text('desk_state_voided'), { exact: true })).toBeVisible();
	await expect(page.getByRole('link', { name: text('desk_duplicate_of') })).toHaveAttribute(
		'href',
		`/desk/records/${twins[0]}`
	);
});

test('what was parked is judged again or marked as dealt with; feedback reaches the city alone', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const newer = { ...device.operation('visit', clean()), schema: 999 };
	const feedback = device.operation('feedback', { date: day(), text: '希望按单位分组' });
	const { verdicts } = await device.push([newer, feedback]);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(['parked', 'applied']);
	const county = await world.desk('coordinator');
	await county.page.goto('/desk/operations');
	await county.page.waitForLoadState('networkidle');
	const card = county.page.locator('main .card');
	await card.getByRole('button', { name: text('desk_operations_retry') }).click();
	await expect(county.page.getByRole('alert')).toContainText(text('desk_why_newer'));
	await card.getByRole('button', { name: text('desk_operations_dealt') }).click();
	await expect(county.page.getByText(text('desk_operations_none'))).toBeVisible();
	expect((await county.page.goto('/desk/feedback'))?.status()).toBe(403);
	const city = await world.desk('administrator');
	await city.page.goto('/desk/feedback');
	await expect(city.page.getByText('希望按单位分组')).toBeVisible();
});

test('a record that one rule flags twice is reviewed like any other', async ({ world }) => {
	const device = await world.device('volunteer');
	const sample = kindOf('handout')?.sample as { lines: Record<string, unknown>[] };
	// Towels and sleeves: each more than its reference amount for one person.
	const lines = ['CS-H02', 'CS-P02'].map((supply, at) => ({
		...sample.lines[0],
		...{ id: `0197e6a0-0000-7000-8000-0000000000a${at}`, supply, qty: 900, batch: '', expiry: null }
	}));
	const operation = device.operation('handout', { lines, answers: {}, signature: '' });
	const { verdicts } = await device.push([operation]);
	expect(verdicts[0]?.outcome).toBe('applied');
	const flags = await world.rows<{ code: string }>(
		`select code from flag where record_id = '${operation.recordId}' and answer is null order by code`
	);
	const codes = flags.map((flag) => flag.code);
	expect(new Set(codes).size).toBeLessThan(codes.length);
	const desk = await world.desk('coordinator');
	await desk.approveByKey(operation.recordId);
});

test('a flag without an answer is said to have none; a request for correction is its own', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const sample = kindOf('handout')?.sample as { lines: Record<string, unknown>[] };
	const lines = [{ ...sample.lines[0], qty: 900, batch: '', expiry: null }];
	const { recordId, ...create } = device.operation('handout', { lines, answers: {}, signature: '' });
	const body = { text: '数量写错了' };
	const ask = device.operation('handout', {}, { verb: 'ask-correction', recordId, baseRev: 1, body });
	const { verdicts } = await device.push([{ recordId, ...create }, ask]);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	const flags = await world.rows<{ code: string }>(
		`select code from flag where record_id = '${recordId}' and answer is null and closed = 0`
	);
	const ruled = flags.filter(({ code }) => code !== 'correction').length;
	expect([ruled > 0, flags.length - ruled]).toEqual([true, 1]);
	const { page } = await world.desk('coordinator');
	await page.goto(`/desk/records/${recordId}`);
	await expect(page.getByText(body.text).first()).toBeVisible();
	await expect(page.getByText(text('desk_flag_unanswered'), { exact: true })).toHaveCount(ruled);
});
