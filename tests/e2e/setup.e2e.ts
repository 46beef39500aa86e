/** A house without anybody who can sign in: the printed link, the first administrator, the first coordinator. */
import { DESK } from './harness/browser.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { DeskPage } from './pages/desk.ts';

const ADMINISTRATOR = ['head.office', '凉风 送到 一线 2026'] as const;
const COORDINATOR = ['county.desk', '崇仁 审核 员 的 密码'] as const;

test('the first administrator comes in by the printed link and makes a coordinator', async ({ world }) => {
	// As an import leaves it: accounts, none with a password.
	await world.server.kill();
	await world.change('update account set password_hash = null');
	const before = world.server.log.length;
	await world.server.start();
	const link = /http:\/\/\S+\/setup\/\S+/.exec(world.server.log.slice(before))?.[0] ?? '';

	const desk = new DeskPage(await world.browser(DESK).open());
	await desk.page.goto(link);
	await desk.page.getByLabel(text('setup_name'), { exact: true }).fill('徐示庆');
	await desk.page.locator('input[name="login"]').fill(ADMINISTRATOR[0]);
	await desk.choosePassword(ADMINISTRATOR[1]);
	await desk.signIn(...ADMINISTRATOR);

	const person = await desk.createPerson({
		name: '罗示达',
		login: COORDINATOR[0],
		role: 'REV',
		region: '361024'
	});
	const invitation = await desk.issueLink(person);

	const county = new DeskPage(await world.browser(DESK).open());
	await county.page.goto(invitation);
	await county.choosePassword(COORDINATOR[1]);
	await county.signIn(...COORDINATOR);
	await county.page.goto('/desk/review');
	await expect(county.page.getByRole('heading', { level: 1 })).toBeVisible();
	// Used up: whoever finds it later finds nothing.
	await county.page.goto(invitation);
	await expect(county.page.getByText(text('setup_link_gone'))).toBeVisible();
});
