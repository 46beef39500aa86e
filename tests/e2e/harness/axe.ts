/** What axe has to say about a page, in each look that a person can choose. */
import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

const COLOURS = ['color-contrast', 'link-in-text-block'];
const SIZES = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

/**
 * Axe's 650 kB go into each document once and only what is wrong comes out of it: everything else that axe could tell of each
 * element costs more than its judgement. The product has no frames, into which axe would have to be put besides.
 */
async function faults(page: Page, where: string, rules?: readonly string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const options: RunOptions = { resultTypes: ['violations'] };
	if (rules !== undefined) options.runOnly = { type: 'rule', values: [...rules] };
	const found = await page.evaluate(async (asked) => {
		const { axe: inPage } = window as unknown as { axe: typeof axe };
		const { violations } = await inPage.run(document, asked);
		return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(' ')) }));
	}, options);
	return found.map(({ id, at }) => `${where}: ${id} at ${at.join(', ')}`);
}

/** Violations of all rules, as the page stands. */
export const violations = (page: Page, where: string): Promise<string[]> => faults(page, where);

/** Until what watches sizes has answered to the new one: it hears of it with the next frame, and draws in the one after. */
const sized = (page: Page, size: 'large' | null) =>
	page.evaluate(async (chosen) => {
		if (chosen === null) delete document.documentElement.dataset.size;
		else document.documentElement.dataset.size = chosen;
		for (let frame = 0; frame < 2; frame++)
			await new Promise((drawn) => requestAnimationFrame(() => drawn(undefined)));
	}, size);

/**
 * Violations of all rules in light, and in dark and in large type of those that depend on the look: the names and roles
 * that the other rules are about are the same in each.
 */
export async function violationsInLooks(page: Page, where: string): Promise<string[]> {
	// Colours that are still moving from one look to the next would be judged half-way.
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	const light = await faults(page, where);
	await page.emulateMedia({ colorScheme: 'dark' });
	const dark = await faults(page, `${where}, dark`, COLOURS);
	await page.emulateMedia({ colorScheme: 'light' });
	await sized(page, 'large');
	const large = await faults(page, `${where}, large`, SIZES);
	await sized(page, null);
	return [...light, ...dark, ...large];
}
