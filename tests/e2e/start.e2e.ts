/** The production start on an empty folder: it answers, guards itself, and survives a kill. */
import { expect, test } from './harness/world.ts';

test('starts on nothing, prints the first administrator link once, and again answers after a kill', async ({
	empty
}) => {
	expect(empty.log).toMatch(/http:\/\/localhost:\d+\/setup\/\S{20,}/);
	const printed = empty.log.length;
	await empty.restart();
	expect(empty.log.slice(printed)).not.toContain('/setup/');
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
