import { expect, type Locator, type Page } from '@playwright/test';

/** How many strokes the pad shows. */
export const strokes = async (pad: Locator): Promise<number> =>
	((await pad.locator('path').getAttribute('d')) ?? '').split('M').length - 1;

/** How long all strokes are together, in units of the pad: a dot has no length, a line across it some 600. */
export const inkLength = (pad: Locator): Promise<number> =>
	pad.locator('path').evaluate((path) => (path as SVGPathElement).getTotalLength());

/** One stroke across the pad by a finger on the glass. */
export async function drawByTouch(page: Page, pad: Locator, y: number): Promise<void> {
	await pad.scrollIntoViewIfNeeded();
	const box = await pad.boundingBox();
	if (!box) throw new Error('The pad is not on the screen.');
	const touches = await page.context().newCDPSession(page);
	const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number | null) =>
		touches.send('Input.dispatchTouchEvent', {
			type,
			touchPoints: at === null ? [] : [{ x: box.x + box.width * at, y: box.y + box.height * y }]
		});
	await touch('touchStart', 0.2);
	for (let at = 0.25; at < 0.8; at += 0.05) await touch('touchMove', at);
	await touch('touchEnd', null);
	await touches.detach();
}

/**
 * One stroke across the pad, as a finger draws it; `y` in parts of the pad's height. A form whose rules still answer moves
 * its parts: a stroke that went beside the pad is drawn once more, as a person would.
 */
export async function drawStroke(page: Page, pad: Locator, y: number): Promise<void> {
	const before = await strokes(pad);
	await expect(async () => {
		await pad.scrollIntoViewIfNeeded();
		const box = await pad.boundingBox();
		if (!box) throw new Error('The pad is not on the screen.');
		await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * y);
		await page.mouse.down();
		await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * (y + 0.1), { steps: 8 });
		await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * y, { steps: 8 });
		await page.mouse.up();
		expect(await strokes(pad)).toBe(before + 1);
	}).toPass();
}
