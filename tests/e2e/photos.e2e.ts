/** Photos without network: from a real stream and from the gallery, through a killed browser, and what their files say. */
import exifr from 'exifr';
import { galleryPicture } from './harness/gallery-picture.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { FormPage } from './pages/form.ts';
import { Photos } from './pages/photos.ts';

const ALL = { tiff: true, exif: true, gps: true, interop: true, xmp: true, iptc: true, reviveValues: false };

/** Width and height of a JPEG, from its frame header. */
function sizeOf(jpeg: Buffer): { width: number; height: number } {
	for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
		const marker = jpeg[at + 1] ?? 0;
		if (marker >= 0xc0 && marker <= 0xc2)
			return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) };
	}
	throw new Error('no JPEG');
}

test('the notice, the camera, a browser that dies while it is open, and a save without network', async ({
	world
}) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	await phone.browser.context.grantPermissions(['camera']);
	await phone.network.cut();
	let form = await (await phone.today()).start('visit');
	await form.fillAll(VISIT);
	const draft = `/new/visit?draft=${form.recordId}`;
	let photos = new Photos(phone.page);
	await photos.button('photos_take').click();
	await expect(photos.notice).toBeVisible();
	await phone.page.keyboard.press('Escape');
	await expect(photos.camera).toBeHidden();
	await photos.openCamera();
	await photos.shoot(1);
	await photos.shoot(2);

	// The camera is open: a phone that needs its memory ends the browser here.
	await phone.killAndReopen();
	await phone.browser.context.grantPermissions(['camera']);
	await phone.page.goto(draft);
	form = new FormPage(phone.page);
	photos = new Photos(phone.page);
	await expect(photos.thumbs).toHaveCount(2);
	await expect(form.input('situation')).toHaveValue(String(VISIT.situation));

	// The notice is accepted once.
	await photos.button('photos_take').click();
	await expect(photos.camera).toBeVisible();
	await photos.shoot(1);
	await photos.closeCamera();
	await expect(photos.thumbs).toHaveCount(3);
	await photos.thumbs.first().click();
	await photos.button('photo_remove').click();
	await expect(photos.thumbs).toHaveCount(2);
	await photos.thumbs.first().click();
	await phone.page.getByRole('checkbox', { name: text('photo_publicity') }).check();
	await phone.page.keyboard.press('Escape');
	await expect(phone.page.getByText(text('photo_public'), { exact: true })).toBeVisible();

	const id = await form.save();
	const files = await photos.stored();
	expect(files).toHaveLength(2);
	for (const file of files) {
		expect(file.length).toBeLessThan(400_000);
		const { width, height } = sizeOf(file);
		expect(Math.max(width, height)).toBeLessThanOrEqual(1600);
		expect(Object.keys((await exifr.parse(file, ALL)) as object).toSorted()).toEqual([
			'DateTimeOriginal',
			'OffsetTimeOriginal'
		]);
	}
	const record = await phone.record(id);
	await expect(record.page.getByText(text('value_photos', { n: 2 }))).toBeVisible();
});

test('a picture of the gallery loses its place and device, stands upright, and is said not to be taken on the spot', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const form = await (await phone.today()).start('visit');
	const photos = new Photos(phone.page);
	const picture = await galleryPicture(phone.page);
	const before = (await exifr.parse(picture, ALL)) as Record<string, unknown>;
	expect(before['Make']).toBe('HUAWEI');
	expect(before['latitude']).toBeCloseTo(27.95, 1);

	await photos.button('photos_choose').click();
	await photos.acceptNotice();
	await photos.chooseFiles([
		{ name: 'a.jpg', bytes: picture },
		{ name: 'b.jpg', bytes: Buffer.from('no picture at all') }
	]);
	await expect(photos.thumbs).toHaveCount(1, { timeout: 120_000 });
	await expect(phone.page.getByRole('alert').filter({ hasText: text('photos_unreadable') })).toBeVisible();
	await expect(phone.page.getByText(text('photo_gallery'), { exact: true })).toBeVisible();

	const [file] = await photos.stored();
	if (!file) throw new Error('no file');
	expect(file.length).toBeLessThan(400_000);
	const { width, height } = sizeOf(file);
	expect(height).toBeLessThanOrEqual(1600);
	expect(width).toBeLessThan(height);
	const after = (await exifr.parse(file, ALL)) as Record<string, unknown>;
	expect(after).toEqual({ DateTimeOriginal: '2026:07:14 10:03:04', OffsetTimeOriginal: '+08:00' });
	expect(file.includes('HUAWEI')).toBe(false);
	expect(file.includes('SERIAL')).toBe(false);
	void form;
});

test('without permission for the camera the gallery is offered in a clear sentence', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.browser.context.clearPermissions();
	await (await phone.today()).start('visit');
	const photos = new Photos(phone.page);
	await photos.openCamera();
	await expect(photos.camera.getByText(text('camera_refused'))).toBeVisible();
	await expect(photos.camera.getByRole('button', { name: text('photos_choose'), exact: true })).toBeVisible();
	await phone.page.keyboard.press('Escape');
	await expect(photos.camera).toBeHidden();
});
