/** IndexedDB with nothing around it. */
export const answer = <T>(request: IDBRequest<T>) =>
	new Promise<T>((settle, fail) => {
		request.onsuccess = () => settle(request.result);
		request.onerror = () => fail(new Error(String(request.error)));
	});

export const finished = (transaction: IDBTransaction) =>
	new Promise<void>((settle, fail) => {
		transaction.oncomplete = () => settle();
		transaction.onabort = () => fail(new Error(String(transaction.error)));
	});

export const openBare = (name: string) => answer(indexedDB.open(name));

/** The newest own rows, of one day or of all, and how many there are, as a list shows them. */
export async function newestRows(database: IDBDatabase, limit: number, day?: string): Promise<unknown[]> {
	const index = database.transaction('records').objectStore('records').index('[mine+date+savedAt]');
	const prefix = day === undefined ? [1] : [1, day];
	const range = IDBKeyRange.bound(prefix, [...prefix, []]);
	const counting = answer(index.count(range));
	const rows: unknown[] = [];
	const cursor = index.openCursor(range, 'prev');
	await new Promise<void>((settle, fail) => {
		cursor.onerror = () => fail(new Error(String(cursor.error)));
		cursor.onsuccess = () => {
			const { result } = cursor;
			if (!result || rows.length >= limit) return settle();
			rows.push(result.value);
			result.continue();
		};
	});
	await counting;
	return rows;
}
