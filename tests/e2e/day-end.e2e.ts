/** One outing's end: what was done, what waits, and phone and server held against each other. */
import { readFile } from 'node:fs/promises';
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import { checkCode } from '#field/day-end/check.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { DayEndPage } from './pages/day-end.ts';

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
