/** The floor's live way: a strict write, a post, a bare event, a fetch, a write, a row on the screen. */
import type { Handout } from '../handouts.ts';
import { openFloor, writeFloor } from './floor-storage.ts';
import { showRecord, type LivePage } from './live-page.ts';
import { freshHandouts } from './records.ts';
import { gzip } from './subject.ts';

let database: IDBDatabase;

globalThis.livePage = {
	async open() {
		database = await openFloor();
	},
	listen() {
		const events = new EventSource('/changes');
		events.onmessage = async ({ data: batch }: MessageEvent<string>) => {
			const response = await fetch(`/records/${batch}`, { cache: 'no-store' });
			const records = (await response.json()) as Handout[];
			await writeFloor(database, records, 'relaxed');
			for (const { id } of records) showRecord(id);
		};
		return new Promise((settle) => (events.onopen = () => settle()));
	},
	async save() {
		const at = Date.now();
		const records = freshHandouts(1, at % 1e6);
		await writeFloor(database, records, 'strict');
		const body = await gzip(new TextEncoder().encode(JSON.stringify(records)));
		await fetch(`/records/${crypto.randomUUID()}`, { method: 'POST', body });
		return { id: records[0]?.id ?? '', at };
	}
} satisfies LivePage;
