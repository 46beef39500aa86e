import type { Phone } from '../e2e/harness/phone.ts';

/** Makes the phone's database hold `count` records, copies of one that is there: what a busy team has after years. */
export async function fillRecords(phone: Phone, count: number): Promise<void> {
	await phone.page.evaluate(async (wanted) => {
		const answer = <T>(request: IDBRequest<T>) =>
			new Promise<T>((settle, fail) => {
				request.onsuccess = () => settle(request.result);
				request.onerror = () => fail(new Error(String(request.error)));
			});
		const names = (await indexedDB.databases()).map(({ name = '' }) => name);
		const own = names.find((name) => name.startsWith('liangfeng-') && name !== 'liangfeng-phone');
		const database = await answer(indexedDB.open(own ?? ''));
		const transaction = database.transaction(['records', 'briefRows', 'meta'], 'readwrite');
		// Written past the app: it finds out by itself what is there.
		transaction.objectStore('briefRows').clear();
		transaction.objectStore('meta').delete('briefs');
		const records = transaction.objectStore('records');
		const [one] = (await answer(records.getAll(null, 1))) as { id: string }[];
		for (let at = await answer(records.count()); at < wanted; at++) {
			records.put({ ...one, id: crypto.randomUUID() });
		}
		await new Promise((settle) => (transaction.oncomplete = settle));
		database.close();
	}, count);
}

/** Milliseconds from a key in the search field until the list under it has changed, in the page itself. */
export async function searchMillis(phone: Phone, words: string): Promise<number> {
	return phone.page.evaluate(async (typed) => {
		const dialog = document.querySelector('dialog[open], [role="dialog"]');
		const input = dialog?.querySelector<HTMLInputElement>('[role="combobox"]');
		if (!dialog || !input) throw new Error('No search is open.');
		const begun = performance.now();
		const changed = new Promise<void>((settle) => {
			const observer = new MutationObserver(() => {
				if (dialog.querySelector('[role="option"]') === null) return;
				observer.disconnect();
				settle();
			});
			observer.observe(dialog, { childList: true, subtree: true, characterData: true });
		});
		input.value = typed;
		input.dispatchEvent(new InputEvent('input', { bubbles: true }));
		await changed;
		return performance.now() - begun;
	}, words);
}
