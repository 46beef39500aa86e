/** What an open field app asks of the world outside it: storage, time, chance, and whoever sends. */
import type { Databases } from '#lib/storage/databases.ts';
import type { StorageHealth } from './contract.ts';
import type { Clock, Randomness } from './ports.ts';

export interface FieldAppPorts {
	readonly databases: Databases;
	readonly clock: Clock;
	readonly randomness: Randomness;
	/** Unix time of the build, 0 if unknown. */
	readonly buildMillis: number;
	/** Storage as the browser reports it. */
	readonly measureStorage: () => Promise<StorageHealth>;
	readonly askPersistence: () => Promise<boolean | null>;
	/** Settles when the screen has been drawn: what the first one does not need is loaded then. */
	readonly painted: () => Promise<void>;
	/** Called after a save: the engine sends within 2 s. */
	readonly onSaved: () => void;
	readonly syncNow: () => Promise<void>;
}
