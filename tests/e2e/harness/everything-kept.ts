/** All that a browser keeps for the app, wherever it lies: databases, caches, and the small storages of its pages. */
import type { Page } from '@playwright/test';
import { rawTables } from './raw-tables.ts';

export interface Kept {
	/** Names. */
	readonly databases: readonly string[];
	/** Names. */
	readonly caches: readonly string[];
	/** Everything in them, and in the small storages. */
	readonly text: string;
}

export async function everythingKept(page: Page): Promise<Kept> {
	const tables = Object.values(await rawTables(page));
	const others = await page.evaluate(async () => {
		const names = await caches.keys();
		const texts: string[] = [];
		// The app's own files and the room held free have nothing of a person.
		for (const name of names.filter((one) => !/precache|spare/.test(one))) {
			const cache = await caches.open(name);
			for (const address of await cache.keys())
				texts.push(address.url, (await (await cache.match(address))?.text()) ?? '');
		}
		const small = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
		const databases = (await indexedDB.databases()).map(({ name = '' }) => name);
		return { databases, caches: names, texts: [...texts, ...small, document.cookie] };
	});
	return { ...others, text: [...tables, ...others.texts].join('\n') };
}

/**
 * Copies of a record that waits, as a full disk and a page that goes away leave them behind: in the person's cache the work and
 * something typed, in the small storage the words typed last.
 */
export async function leaveCopies(page: Page, person: string, recordId: string): Promise<void> {
	const tables = await rawTables(page, 'outbox');
	const rows = Object.values(tables).flatMap(
		(text) => JSON.parse(text) as { opId: string; recordId: string; body: unknown; at: string }[]
	);
	const work = rows.find((row) => row.recordId === recordId);
	if (!work) throw new Error('The record does not wait.');
	const draft = {
		...{ key: 'visit:typed', kind: 'visit', recordId: 'typed', body: work.body, typed: {} },
		...{ baseRev: 0, startedAt: work.at, changedAt: work.at, issues: [] }
	};
	await page.evaluate(
		async ({ cacheName, word, copies }) => {
			const cache = await caches.open(cacheName);
			for (const { id, row } of copies) await cache.put(`/rescue/${id}`, Response.json(row));
			localStorage.setItem(word, JSON.stringify(copies.at(-1)?.row));
		},
		{
			cacheName: `liangfeng-rescue-${person}`,
			word: `liangfeng-words-${person}-visit:typed`,
			copies: [
				{ id: work.opId, row: work },
				{ id: draft.key, row: draft }
			]
		}
	);
}
