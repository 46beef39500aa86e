/** The desk by keyboard from the first key, and without any script at all. */
import type { Page } from '@playwright/test';
import { credentials } from './harness/accounts.ts';
import { DESK } from './harness/browser.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

/** As the setting of a browser does it. */
async function withoutScript(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setScriptExecutionDisabled', { value: true });
}

test('the first key leads past the navigation', async ({ world }) => {
	const desk = await world.desk('coordinator');
	for (const address of ['/desk', '/desk/review', '/desk/people']) {
		await desk.page.goto(address);
		await desk.page.keyboard.press('Tab');
		await expect(desk.page.getByRole('link', { name: text('desk_skip') })).toBeFocused();
		await desk.page.keyboard.press('Enter');
		await expect(desk.page.locator('#desk-main')).toBeFocused();
	}
});

test('without script: sign in, approve, return, approve a batch, issue a code, sign out', async ({
	world
}) => {
	const device = await world.device('volunteer');
	const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
	const operations = ['甲', '乙', '丙'].map((placeText) =>
		device.operation('visit', { date: today, organisation: null, placeText, temperature: null })
	);
	await device.push(operations);
	const [first = '', second = '', third = ''] = operations.map(({ recordId }) => recordId);

	const page = await world.browser(DESK).open();
	await withoutScript(page);
	const { login, password } = credentials('coordinator');
	await page.goto('/desk/sign-in');
	await page.locator('input[name="login"]').fill(login);
	await page.locator('input[name="password"]').fill(password);
	await page.getByRole('button', { name: text('desk_sign_in_submit'), exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(text('overview_title'));

	await page.goto(`/desk/review?from=${today}&id=${first}`);
	await page.getByRole('button', { name: new RegExp(`^${text('desk_do_approve')}`) }).click();
	await expect(page.getByText(textLike('desk_last'))).toContainText(text('desk_state_approved'));

	await page.goto(`/desk/records/${second}`);
	await page.locator('details summary', { hasText: text('desk_do_return') }).click();
	const panel = page.locator('details form', { has: page.locator('select[name="reason"]') });
	await panel.locator('select[name="reason"]').selectOption('RR01');
	await panel.locator('textarea[name="note"]').fill('请补全');
	await panel.getByRole('button', { name: text('desk_return_send'), exact: true }).click();
	await expect(page.getByText(text('desk_state_returned'), { exact: true })).toBeVisible();
	await expect(page.getByText('请补全')).toBeVisible();

	await page.goto(`/desk/review?from=${today}`);
	await page.locator(`[id="row-${third}"] input`).check();
	await page.getByRole('button', { name: text('desk_batch_approve') }).click();
	await expect(page.getByText(text('desk_batch_done', { n: 1 }))).toBeVisible();

	await page.goto('/desk/people/U0043');
	await page.getByRole('button', { name: text('people_issue_code'), exact: true }).click();
	await expect(page.getByRole('img', { name: text('people_qr_alt') })).toBeVisible();
	await page.getByRole('button', { name: text('desk_leave') }).click();
	await expect(page).toHaveURL(/sign-in/);
});
