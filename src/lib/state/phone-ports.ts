/** What `LivePhone` is given by the composition root. */
import type { Databases } from '#lib/storage/databases.ts';
import type { PageLife } from '#lib/storage/page-life.ts';
import type { PhoneStore } from '#lib/storage/phone-store.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import type { Rescue } from '#lib/storage/rescue.ts';
import type { SpareRoom } from '#lib/storage/spare-room.ts';
import type { StorageHealth } from './contract.ts';
import type { OpenFieldApp } from './field-app.svelte.ts';
import type { Clock, Randomness } from './ports.ts';
import type { Fetch } from './session.ts';

/** What sends and fetches for the open person; loaded after the first screen. */
export interface SyncRun {
	saved(): void;
	syncNow(): Promise<void>;
	visible(): void;
	stop(): Promise<void>;
}
export interface PhonePorts {
	readonly store: PhoneStore;
	readonly clock: Clock;
	readonly randomness: Randomness;
	readonly fetch: Fetch;
	readonly buildMillis: number;
	/** Name by which a coordinator knows this phone, `Chrome, Android`. */
	readonly deviceLabel: string;
	readonly measureStorage: () => Promise<StorageHealth>;
	readonly askPersistence: () => Promise<boolean | null>;
	/** Settles when the screen has been drawn: what the first one does not need is loaded then. */
	readonly painted: () => Promise<void>;
	readonly indexedDB?: IDBFactory;
	readonly page?: PageLife;
	readonly spare?: SpareRoom | undefined;
	/** Copies of a person's unsent work outside the database. */
	readonly rescueOf?: ((person: string) => Rescue) | undefined;
	/** Starts the exchange for the open person and drains the others' outboxes. */
	readonly startSync: (start: {
		app: OpenFieldApp;
		row: PersonRow;
		databases: Databases;
		store: PhoneStore;
		onErased: () => void;
		painted: () => Promise<void>;
	}) => SyncRun;
	/** Another tab upgrades or erases the database. */
	readonly onVersionChange: () => void;
}
