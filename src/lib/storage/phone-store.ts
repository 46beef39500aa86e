/** Who is on this phone. Each person's work is in a database of its own; here is only what the chooser needs. */
import { connect, type Connection, type ConnectOptions } from './connection.ts';
import { PhoneDatabase, type PersonRow } from './schema.ts';

export interface PhoneStore {
	list(): Promise<readonly PersonRow[]>;
	get(id: string): Promise<PersonRow | undefined>;
	byLogin(login: string): Promise<PersonRow | undefined>;
	put(row: PersonRow): Promise<void>;
	/** Changes some columns in one transaction; undefined where the person is unknown. */
	update(id: string, changes: Partial<Omit<PersonRow, 'id'>>): Promise<PersonRow | undefined>;
	remove(id: string): Promise<void>;
	close(): void;
}

/** @throws StorageFailure `lost`, `silent` or `blocked` */
export async function openPhoneStore(
	options: ConnectOptions & { readonly indexedDB?: IDBFactory | undefined }
): Promise<PhoneStore> {
	const connection: Connection<PhoneDatabase> = await connect(new PhoneDatabase(options.indexedDB), options);
	return {
		async list() {
			const rows = await connection.run((database) => database.persons.toArray());
			return rows.sort((a, b) => (a.lastUsed < b.lastUsed ? 1 : -1));
		},
		get: (id) => connection.run((database) => database.persons.get(id)),
		byLogin: (login) =>
			connection.run(async (database) => {
				const rows = await database.persons.toArray();
				return rows.find((row) => row.login.toLowerCase() === login.trim().toLowerCase());
			}),
		put: async (row) => {
			await connection.run((database) => database.persons.put(row));
		},
		update: (id, changes) =>
			connection.run((database) =>
				database.transaction('rw', database.persons, async () => {
					const row = await database.persons.get(id);
					if (!row) return undefined;
					const next = { ...row, ...changes };
					await database.persons.put(next);
					return next;
				})
			),
		remove: (id) => connection.run((database) => database.persons.delete(id)),
		close: () => connection.close()
	};
}
