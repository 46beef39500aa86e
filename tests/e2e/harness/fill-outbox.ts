import type { Phone } from './phone.ts';

/** Makes the phone's outbox hold `count` new records: copies of one that waits there, each with ids and words of its own. */
export async function fillOutbox(phone: Phone, count: number): Promise<void> {
	await phone.page.evaluate(async (wanted) => {
		const answer = <T>(request: IDBRequest<T>) =>
			new Promise<T>((settle, fail) => {
				request.onsuccess = () => settle(request.result);
				request.onerror = () => fail(new Error(String(request.error)));
			});
		const names = (await indexedDB.databases()).map(({ name = '' }) => name);
		const own = names.find((name) => name.startsWith('liangfeng-') && name !== 'liangfeng-phone');
		const database = await answer(indexedDB.open(own ?? ''));
		const transaction = database.transaction(['outbox', 'meta'], 'readwrite');
		const outbox = transaction.objectStore('outbox');
		const rows = (await answer(outbox.getAll())) as { n: number; body: Record<string, unknown> }[];
		const one = rows.at(-1);
		if (!one) throw new Error('Nothing waits that could be copied.');
		let n = Math.max(...rows.map((row) => row.n));
		for (let at = rows.length; at < wanted; at++) {
			const words = `${at} ${crypto.randomUUID()} ${crypto.randomUUID()}`;
			// The marks of version 7: what sorts and checks ids finds what it expects.
			const id = () => crypto.randomUUID().replace(/^(.{14})4/, '$17');
			const body = { ...one.body, situation: words, placeText: words, organisation: null };
			outbox.put({ ...one, opId: id(), recordId: id(), n: ++n, body });
		}
		transaction.objectStore('meta').put({ key: 'counter', value: n });
		await new Promise((settle) => (transaction.oncomplete = settle));
		database.close();
	}, count);
}
