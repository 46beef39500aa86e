/** The scanner's camera: its torch, a screen that stays lit, and a camera that was refused or taken away and comes back. */
import type { Page } from '@playwright/test';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { SignInSheet } from './pages/sign-ins.ts';

interface Light {
	/** What the torch was told. */
	readonly torch: boolean[];
	/** Wake locks, the latest last: whether each was given back. */
	readonly locks: { released: boolean }[];
}

/** A phone whose camera has a torch and whose screen can be kept lit; both note what is asked of them. */
async function withLight(page: Page): Promise<() => Promise<Light>> {
	await page.addInitScript(() => {
		const light: Light = { torch: [], locks: [] };
		Object.assign(globalThis, { light });
		const { prototype } = MediaStreamTrack;
		prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
		prototype.applyConstraints = (asked) => {
			const [first] = (asked?.advanced ?? []) as { torch?: boolean }[];
			light.torch.push(first?.torch === true);
			return Promise.resolve();
		};
		const request = () => {
			const lock = { released: false, release: () => Promise.resolve(void (lock.released = true)) };
			light.locks.push(lock);
			return Promise.resolve(lock);
		};
		Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
	});
	return () =>
		page.evaluate(() => {
			const { torch, locks } = (globalThis as unknown as { light: Light }).light;
			return { torch, locks: locks.map(({ released }) => ({ released })) };
		});
}

/** The page was away and is seen again; browsers give the lock of a hidden page back. */
const comesBack = (page: Page) =>
	page.evaluate(() => {
		for (const lock of (globalThis as unknown as { light: Light }).light.locks) lock.released = true;
		document.dispatchEvent(new Event('visibilitychange'));
	});

test('the torch is lit and put out, and the screen stays lit until the scanner is closed', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	const { page } = phone;
	await phone.browser.context.grantPermissions(['camera']);
	const light = await withLight(page);
	await (await phone.today()).start('session');
	const sheet = await new SignInSheet(page).open();
	const torch = sheet.dialog.getByRole('button', { name: text('camera_torch'), exact: true });
	await expect(torch).toHaveAttribute('aria-pressed', 'false');
	await torch.click();
	await expect(torch).toHaveAttribute('aria-pressed', 'true');
	await torch.click();
	await expect(torch).toHaveAttribute('aria-pressed', 'false');
	expect(await light()).toEqual({ torch: [true, false], locks: [{ released: false }] });

	await comesBack(page);
	await expect.poll(async () => (await light()).locks).toEqual([{ released: true }, { released: false }]);
	await sheet.done();
	await expect.poll(async () => (await light()).locks.every(({ released }) => released)).toBe(true);
	await comesBack(page);
	expect((await light()).locks).toHaveLength(2);
});

test('a camera that was refused, and one that another app took, can be had again', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const { page } = phone;
	await phone.browser.context.clearPermissions();
	await (await phone.today()).start('session');
	const sheet = await new SignInSheet(page).open();
	const again = sheet.dialog.getByRole('button', { name: text('camera_again'), exact: true });
	const picture = sheet.dialog.locator('video');
	await expect(sheet.dialog.getByText(text('ui_camera_refused'))).toBeVisible();
	await phone.browser.context.grantPermissions(['camera']);
	await again.click();
	await expect(picture).toBeVisible();
	await expect(picture).toHaveJSProperty('paused', false);

	await picture.evaluate((video) => {
		const [track] = ((video as HTMLVideoElement).srcObject as MediaStream).getVideoTracks();
		track?.dispatchEvent(new Event('ended'));
	});
	await expect(sheet.dialog.getByText(text('ui_camera_busy'))).toBeVisible();
	await again.click();
	await expect(picture).toBeVisible();
	await expect(picture).toHaveJSProperty('paused', false);
	await expect(again).toHaveCount(0);
});
