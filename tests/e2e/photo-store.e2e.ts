/** The start with an S3 store for photos: what is wrong with it is said in a sentence, to whoever started it and at the desk. */
import { join } from 'node:path';
import { ACCESS_KEY, openSignedS3, type SignedS3 } from '#lib/server/attachments/testing/signed-s3.ts';
import { credentials, sampleFolder } from './harness/accounts.ts';
import { Browser, DESK } from './harness/browser.ts';
import { Folder } from './harness/command.ts';
import { freePort, Server } from './harness/server.ts';
import { text } from './harness/texts.ts';
import { expect, test as base } from './harness/world.ts';
import { DeskPage } from './pages/desk.ts';

const SECRET = 'a secret / with = signs';
const WRONG = 'quite another secret';

const test = base.extend<{ store: SignedS3 }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
	store: async ({}, use) => {
		const folder = new Folder();
		const store = await openSignedS3(folder.path, SECRET);
		await use(store);
		await store.close();
		folder.remove();
	}
});

const settingsOf = ({ endpoint }: SignedS3, changes: Readonly<Record<string, string>> = {}) => ({
	...{ S3_ENDPOINT: endpoint, S3_BUCKET: 'photos' },
	...{ S3_ACCESS_KEY_ID: ACCESS_KEY, S3_SECRET_ACCESS_KEY: SECRET },
	...changes
});
/** A sentence as it is printed, whatever signs are in it. */
const printedAs = (sentence: string) => new RegExp(sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
/** The beginning of the sentence, whatever the reason. */
const COMPLAINT = text('start_photo_store', { reason: '' });

test('a store that refuses, or does not answer, is named at the start; the server runs all the same', async ({
	store
}) => {
	test.setTimeout(240_000);
	const nobody = `http://127.0.0.1:${await freePort()}`;
	const faults: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
		['photo_store_secret', { S3_SECRET_ACCESS_KEY: WRONG }],
		['photo_store_key', { S3_ACCESS_KEY_ID: 'SOMEBODY' }],
		['photo_store_bucket', { S3_BUCKET: 'no-such-bucket' }],
		['photo_store_away', { S3_ENDPOINT: nobody }]
	];
	for (const [reason, changes] of faults) {
		const server = await Server.start({ settings: settingsOf(store, changes) });
		try {
			await server.printed(printedAs(text('start_photo_store', { reason: text(reason) })));
			expect((await fetch(`${server.url}/api/health`)).status, reason).toBe(200);
			for (const secret of [SECRET, WRONG, 'SOMEBODY', ACCESS_KEY])
				expect(server.log, reason).not.toContain(secret);
		} finally {
			await server.dispose();
		}
	}
});

test('a store that takes what is put there is not spoken of', async ({ store }) => {
	const server = await Server.start({ settings: settingsOf(store) });
	try {
		await expect.poll(() => store.said.some((said) => said === 'PUT 200'), { timeout: 60_000 }).toBe(true);
		// What goes on after the start asks the store as well: its list is read when that is over.
		await expect.poll(() => store.said.includes('GET 200'), { timeout: 60_000 }).toBe(true);
		expect(await server.kill('SIGTERM')).toBe(0);
		expect(server.log).not.toContain(COMPLAINT);
	} finally {
		await server.dispose();
	}
});

test('administrators read at the desk why photos wait', async ({ store }) => {
	const from = join(sampleFolder(), 'data');
	const server = await Server.start({ from, settings: settingsOf(store, { S3_SECRET_ACCESS_KEY: WRONG }) });
	const browser = new Browser(server.url, DESK);
	try {
		const desk = new DeskPage(await browser.open());
		const { login, password } = credentials('administrator');
		await desk.signIn(login, password);
		await desk.page.goto('/desk/photos');
		await expect(desk.page.getByText(text('photo_store_secret'))).toBeVisible();
		await expect(desk.page.getByText(text('photo_store_waits'))).toBeVisible();
		await desk.page.getByRole('button', { name: text('photo_missing_check') }).click();
		await expect(desk.page.getByText(text('photo_missing_checked'))).toHaveCount(0);
		await expect(desk.page.getByText(text('photo_store_secret'))).toBeVisible();
	} finally {
		await browser.dispose();
		await server.dispose();
	}
});
