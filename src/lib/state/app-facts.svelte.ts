/** What the screens show that is no record: the person, the day, the reference data, how sending stands. */
import type { Reference } from '#lib/domain/reference.ts';
import type { Grant } from '#lib/domain/roles.ts';
import { getMeta, type MetaValues } from '#lib/storage/meta.ts';
import { hasAll } from '#lib/storage/bring-back.ts';
import { prepareLists } from '#lib/storage/lists/prepare-lists.ts';
import { watchOutbox } from '#lib/storage/lists/watch-outbox.ts';
import { isAllSent, type OutboxCounts } from '#lib/storage/outbox.ts';
import { readExchange, type ExchangeFacts, type StartFacts } from '#lib/storage/read-start.ts';
import { loadBulkyReference, loadSmallReference, ReferenceCache } from '#lib/storage/reference.ts';
import type { PersonRow, ReferenceRow } from '#lib/storage/schema.ts';
import { IDLE, type EngineStatus } from '#lib/sync/status.ts';
import type { FieldAppPorts } from './field-app-ports.ts';
import type { PhonePerson, StorageHealth, SyncStatus } from './contract.ts';
import { loadKinds, readAnyBody, type Kinds } from './kinds.ts';
import { todayOf } from './today.ts';
import { homeRegion } from './home-region.ts';

const STUCK_AFTER = 3 * 3_600_000;
const TICK = 30_000;
const NO_COUNTS: OutboxCounts = {
	...{ waiting: 0, oldestWaiting: null, parked: 0, attention: 0, photosWaiting: 0, photosRefused: 0 }
};

export class AppFacts {
	readonly #ports: FieldAppPorts;
	readonly #cache = new ReferenceCache();
	readonly #stops: (() => void)[] = [];

	#row = $state.raw<PersonRow>() as PersonRow;
	#reference = $state.raw<Reference>(this.#cache.view());
	#counts = $state.raw<OutboxCounts>(NO_COUNTS);
	#engine = $state.raw<EngineStatus>(IDLE);
	#server = $state.raw<MetaValues['server'] | null>(null);
	#grants = $state.raw<readonly Grant[]>([]);
	#epoch: number | undefined;
	#progressAt = $state.raw<string | null>(null);
	#ready = $state(false);
	#storage = $state.raw<StorageHealth>({ usedBytes: null, freeBytes: null, persistent: null });
	#kinds = $state.raw<Kinds | null>(null);
	#tick = $state(0);
	#copiesUnread = $state(false);
	/** The phone's own storage failed at the last save. */
	localTrouble = $state(false);
	/** The reserve had to be given up: the disk is as good as full. */
	isShortOfRoom = $state(false);

	readonly person: PhonePerson = $derived({
		id: this.#row.id,
		login: this.#row.login,
		zh: this.#row.zh,
		en: this.#row.en,
		team: this.#row.team,
		hasPin: this.#row.pin !== null,
		signedIn: this.#row.signedIn,
		waiting: this.#counts.waiting,
		erased: false
	});
	readonly today: string = $derived.by(() => todayOf(this.#tick, this.#server, this.#ports.buildMillis));
	readonly homeRegion: string = $derived(homeRegion(this.#row.team, this.#grants, this.#reference));
	readonly status: SyncStatus = $derived.by(() => {
		const counts = this.#counts;
		const { waiting, oldestWaiting } = counts;
		const since = Date.parse(this.#progressAt ?? oldestWaiting ?? '');
		const engine = this.#engine;
		return {
			...counts,
			allSent: !this.#copiesUnread && isAllSent(counts),
			copiesUnread: this.#copiesUnread,
			syncing: engine.syncing,
			elsewhere: engine.elsewhere,
			lastExchangeAt: engine.lastExchangeAt ?? this.#server?.lastExchangeAt ?? null,
			lastExchangeMillis: engine.lastExchangeMillis ?? this.#server?.lastExchangeMillis ?? null,
			trouble: this.localTrouble ? 'local' : (engine.trouble ?? this.#row.sessionTrouble),
			nextTryAt: engine.nextTryAt,
			skewMillis: engine.skewMillis ?? this.#server?.skewMillis ?? null,
			stuck: waiting > 0 && this.#tick - since > STUCK_AFTER,
			ready: this.#ready
		};
	});

	constructor(row: PersonRow, ports: FieldAppPorts) {
		this.#ports = ports;
		this.#row = row;
		this.#grants = row.grants;
		this.#tick = ports.clock.now();
	}

	get row(): PersonRow {
		return this.#row;
	}
	get serverId(): string | null {
		return this.#server?.serverId ?? null;
	}
	get epoch(): number | undefined {
		return this.#epoch;
	}
	get grants(): readonly Grant[] {
		return this.#grants;
	}
	get reference(): Reference {
		return this.#reference;
	}
	get storage(): StorageHealth {
		return this.#storage;
	}
	/** The kinds' definitions; null until they are loaded after the first screen. */
	get kinds(): Kinds | null {
		return this.#kinds;
	}

	/** Takes what the first screen needs; the bulky lists and the kinds follow by themselves. */
	start({ exchange, counts, reference }: StartFacts, storage: StorageHealth): void {
		const { databases, clock } = this.#ports;
		this.#counts = counts;
		this.#cache.put(reference);
		this.#referenceChanged();
		this.#take(exchange, storage);
		const tick = () => {
			this.#tick = clock.now();
			cancel = clock.after(TICK, tick);
		};
		let cancel = clock.after(TICK, tick);
		this.#stops.push(() => cancel());
		const follow = () =>
			watchOutbox(databases, (counts) => {
				this.#counts = counts;
				void this.#readProgress().catch(() => {});
			});
		let isStopped = false;
		let cancelRest = () => {};
		this.#stops.push(() => {
			isStopped = true;
			cancelRest();
		});
		// Code that is not there yet, or a database that was lost: it is tried again.
		const rest = (): Promise<void> =>
			this.#loadRest().catch(() => {
				if (!isStopped) cancelRest = clock.after(TICK, rest);
			});
		void this.#ports
			.painted()
			.then(() => {
				if (isStopped) return;
				// It calls back at once: what came to wait in between is counted.
				this.#stops.push(follow());
				return rest();
			})
			.catch(() => {});
	}

	stop(): void {
		for (const stop of this.#stops) stop();
	}

	/** Reads what a sync may have changed beside the records. What waits is watched: a second reading could only be older. */
	async refresh(): Promise<void> {
		const { databases, measureStorage, onSaved } = this.#ports;
		// Measured first: what was read is taken at once, before anything newer.
		const storage = await measureStorage();
		// What was in copies alone is sent now.
		if (databases.rescue?.isOwing && (await hasAll(databases, readAnyBody))) onSaved();
		this.#take(await readExchange(databases), storage);
	}

	#take({ server, rights, progressAt, ready, epoch }: ExchangeFacts, storage: StorageHealth): void {
		this.#server = server;
		this.#epoch = epoch;
		this.#grants = rights?.grants ?? this.#row.grants;
		this.#progressAt = progressAt;
		this.#ready = ready;
		this.#storage = storage;
		this.#copiesUnread = this.#ports.databases.rescue?.isOwing ?? false;
		this.noteRoom();
	}

	noteRoom(): void {
		this.isShortOfRoom = this.#ports.databases.spare?.isShort ?? false;
	}

	setPerson(row: PersonRow): void {
		this.#row = row;
	}

	setEngineStatus(status: EngineStatus): void {
		this.#engine = status;
		this.#tick = this.#ports.clock.now();
	}

	/** Reference rows that a pull brought; null: read them all again. */
	async mergeReference(rows: readonly ReferenceRow[] | null): Promise<void> {
		if (rows === null) {
			await loadSmallReference(this.#ports.databases, this.#cache);
			await loadBulkyReference(this.#ports.databases, this.#cache);
		} else this.#cache.put(rows);
		if (rows === null || rows.length > 0) this.#referenceChanged();
	}

	async #loadRest(): Promise<void> {
		const { databases } = this.#ports;
		this.#kinds = await loadKinds();
		await loadBulkyReference(databases, this.#cache);
		this.#referenceChanged();
		await prepareLists(databases);
	}

	async #readProgress(): Promise<void> {
		const value = await this.#ports.databases.saves.run((database) => getMeta(database, 'progressAt'));
		this.#progressAt = value ?? null;
	}

	#referenceChanged(): void {
		this.#reference = this.#cache.view();
	}
}
