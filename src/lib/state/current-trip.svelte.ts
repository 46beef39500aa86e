/** The trip (走访批次) that is under way on this phone: its record is named in the person's database. */
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { getRecord, watchRecord } from '#lib/storage/lists/one-record.ts';
import type { Databases } from '#lib/storage/databases.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';

export class CurrentTrip {
	readonly #databases: Databases;
	#record = $state.raw<LocalRecord | null>(null);
	#stop = () => {};

	constructor(databases: Databases) {
		this.#databases = databases;
	}

	get record(): LocalRecord | null {
		return this.#record;
	}

	/** Follows the trip that is named; call at the start. */
	async watch(): Promise<void> {
		this.stop();
		const id = await this.#databases.saves.run((database) => getMeta(database, 'trip'));
		this.#record = id ? ((await getRecord(this.#databases, id)) ?? null) : null;
		if (!id) return;
		this.#stop = watchRecord(this.#databases, id, (record) => (this.#record = record ?? null));
	}

	/** @param id record of the trip that begins, or null when it has ended */
	async set(id: string | null): Promise<void> {
		await this.#databases.saves.run((database) => setMeta(database, 'trip', id));
		await this.watch();
	}

	stop(): void {
		this.#stop();
		this.#stop = () => {};
	}
}
