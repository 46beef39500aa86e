/** The browser's databases are gone between two visits: the person is told, and what the server knew to be unsent. */
import { VISIT } from './harness/samples.ts';
import { credentials } from './harness/accounts.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('cleared by the system: said after signing in, with what had not been sent, until it is seen', async ({
	world
}) => {
	const { login, password } = credentials('volunteer');
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	await phone.save('visit', VISIT);
	await phone.save('visit', { ...VISIT, situation: '第二处工地' });
	// The server takes nothing now, but hears from the phone: its heartbeat comes with the pull.
	await phone.browser.context.route('**/api/sync/push', (route) => route.fulfill({ status: 500 }));
	const sync = await phone.sync();
	await phone.network.restore();
	const heard = phone.page.waitForResponse(
		(answer) => answer.url().endsWith('/api/sync/pull') && answer.ok()
	);
	await sync.sendNow();
	await heard;

	// As the system does for want of space; the cookie stays.
	await phone.page.goto('/api/health');
	await phone.page.evaluate(async () => {
		for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
	});
	await phone.browser.context.unroute('**/api/sync/push');
	await phone.signIn(login, password);
	const notice = phone.page.getByRole('status').filter({ hasText: text('former_title') });
	await expect(notice).toContainText(textLike('former_unsent'));
	await expect(notice).toContainText('2');
	await phone.today();
	await notice.getByRole('button', { name: text('storage_seen'), exact: true }).click();
	await expect(notice).toBeHidden();
	await phone.today();
	expect(JSON.stringify(await phone.rawTables())).not.toContain('"former"');
	await expect(notice).toBeHidden();
});
