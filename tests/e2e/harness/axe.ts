/** What axe has to say about a page, in each look that a person can choose. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Axe brings its own copy of Playwright's types: the same page under another name. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

const COLOURS = ['color-contrast', 'link-in-text-block'];
const SIZES = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

async function faults(page: Page, where: string, rules?: readonly string[]): Promise<string[]> {
	// The product has no frames of other origins, for which alone axe would open a page of its own each time.
	const builder = new AxeBuilder({ page: page as unknown as AxePage }).setLegacyMode(true);
	const { violations } = await (rules === undefined ? builder : builder.withRules([...rules])).analyze();
	return violations.map(
		({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`
	);
}

/** Violations of all rules, as the page stands. */
export const violations = (page: Page, where: string): Promise<string[]> => faults(page, where);

const sized = (page: Page, size: 'large' | null) =>
	page.evaluate((chosen) => {
		if (chosen === null) delete document.documentElement.dataset.size;
		else document.documentElement.dataset.size = chosen;
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
