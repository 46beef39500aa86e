/**
 * IndexedDB databases as plain JSON and back. Both functions use nothing from outside themselves, so that they also run
 * inside a page of a real browser. Bytes are kept by their number only: nothing but the reserve holds any.
 */
export interface StoredIndex {
	readonly name: string;
	readonly keyPath: string | string[];
	readonly unique: boolean;
	readonly multiEntry: boolean;
}
export interface StoredStore {
	readonly name: string;
	readonly keyPath: string | string[];
	readonly indexes: readonly StoredIndex[];
	readonly rows: readonly Readonly<Record<string, unknown>>[];
}
export interface StoredDatabase {
	readonly name: string;
	/** As IndexedDB counts it: ten times that of the app. */
	readonly version: number;
	readonly stores: readonly StoredStore[];
}

/** Everything in the databases of `factory`. */
export async function copyDatabases(factory: IDBFactory = indexedDB): Promise<StoredDatabase[]> {
	const answer = <T>(request: IDBRequest<T>) =>
		new Promise<T>((settle, fail) => {
			request.onsuccess = () => settle(request.result);
			request.onerror = () => fail(new Error(String(request.error)));
		});
	const copies: StoredDatabase[] = [];
	const listed = (await factory.databases()).map(({ name = '' }) => name).sort();
	for (const name of listed) {
		const database = await answer(factory.open(name));
		const stores: StoredStore[] = [];
		for (const storeName of database.objectStoreNames) {
			const store = database.transaction(storeName).objectStore(storeName);
			const indexes = [...store.indexNames].map((indexName) => {
				const { keyPath, unique, multiEntry } = store.index(indexName);
				return { name: indexName, keyPath, unique, multiEntry };
			});
			const rows = (await answer(store.getAll())) as Record<string, unknown>[];
			const readable = rows.map((row) =>
				Object.fromEntries(
					Object.entries(row).map(([key, value]) => [
						key,
						value instanceof ArrayBuffer ? { $bytes: value.byteLength } : value
					])
				)
			);
			const { keyPath } = store;
			if (keyPath === null) throw new Error(`${name}/${storeName} has no key path.`);
			stores.push({ name: storeName, keyPath, indexes, rows: readable });
		}
		copies.push({ name, version: database.version, stores });
		database.close();
	}
	return copies;
}

/** Makes the databases anew, as they were; what is there under the same names goes. */
export async function layDatabases(
	copies: readonly StoredDatabase[],
	factory: IDBFactory = indexedDB
): Promise<void> {
	const settled = (request: IDBRequest) =>
		new Promise<void>((settle, fail) => {
			request.onsuccess = () => settle();
			request.onerror = () => fail(new Error(String(request.error)));
		});
	for (const { name, version, stores } of copies) {
		await settled(factory.deleteDatabase(name));
		const request = factory.open(name, version);
		request.onupgradeneeded = () => {
			for (const { name: storeName, keyPath, indexes, rows } of stores) {
				const store = request.result.createObjectStore(storeName, { keyPath });
				for (const index of indexes) {
					const { unique, multiEntry } = index;
					store.createIndex(index.name, index.keyPath, { unique, multiEntry });
				}
				for (const row of rows) {
					const whole = Object.fromEntries(
						Object.entries(row).map(([key, value]) => {
							const bytes =
								typeof value === 'object' && value !== null && '$bytes' in value ? value.$bytes : null;
							return [key, bytes === null ? value : new ArrayBuffer(Number(bytes))];
						})
					);
					store.put(whole);
				}
			}
		};
		await settled(request);
		request.result.close();
	}
}
