/** A handout signed on the screen, without network: drawn, undone, kept, changed afterwards, and seen at the desk. */
import { HANDOUT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { FormPage } from './pages/form.ts';
import { drawByTouch, drawStroke, inkLength, strokes } from './pages/signature-pad.ts';

const { paperKeeper: _, ...ON_PAPER } = HANDOUT;
const SIGNED = { ...ON_PAPER, receipt: { code: 'SIGN' } };

const press = (form: FormPage, key: string) =>
	form
		.field('signature')
		.getByRole('button', { name: text(key), exact: true })
		.click();
test('the receiver signs on the screen; what is changed afterwards is asked about; the desk sees it', async ({
	world
}) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	await phone.network.cut();
	let form = await (await phone.today()).start('handout');
	await form.fillAll(SIGNED);
	await form.saveButton.click();
	await expect(form.field('signature')).toContainText(text('rule_required'));

	let pad = form.input('signature');
	await drawStroke(phone.page, pad, 0.3);
	await drawStroke(phone.page, pad, 0.6);
	expect(await strokes(pad)).toBe(2);
	await press(form, 'signature_undo');
	expect(await strokes(pad)).toBe(1);
	await drawStroke(phone.page, pad, 0.5);

	// A draft keeps it, whole, through a killed browser.
	const twoStrokes = /"signature":"\S+ \S+ [\w-]+\.[\w-]+"/;
	const drafts = async () =>
		Object.entries(await phone.rawTables()).filter(([name]) => name.endsWith('/drafts'));
	await expect
		.poll(async () => JSON.stringify(Object.fromEntries(await drafts())).replaceAll('\\', ''))
		.toMatch(twoStrokes);
	const draft = `/new/handout?draft=${form.recordId}`;
	await phone.killAndReopen();
	await phone.page.goto(draft);
	form = new FormPage(phone.page);
	pad = form.input('signature');
	await expect(pad).toBeVisible();
	expect(await strokes(pad)).toBe(2);

	await form.fill('personTimes', '25');
	await expect(form.field('signature')).toContainText(text('rule_r22_changed'));
	await phone.page.getByRole('button', { name: text('form_sign_again'), exact: true }).click();
	expect(await strokes(pad)).toBe(0);
	// The goods are named before they are signed for.
	await form.fillBatches();
	await drawStroke(phone.page, pad, 0.4);
	const id = await form.save();
	const record = await phone.record(id);
	await expect(record.page.getByRole('img', { name: text('field_signature'), exact: true })).toBeVisible();

	await phone.network.restore();
	await phone.settle();
	const desk = await world.desk('coordinator');
	await desk.page.goto(`/desk/records/${id}`);
	const seen = desk.page.getByRole('img', { name: text('field_signature'), exact: true });
	await expect(seen).toBeVisible();
	expect(await seen.locator('path').getAttribute('d')).toMatch(/^M\d+ \d+[QL]/);
	await expect(desk.page.getByText(text('rule_r22_changed'))).toBeHidden();
});

test('a finger signs, also on a browser that reports no places between two frames', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const { page } = phone;
	const thrown: string[] = [];
	page.on('pageerror', ({ message }) => thrown.push(message));
	const open = async () => {
		const form = await (await phone.today()).start('handout');
		await form.fillAll(SIGNED);
		return form.input('signature');
	};
	const withPlaces = await open();
	await drawByTouch(page, withPlaces, 0.4);
	await expect.poll(() => strokes(withPlaces)).toBe(1);
	expect(await inkLength(withPlaces)).toBeGreaterThan(400);

	// As in Safari 15.4.
	await page.addInitScript(() => Reflect.deleteProperty(PointerEvent.prototype, 'getCoalescedEvents'));
	const without = await open();
	expect(await page.evaluate(() => 'getCoalescedEvents' in PointerEvent.prototype)).toBe(false);
	await drawStroke(page, without, 0.3);
	await drawByTouch(page, without, 0.6);
	await expect.poll(() => strokes(without)).toBe(2);
	expect(await inkLength(without)).toBeGreaterThan(1_000);
	expect(thrown).toEqual([]);
});

test('an auditor is told that it was signed, and sees no handwriting', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const form = await (await phone.today()).start('handout');
	await form.fillAll(SIGNED);
	await drawStroke(phone.page, form.input('signature'), 0.4);
	const id = await form.save();
	await phone.settle();
	const desk = await world.desk('auditor');
	await desk.page.goto(`/desk/records/${id}`);
	await expect(desk.page.getByText(/已签字/).first()).toBeVisible();
	await expect(desk.page.getByRole('img', { name: text('field_signature'), exact: true })).toHaveCount(0);
	expect(await desk.page.content()).not.toContain('M200');
});
