/**
 * IndexedDB databases as plain JSON and back. Both functions use nothing from outside themselves, so that they also run
 * inside a page of a real browser. Packs are text in UTF-8; photos are in base64, and the reserve, which says nothing, by its
 * number of bytes. Columns of numbers are kept with the size of their elements.
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
	/** Set where the table gives the keys. */
	readonly autoIncrement?: true;
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
	const readable = (value: unknown): unknown => {
		if (value instanceof ArrayBuffer) {
			const bytes = new Uint8Array(value);
			if (bytes.every((byte) => byte === 0)) return { $bytes: value.byteLength };
			return { $base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
		}
		if (value instanceof Uint8Array) return { $utf8: new TextDecoder().decode(value) };
		if (value instanceof Uint16Array) return { $numbers: [...value], bits: 16 };
		if (value instanceof Uint32Array) return { $numbers: [...value], bits: 32 };
		if (Array.isArray(value)) return value.map(readable);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, readable(part)]));
	};
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
			const { keyPath, autoIncrement } = store;
			if (keyPath === null) throw new Error(`${name}/${storeName} has no key path.`);
			stores.push({
				name: storeName,
				keyPath,
				...(autoIncrement ? { autoIncrement } : {}),
				indexes,
				rows: rows.map((row) => readable(row) as Record<string, unknown>)
			});
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
	const whole = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(whole);
		if (typeof value !== 'object' || value === null) return value;
		if ('$bytes' in value) return new ArrayBuffer(Number(value.$bytes));
		if ('$base64' in value)
			return Uint8Array.from(atob(String(value.$base64)), (letter) => letter.charCodeAt(0)).buffer;
		if ('$utf8' in value) return new TextEncoder().encode(String(value.$utf8));
		if ('$numbers' in value && 'bits' in value) {
			const numbers = value.$numbers as number[];
			return value.bits === 16 ? Uint16Array.from(numbers) : Uint32Array.from(numbers);
		}
		return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, whole(part)]));
	};
	for (const { name, version, stores } of copies) {
		await settled(factory.deleteDatabase(name));
		const request = factory.open(name, version);
		request.onupgradeneeded = () => {
			for (const { name: storeName, keyPath, autoIncrement = false, indexes, rows } of stores) {
				const store = request.result.createObjectStore(storeName, { keyPath, autoIncrement });
				for (const index of indexes) {
					const { unique, multiEntry } = index;
					store.createIndex(index.name, index.keyPath, { unique, multiEntry });
				}
				for (const row of rows) store.put(whole(row));
			}
		};
		await settled(request);
		request.result.close();
	}
}
