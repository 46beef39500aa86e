/** What a phone owes its person without network: typed text, every address, recording with an ended session. */
import { HANDOUT } from './harness/samples.ts';
import { FormPage } from './pages/form.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

const ADDRESSES = [
	'/',
	'/new/visit',
	'/new/session',
	'/new/handout',
	'/new/feedback',
	'/records',
	'/sync',
	'/me',
	'/me/privacy',
	'/me/install'
];

test('typed text survives a SIGKILL one second after the key', async ({ world }) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.network.cut();
	const form = await phone.form('visit');
	const address = phone.page.url();
	await form.input('situation').pressSequentially('高温下搬运𠮷');
	// The promise is "1 s after the key": this second is the thing measured, not a wait for something else.
	await new Promise((wake) => setTimeout(wake, 1_000));
	await phone.killAndReopen();
	await phone.page.goto(address);
	await expect(new FormPage(phone.page).input('situation')).toHaveValue('高温下搬运𠮷');
});

test('every address of the field app opens offline after one visit, the server gone', async ({ world }) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.network.cut();
	await world.server.kill();
	await phone.killAndReopen();
	const broken: string[] = [];
	phone.page.on('pageerror', (error) => broken.push(error.message));
	for (const address of ADDRESSES) {
		await phone.page.goto(address);
		await expect(phone.page.getByRole('heading', { level: 1 }), address).toBeVisible();
		await expect(phone.page.getByText(text('error_missing')), address).toBeHidden();
	}
	expect(broken).toEqual([]);
});

test('an ended session stops sending, never recording, and sending resumes after signing in', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	await phone.browser.context.clearCookies();
	const id = await phone.save('handout', HANDOUT);
	const sync = await phone.sync();
	await sync.sendNow();
	await expect(phone.page.getByText(text('trouble_auth')).first()).toBeVisible();
	await expect(sync.waiting).not.toHaveText('0');
	await (await phone.record(id)).isAtStage('on_phone');
	await phone.signInAgain();
	await phone.settle();
	await (await phone.record(id)).isAtStage('on_server');
});
