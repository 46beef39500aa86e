/** How far photos have got, in the same words on both sides; what is taken out again; and when they may go at all. */
import type { Phone } from './harness/phone.ts';
import { galleryPicture } from './harness/gallery-picture.ts';
import { HANDOUT, VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';
import { FormPage } from './pages/form.ts';
import { Photos } from './pages/photos.ts';

const WHOLE = 'select id from upload where whole_at is not null';

/** A visit with so many pictures of the gallery; gives its id. */
async function visitWith(phone: Phone, count: number, seed = 1): Promise<string> {
	const form = await (await phone.today()).start('visit');
	await form.fillAll(VISIT);
	const photos = new Photos(phone.page);
	for (let at = 0; at < count; at++) {
		const bytes = await galleryPicture(phone.page, seed + at);
		await photos.chooseFiles([{ name: `${at}.jpg`, bytes }]);
		await expect(photos.thumbs).toHaveCount(at + 1, { timeout: 120_000 });
	}
	return form.save();
}

async function withNotice(world: World): Promise<Phone> {
	const phone = await world.phone('volunteer');
	await (await phone.today()).start('visit');
	await new Photos(phone.page).begin();
	return phone;
}

test('both sides say the same of how many photos arrived, and who takes one out takes it back', async ({
	world
}) => {
	const phone = await withNotice(world);
	const photos = new Photos(phone.page);
	const through = new Set<string>();
	const uploads = '**/api/attachments/*/upload';
	await phone.browser.context.route(uploads, (route) => {
		const id = new URL(route.request().url()).pathname.split('/')[3] ?? '';
		if (through.size < 2) through.add(id);
		return through.has(id) ? route.continue() : route.abort();
	});
	const id = await visitWith(phone, 3);
	const desk = await world.desk('coordinator');
	const bothSay = async (arrived: number, total: number) => {
		await phone.settle();
		const record = await phone.record(id);
		await expect(record.page.getByText(text('photos_sent', { sent: arrived, total }))).toBeVisible();
		await expect(async () => {
			await desk.page.goto(`/desk/records/${id}`);
			await expect(desk.page.getByText(text('desk_photos_arrived', { arrived, total }))).toBeVisible({
				timeout: 2_000
			});
		}).toPass();
	};
	await bothSay(2, 3);

	const edit = async () => {
		await phone.page.goto(`/records/${id}/edit`);
		const form = new FormPage(phone.page);
		await form.isShown();
		return form;
	};
	// One that is there already: the desk that could see it cannot any more.
	const [sent = ''] = [...through].toSorted();
	expect((await desk.page.request.get(`/api/attachments/${sent}`)).status()).toBe(200);
	let form = await edit();
	await expect(photos.thumbs).toHaveCount(3);
	await photos.remove(photos.thumbs.first());
	await form.save();
	await bothSay(1, 2);
	expect((await desk.page.request.get(`/api/attachments/${sent}`)).status()).toBe(404);

	// One that has not been sent: it never is.
	form = await edit();
	await photos.remove(photos.thumbs.last());
	await form.save();
	await bothSay(1, 1);
	await phone.browser.context.unroute(uploads);
	await phone.settle();
	await expect(phone.page.getByText(text('photos_all_sent', { n: 2 }))).toBeVisible();
	expect(await world.rows(WHOLE)).toHaveLength(2);
});

test('photos wait for Wi-Fi where their person wants it so, and go when it comes or the choice is undone', async ({
	world
}) => {
	const phone = await withNotice(world);
	const { page } = phone;
	await page.addInitScript(() => {
		const connection = {
			get type() {
				return localStorage.getItem('test-link') ?? 'cellular';
			}
		};
		Object.defineProperty(navigator, 'connection', { value: connection, configurable: true });
	});
	const link = (type: string) => page.evaluate((now) => localStorage.setItem('test-link', now), type);
	const sync = await phone.sync();
	await expect(page.getByText(text('photos_wifi_only'))).toBeVisible();
	await expect(sync.heldBack).not.toBeChecked();
	await sync.heldBack.check();

	await visitWith(phone, 1);
	await phone.settle();
	await expect(page.getByText(text('photos_waiting', { n: 1 }))).toBeVisible();
	await expect(sync.heldBack).toBeChecked();
	expect(await world.rows(WHOLE)).toEqual([]);
	await link('wifi');
	await sync.sendNow();
	await expect(page.getByText(text('photos_all_sent', { n: 1 }))).toBeVisible();

	await link('cellular');
	await visitWith(phone, 1, 7);
	await phone.settle();
	await expect(page.getByText(text('photos_waiting', { n: 1 }))).toBeVisible();
	expect(await world.rows(WHOLE)).toHaveLength(1);
	await sync.heldBack.uncheck();
	await expect(page.getByText(text('photos_all_sent', { n: 2 }))).toBeVisible();
	expect(await world.rows(WHOLE)).toHaveLength(2);
});

test('goods are received by a photo of the paper sheet, which the desk sees as one', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.browser.context.grantPermissions(['camera']);
	await phone.network.cut();
	const { paperKeeper: _, ...given } = HANDOUT;
	const form = await (await phone.today()).start('handout');
	await form.fillAll({ ...given, receipt: { code: 'SHEET' } });
	const photos = new Photos(phone.page);
	await photos.openCamera('sheet');
	await photos.isReady();
	await photos.shootSheet();
	const id = await form.save();
	await phone.network.restore();
	await phone.settle();
	await expect(phone.page.getByText(text('photos_all_sent', { n: 1 }))).toBeVisible();
	const desk = await world.desk('coordinator');
	await desk.page.goto(`/desk/records/${id}`);
	const sheet = desk.page.getByRole('link', { name: new RegExp(`^放大：${text('photo_sheet')}`) });
	await expect(sheet).toHaveCount(1);
	await expect(sheet.locator('img')).toHaveJSProperty('complete', true);
});
