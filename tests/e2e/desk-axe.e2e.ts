/** No violation of axe's rules on any page of the desk, in light, dark and large type. */
import type { Page } from '@playwright/test';
import { credentials } from './harness/accounts.ts';
import { violationsInLooks } from './harness/axe.ts';
import { DESK } from './harness/browser.ts';
import { loseUnknownBatch, sendTransfer } from './harness/goods-moved.ts';
import { DeskPage } from './pages/desk.ts';
import { expect, test } from './harness/world.ts';

/** A volunteer of the coordinator's county: the id of the account, not the name it signs in with. */
const PERSON = 'U0043';

const PAGES = [
	'/desk',
	'/desk/review',
	'/desk/review?flags=open',
	'/desk/records',
	'/desk/requests',
	'/desk/duplicates',
	'/desk/operations',
	'/desk/registers/handout',
	'/desk/registers/stock',
	'/desk/stock',
	'/desk/stock?only=below',
	'/desk/stock/place?at=store:CK-361024',
	'/desk/stock/move',
	'/desk/stock/move?act=issue&store=store:CK-361024&other=team:TM22',
	'/desk/stock/stores',
	'/desk/stock/recall?batch=2505D03',
	'/desk/registers/session',
	'/desk/registers/receipt',
	'/desk/registers/sign-in',
	'/desk/people',
	'/desk/people/new',
	`/desk/people/${PERSON}`,
	'/desk/receipts',
	'/desk/rosters',
	'/desk/rosters/new',
	'/desk/codes',
	'/desk/codes?type=session',
	'/desk/codes?type=box',
	'/desk/codes/sheet?type=station&id=ST044',
	'/desk/unsent',
	'/desk/password'
];

async function violations(page: Page, what: string): Promise<string[]> {
	await page.getByRole('heading', { level: 1 }).first().waitFor();
	return violationsInLooks(page, what);
}

test('the desk', async ({ world }) => {
	const page = await world.browser(DESK).open();
	const found: string[] = [];
	const lookAt = async (address: string, what = address) => {
		const answer = await page.goto(address);
		expect(answer?.status(), what).toBe(200);
		found.push(...(await violations(page, what)));
	};
	await lookAt('/desk/sign-in');
	const { login, password } = credentials('coordinator');
	const desk = new DeskPage(page);
	await desk.signIn(login, password);
	await loseUnknownBatch(world);
	const transfer = await sendTransfer(world);
	for (const address of [...PAGES, `/desk/stock/confirm?about=${transfer}`]) await lookAt(address);
	await desk.openFirstRecord();
	found.push(...(await violations(page, '/desk/records/[id]')));
	const link = await desk.issueLink(PERSON);
	found.push(...(await violations(page, 'a link that was issued')));
	await lookAt(link, '/setup/[token]');
	await desk.issueCode(PERSON);
	found.push(...(await violations(page, 'a code that was issued')));
	// What only the city reads.
	await page.context().clearCookies();
	const city = credentials('administrator');
	await desk.signIn(city.login, city.password);
	for (const address of ['/desk/audit', '/desk/feedback', '/desk/photos', '/desk/stock/stores'])
		await lookAt(address);
	expect(found).toEqual([]);
});
