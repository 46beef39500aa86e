/** The production start on an empty folder: it answers, guards itself, and survives a kill. */
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('starts on nothing, prints a link for the first administrator, and a new one after a kill', async ({
	empty
}) => {
	const link = /http:\/\/localhost:\d+\/setup\/\S{20,}/g;
	await empty.restart();
	const [lost = '', renewed = ''] = empty.log.match(link) ?? [];
	const shown = async (address: string) => (await fetch(address)).text();
	expect(await shown(lost)).toContain(text('setup_link_gone'));
	expect(await shown(renewed)).toContain(text('setup_submit'));
});

test('sends the policy on every kind of answer, the prerendered shell included', async ({ empty }) => {
	for (const path of [
		'/',
		'/shell',
		'/api/health',
		'/manifest.webmanifest',
		'/service-worker.js',
		'/nowhere'
	]) {
		const { headers } = await fetch(empty.url + path);
		const policy = headers.get('content-security-policy') ?? '';
		expect(policy, path).toContain("default-src 'self'");
		expect(/script-src[^;]*'unsafe-inline'/.test(policy), path).toBe(false);
		expect(headers.get('x-content-type-options'), path).toBe('nosniff');
		expect(headers.get('referrer-policy'), path).toBeTruthy();
	}
});

test('a missing hashed asset is a 404, not the shell', async ({ empty }) => {
	const answer = await fetch(`${empty.url}/_app/immutable/nodes/0.gone.js`);
	expect(answer.status).toBe(404);
	expect(await answer.text()).not.toContain('<!doctype html>');
});
