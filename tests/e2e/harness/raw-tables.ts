import type { Page } from '@playwright/test';

/**
 * The databases of this browser's persons as they lie there, whatever the screens make of them: rows as text, by
 * `database/table`. Rows that lie in packs are among the others of their table.
 * @param only one table; without it all of them
 */
export function rawTables(page: Page, only?: string): Promise<Record<string, string>> {
	return page.evaluate(async (wanted) => {
		const answer = <T>(request: IDBRequest<T>) =>
			new Promise<T>((settle, fail) => {
				request.onsuccess = () => settle(request.result);
				request.onerror = () => fail(new Error(String(request.error)));
			});
		const tables: Record<string, string> = {};
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await answer(indexedDB.open(name));
			for (const table of database.objectStoreNames) {
				if (table === 'reserve' || (wanted !== undefined && table !== wanted)) continue;
				const all = (store: string) => answer(database.transaction(store).objectStore(store).getAll());
				const packs = { records: 'recordPacks', journal: 'journalPacks' }[table];
				const rows: unknown[] = await all(table);
				if (packs !== undefined && database.objectStoreNames.contains(packs))
					for (const pack of (await all(packs)) as { rows: Uint8Array }[])
						rows.push(
							...new TextDecoder()
								.decode(pack.rows)
								.split('\n')
								.map((line): unknown => JSON.parse(line))
						);
				tables[`${name}/${table}`] = JSON.stringify(rows);
			}
			database.close();
		}
		return tables;
	}, only);
}
