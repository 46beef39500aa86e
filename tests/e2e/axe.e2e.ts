/** No violation of axe's rules on any screen, in light, dark and large type. */
import type { Page } from '@playwright/test';
import { violationsInLooks as faults } from './harness/axe.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { SignInSheet } from './pages/sign-ins.ts';
import { Photos } from './pages/photos.ts';
import { StockPage } from './pages/stock.ts';

const SCREENS = [
	'/',
	'/new/visit',
	'/new/session',
	'/new/handout',
	'/new/feedback',
	'/new/movement?act=transfer',
	'/new/movement?act=count',
	'/new/movement?act=loss',
	'/records',
	'/stock',
	'/sync',
	'/me',
	'/me/privacy',
	'/me/photo-notice',
	'/me/install',
	'/sign-in',
	'/enrol'
];

/** The sheet on which persons sign in, opened on a session's form: typed in, and with a camera that is not there. */
async function sheetViolations(page: Page): Promise<string[]> {
	await page.goto('/new/session');
	const sheet = await new SignInSheet(page).open();
	const found = await faults(page, 'the sheet of sign-ins, scanning');
	await sheet.way('typed');
	await sheet.type('李示安');
	return [...found, ...(await faults(page, 'the sheet of sign-ins, typing'))];
}

/** The dialogs in which a code is read: on the records any of ours, on the goods that of a transfer. */
async function codeViolations(page: Page): Promise<string[]> {
	await page.goto('/records');
	await page.getByRole('button', { name: text('code_scan'), exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByPlaceholder(text('code_scan_label')).fill('no-code');
	await dialog.getByRole('button', { name: text('ui_scan_enter'), exact: true }).click();
	await expect(dialog.getByRole('status')).toContainText(text('code_problem_not_ours'));
	const found = await faults(page, 'the dialog that reads a code');
	await (await StockPage.open(page)).scan('no-code');
	await expect(dialog.getByRole('status')).toContainText(text('in_hand_not_ours'));
	return [...found, ...(await faults(page, 'the dialog that reads a transfer'))];
}

async function violations(page: Page, address: string): Promise<string[]> {
	await page.goto(address);
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	return faults(page, address);
}

test('the field app', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await (await phone.today()).startTrip();
	const id = await phone.save('visit', VISIT);
	await (await phone.today()).endTrip();
	const trip = new URL(phone.page.url()).pathname;
	const found: string[] = [];
	for (const address of [...SCREENS, trip, `/records/${id}`, `/records/${id}/edit`]) {
		found.push(...(await violations(phone.page, address)));
	}
	found.push(...(await sheetViolations(phone.page)), ...(await codeViolations(phone.page)));
	await phone.browser.context.grantPermissions(['camera']);
	await (await phone.today()).start('visit');
	const photos = new Photos(phone.page);
	await photos.button('photos_take').click();
	await expect(photos.notice).toBeVisible();
	found.push(...(await faults(phone.page, 'the photo notice')));
	await photos.acceptNotice();
	await photos.shoot(1);
	found.push(...(await faults(phone.page, 'the camera')));
	await photos.closeCamera();
	found.push(...(await faults(phone.page, 'a form with a photo')));
	await photos.thumbs.click();
	found.push(...(await faults(phone.page, 'a photo')));
	expect(found).toEqual([]);
});
