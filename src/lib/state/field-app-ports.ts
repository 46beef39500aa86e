/** What an open field app asks of the world outside it: that of the phone, the person's databases, and whoever sends. */
import type { Databases } from '#lib/storage/databases.ts';
import type { PhonePorts } from './phone-ports.ts';

type OfThePhone = 'clock' | 'randomness' | 'buildMillis' | 'measureStorage' | 'askPersistence' | 'painted';

export interface FieldAppPorts extends Pick<PhonePorts, OfThePhone> {
	readonly databases: Databases;
	/** Called after a save: the engine exchanges within 2 s. */
	readonly onSaved: () => void;
	readonly syncNow: () => Promise<void>;
}
