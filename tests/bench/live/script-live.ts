/** The floor and the peers: two browsers with a page that keeps, sends, listens and draws, each in its subject's own way. */
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { Browser, PHONE } from '#tests/e2e/harness/browser.ts';
import { fractions, makeHandouts, type Handout } from '../handouts.ts';
import type { Host } from '../hosts.ts';
import type { SubjectName } from '../report.ts';
import { handoutTemplates } from '../templates.ts';
import { CountingProxy } from './counting-proxy.ts';
import type { LiveSubject } from './live-subject.ts';
import { watchList } from './watch-list.ts';

type Script = Exclude<SubjectName, 'product'>;

/** How the server of each is given a record by somebody else. */
const GIVE: Readonly<Record<Script, (url: string, room: string, record: Handout) => Promise<Response>>> = {
	floor: (url, _room, record) =>
		fetch(`${url}/records/${randomUUID()}`, { method: 'POST', body: gzipSync(JSON.stringify([record])) }),
	pouchdb: (url, room, { id, ...body }) =>
		fetch(`${url}/db/${room}/${id}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body)
		}),
	rxdb: (url, room, newDocumentState) =>
		fetch(`${url}/rx/${room}/push`, { method: 'POST', body: JSON.stringify([{ newDocumentState }]) })
};

export async function scriptLive(name: Script, host: Host, today: string): Promise<LiveSubject> {
	const room = `live-${randomUUID()}`;
	const templates = handoutTemplates(`SQL-${today.slice(0, 4)}`);
	const proxy = await CountingProxy.open();
	proxy.lead(host.url);
	const browsers: Browser[] = [];
	async function open(url: string): Promise<Page> {
		const browser = new Browser(url, PHONE);
		browsers.push(browser);
		const page = await browser.open();
		page.on('pageerror', (error) => console.log(name, error));
		await watchList(page);
		await page.goto('/');
		await page.evaluate((given) => void (globalThis.patterns = given), { templates, today });
		await page.evaluate((shared) => globalThis.livePage.open(shared), room);
		return page;
	}
	const watching = await open(proxy.url);
	await watching.evaluate(() => globalThis.livePage.listen());
	let writing: Page | null = null;
	let given = 0;
	return {
		name,
		watcher: watching,
		passed: () => proxy.take(),
		async save() {
			writing ??= await open(host.url);
			const { id, at } = await writing.evaluate(() => globalThis.livePage.save());
			return { key: id, at };
		},
		async change() {
			const fraction = fractions(++given);
			const maker = { templates, today, now: Date.now(), fraction, bytes: randomBytes };
			const [record] = makeHandouts(1, maker);
			if (!record) throw new Error('No record.');
			const at = Date.now();
			const answer = await GIVE[name](host.url, room, record);
			if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
			return { key: record.id, at };
		},
		async stop() {
			for (const browser of browsers) await browser.dispose();
			await proxy.close();
			await host.stop();
		}
	};
}
