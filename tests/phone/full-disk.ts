/** A browser whose disk is full: it closes its databases and does not open them before there is room again. */
import { forceCloseDatabase, type IDBFactory } from 'fake-indexeddb';
import type { Databases } from '#lib/storage/databases.ts';
import type { SpareRoom } from '#lib/storage/spare-room.ts';

export interface FullDisk {
	/** To be opened in place of the factory. */
	readonly indexedDB: globalThis.IDBFactory;
	/** Gives up nothing that would be room at once: that is what `free` is for. */
	readonly spare: SpareRoom;
	readonly isGiven: boolean;
	/** Closes what is open, as a browser does whose write found no room. */
	fill(databases: Databases): void;
	free(): void;
}

/** As Chromium says it: nothing of quota. */
function refuse(): IDBOpenDBRequest {
	const error = new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
	const request = { error, onerror: null } as unknown as IDBOpenDBRequest;
	const event = { target: request, type: 'error', preventDefault() {}, stopPropagation() {} };
	setImmediate(() => request.onerror?.(event as unknown as Event));
	return request;
}

export function createFullDisk(factory: IDBFactory): FullDisk {
	let isFull = false;
	let isGiven = false;
	const open = (name: string, version?: number) => (isFull ? refuse() : factory.open(name, version));
	const indexedDB = new Proxy(factory, {
		get: (of, name) => (name === 'open' ? open : Reflect.get(of, name, of))
	});
	return {
		indexedDB: indexedDB as unknown as globalThis.IDBFactory,
		spare: {
			get isShort() {
				return isGiven;
			},
			keep: () => Promise.resolve(!isGiven),
			give: async () => void (isGiven = true)
		},
		get isGiven() {
			return isGiven;
		},
		fill({ saves, pulls }) {
			isFull = true;
			for (const { database } of [saves, pulls])
				if (database.isOpen()) forceCloseDatabase(database.backendDB() as never);
		},
		free: () => void (isFull = false)
	};
}
