/** One outing's end: what was done, what waits, and phone and server held against each other. */
import { readFile } from 'node:fs/promises';
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import { checkCode } from '#field/day-end/check.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { DayEndPage } from './pages/day-end.ts';
import { HandOutPage } from './pages/hand-out.ts';
import { MovementFormPage } from './pages/stock.ts';

test('a trip ended without network says what waits; with it, both sides agree by number and hash', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	let today = await phone.today();
	await today.startTrip();
	await phone.save('handout', HANDOUT);
	await phone.save('visit', VISIT);
	// A third one is begun and left.
	const form = await (await phone.today()).start('visit');
	await form.fill('peopleMet', '9');
	await expect(phone.page.getByText(/草稿已存/)).toBeVisible();
	today = await phone.today();
	await today.button('trip_end').click();
	const page = new DayEndPage(phone.page);
	await page.isShown();
	await page.says('day_end_done', 'day_end_handouts', { n: 1, persons: Number(HANDOUT.personTimes) });
	await page.says('day_end_check', 'day_end_check_unasked', { phone: 2 });
	await page.says('day_end_missing', 'day_end_drafts', { n: 1 });
	await page.says('day_end_missing', 'day_end_paper', { n: 1 });
	await expect(page.card('day_end_waits')).not.toContainText(text('day_end_all_there'));
	const trip = new URL(phone.page.url()).pathname.split('/').at(-1) ?? '';

	await phone.network.restore();
	await phone.page.getByRole('button', { name: text('day_end_check_again') }).click();
	await page.says('day_end_waits', 'day_end_all_there');
	await page.says('day_end_check', 'day_end_check_equal', { phone: 2, server: 2 });
	const rows = await world.rows<{ kind: string; id: string; rev: number }>(
		`select kind, id, rev from record where trip = '${trip}'`
	);
	const hash = rows.reduce((sum, { kind, id, rev }) => addDigest(sum, rowDigest(kind, id, Number(rev))), 0);
	expect(await page.code()).toBe(checkCode(hash));

	const picture = await page.savePicture();
	expect(picture.suggestedFilename()).toMatch(/\.png$/);
	const bytes = await readFile(await picture.path());
	expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
	expect(bytes.readUInt32BE(16)).toBe(1080);
	expect(bytes.readUInt32BE(20)).toBeGreaterThan(600);

	// The way to what is missing leads to the draft itself.
	await page
		.card('day_end_missing')
		.getByRole('link', { name: new RegExp(text('day_end_drafts', { n: 1 })) })
		.click();
	await form.isShown();
	await expect(form.input('peopleMet')).toHaveValue('9');
});

test('receipts noted after their handout was sent wait with its trip, and what is returned afterwards is of it', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await (await phone.today()).startTrip();
	const handout = await phone.save('handout', { ...HANDOUT, personTimes: '3' });
	await phone.settle();
	await phone.network.cut();
	const list = await HandOutPage.open(phone.page, handout);
	for (const name of ['李示安', '王示']) {
		await list.search.fill(name);
		await phone.page.getByRole('button', { name: text('receipt_unlisted', { name }) }).click();
		await list.dialog.getByRole('button', { name: text('receipt_give'), exact: true }).click();
		await list.saidGiven(name);
	}
	await (await phone.today()).endTrip();
	const page = new DayEndPage(phone.page);
	await page.says('day_end_done', 'day_end_received', { n: 2 });
	await page.says('day_end_check', 'day_end_check_unasked', { phone: 3 });
	await expect(page.card('day_end_waits')).not.toContainText(text('day_end_all_there'));

	await phone.network.restore();
	await phone.page.getByRole('button', { name: text('day_end_check_again') }).click();
	await page.says('day_end_waits', 'day_end_all_there');
	await page.says('day_end_check', 'day_end_check_equal', { phone: 3, server: 3 });

	const address = new URL(phone.page.url()).pathname;
	await phone.page.goto(`/new/movement?act=return&trip=${address.split('/').at(-1)}`);
	const form = new MovementFormPage(phone.page);
	await form.isShown();
	await form.fill('to', { pick: '崇仁县总工会物资库' });
	await form.add('盐汽水');
	await form.quantity(0).fill('2');
	await form.save();
	await phone.page.goto(address);
	await expect(page.card('day_end_stock')).toContainText('盐汽水');
});
