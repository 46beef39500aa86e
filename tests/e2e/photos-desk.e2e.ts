/** Photos at the desk: seen where the record is read, enlarged by keyboard, and a picture that was used before is flagged. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { violations, violationsInLooks } from './harness/axe.ts';
import type { Phone } from './harness/phone.ts';
import { galleryPicture } from './harness/gallery-picture.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { Photos } from './pages/photos.ts';

/** A visit with one picture of the gallery; gives the record's id. */
async function visitWith(phone: Phone, picture: Buffer): Promise<string> {
	const form = await (await phone.today()).start('visit');
	await form.fillAll(VISIT);
	const photos = new Photos(phone.page);
	await photos.chooseFiles([{ name: 'a.jpg', bytes: picture }]);
	await expect(photos.thumbs).toHaveCount(1, { timeout: 120_000 });
	return form.save();
}

/** The same picture as it comes back from a chat: smaller, compressed again, a tenth cut off at one side. */
async function passedOn(phone: Phone, picture: Buffer): Promise<Buffer> {
	const bytes = await phone.page.evaluate(
		async (list) => {
			const bitmap = await createImageBitmap(new Blob([new Uint8Array(list)], { type: 'image/jpeg' }));
			const canvas = new OffscreenCanvas(800, Math.round((800 * bitmap.height) / (bitmap.width * 0.9)));
			const brush = canvas.getContext('2d');
			if (!brush) throw new Error('no canvas');
			const cut = bitmap.width * 0.1;
			brush.drawImage(
				...([bitmap, cut, 0, bitmap.width - cut, bitmap.height] as const),
				...([0, 0, canvas.width, canvas.height] as const)
			);
			const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.5 });
			return [...new Uint8Array(await blob.arrayBuffer())];
		},
		[...picture]
	);
	return Buffer.from(bytes);
}

test('the desk sees the photos of a record, and that a picture was used before', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.today().then((today) => today.start('visit'));
	const photos = new Photos(phone.page);
	await photos.button('photos_choose').click();
	await photos.acceptNotice();
	const picture = await galleryPicture(phone.page, 5);
	const first = await visitWith(phone, picture);
	const second = await visitWith(phone, await passedOn(phone, picture));
	const third = await visitWith(phone, await galleryPicture(phone.page, 6));
	await phone.settle();
	for (const id of [first, second, third]) {
		const record = await phone.record(id);
		await expect(record.page.getByText(text('photos_sent', { sent: 1, total: 1 }))).toBeVisible({
			timeout: 60_000
		});
		await expect(photos.thumbs.locator('img')).toHaveJSProperty('complete', true);
	}

	const desk = await world.desk('coordinator');
	const { page } = desk;
	const flag = page.getByText(/照片可能用过/);
	await page.goto(`/desk/records/${third}`);
	await expect(photosOf(page)).toHaveCount(1);
	await expect(flag).toHaveCount(0);
	await page.goto(`/desk/records/${first}`);
	await expect(flag).toHaveCount(0);
	await page.goto(`/desk/records/${second}`);
	await expect(flag.first()).toBeVisible();
	expect(await violations(page, 'a record with a photo')).toEqual([]);

	await photosOf(page).focus();
	await page.keyboard.press('Enter');
	const large = page.getByRole('dialog').getByRole('img');
	await expect(large).toBeVisible();
	await expect
		.poll(() => large.evaluate((image) => (image as HTMLImageElement).naturalWidth))
		.toBeGreaterThan(500);
	await page.keyboard.press('Escape');
	await expect(large).toBeHidden();
	await page.getByRole('link', { name: text('photo_twice_open'), exact: true }).click();
	await expect(page).toHaveURL(new RegExp(first));

	// A file that was lost is said to be missing: on the list for the administrators, and in the record.
	const [{ sha256 } = { sha256: '' }] = await world.rows<{ sha256: string }>(
		`select sha256 from attachment where record_id = '${first}'`
	);
	rmSync(join(world.server.dataDir, 'attachments', sha256.slice(0, 2), sha256.slice(2)));
	const city = await world.desk('administrator');
	await city.page.goto('/desk/photos');
	await expect(city.page.getByText(text('photo_store_works'))).toBeVisible();
	await expect(city.page.getByText(text('photo_missing_none'))).toBeVisible();
	await city.page.getByRole('button', { name: text('photo_missing_check') }).click();
	await expect(city.page.getByText(text('photo_missing_count', { n: 1 })).first()).toBeVisible();
	expect(await violationsInLooks(city.page, 'photos that are lost')).toEqual([]);
	await city.page.goto('/desk');
	await city.page.getByRole('link', { name: text('photo_missing_see') }).click();
	await city.page.locator(`a[href="/desk/records/${first}"]`).click();
	await expect(city.page.getByText(text('photo_lost'))).toBeVisible();
	await expect(photosOf(city.page)).toHaveCount(0);

	const masked = await world.desk('auditor');
	await masked.page.goto(`/desk/records/${second}`);
	await expect(masked.page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(photosOf(masked.page)).toHaveCount(0);
});

const photosOf = (page: Phone['page']) => page.getByRole('link', { name: /^放大/ });
