/** A phone of a simulated world: the product's own storage and engine, which can be killed between any two tasks. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import { saveWork, type NewWork } from '#lib/storage/save-work.ts';
import type { DraftRow } from '#lib/storage/rows.ts';
import { personDatabaseName } from '#lib/storage/schema.ts';
import { createPhotoStore } from '#lib/storage/photos/photo-store.ts';
import { createSyncStore } from '#lib/storage/sync-store.ts';
import { createPhotoLane, type PhotoLane } from '#lib/sync/attachments/lane.ts';
import { createSyncEngine, type SyncEngine } from '#lib/sync/engine.ts';
import { createLive } from '#lib/sync/live.ts';
import type { SyncClock } from '#lib/sync/ports.ts';
import { APPS, type AppAge } from './read-body.ts';
import type { Bug } from './bug.ts';
import { PIECE } from './do-photos.ts';
import type { Network } from './network.ts';
import { DEVICE_IDS, tokenOf } from './population.ts';
import type { Random } from './random.ts';
import type { Disk, Stored } from './disk.ts';
import { newDisk } from './new-disk.ts';
import { ownerOf, type Owner, type Timeline } from './timeline.ts';
import { PhoneLocks, type LockKind } from './locks.ts';

export interface PhoneParts {
	readonly name: string;
	readonly account: string;
	readonly app: AppAge;
	/** Its app listens to the server's pokes. */
	readonly isLive: boolean;
	readonly timeline: Timeline;
	readonly random: Random;
	readonly network: Network;
	readonly log: (line: string) => void;
	readonly bug: Bug | null;
	/** What keeps its tabs apart. */
	readonly lock: LockKind;
	/** Enrolments of the account taken so far, for all its phones. */
	readonly takeDevice: () => number;
	/** Told of what a save resolved with: the person has read that it is safe. */
	readonly onSaved: (phone: SimPhone, operations: readonly Operation[]) => void;
	/** The app erases what it has: the server no longer takes this phone. */
	readonly onRevoked: (phone: SimPhone) => void;
	readonly onLog: (phone: SimPhone, event: string) => void;
}

/** A page that was left is gone after so long. */
const PAGE_ENDS = 3_000;

/** One tab: the app from its start to its end. */
interface Tab {
	readonly owner: Owner;
	databases: Databases | null;
	engine: SyncEngine | null;
	lane: PhotoLane | null;
}

export class SimPhone {
	readonly name: string;
	readonly account: string;
	readonly parts: PhoneParts;
	disk: Disk = newDisk();
	deviceId: string;
	/** The app that its next start will find. */
	app: AppAge;
	/** Milliseconds by which its clock is ahead. */
	skew = 0;
	tabs: Tab[] = [];
	/** Forms that are open with something typed in them. */
	forms: DraftRow[] = [];
	/** All lives of this phone. */
	readonly owners: Owner[] = [];
	/** What was known when it was last watched. */
	watched = '';
	readonly #locks: PhoneLocks;
	#starts = 0;

	constructor(parts: PhoneParts) {
		this.parts = parts;
		this.name = parts.name;
		this.account = parts.account;
		this.app = parts.app;
		this.#locks = new PhoneLocks(parts.lock);
		this.deviceId = DEVICE_IDS[parts.account]?.[parts.takeDevice()] ?? '';
	}

	get isOpen(): boolean {
		return this.tabs.length > 0;
	}
	get now(): number {
		return this.parts.timeline.now + this.skew;
	}
	readonly newId = (): string => uuidV7(this.now, this.parts.random.bytes(10));

	get stored(): Stored | undefined {
		return this.disk.stored(personDatabaseName(this.account));
	}
	/** The database, when all that was written in it is committed. */
	get settled(): Stored | null {
		const { stored } = this;
		return stored?.isSettled ? stored : null;
	}

	/** Opens the app in one more tab. */
	open(): Promise<void> {
		const owner = ownerOf(`${this.name}#${++this.#starts}`);
		this.owners.push(owner);
		const tab: Tab = { owner, databases: null, engine: null, lane: null };
		this.tabs.push(tab);
		return this.parts.timeline.enter(owner, () => {
			this.#boot(tab).catch((error: unknown) => {
				this.parts.log(`${this.name} cannot start: ${String(error)}`);
				this.#drop(tab);
			});
		});
	}

	async #boot(tab: Tab): Promise<void> {
		const { timeline, bug, network, random } = this.parts;
		const after = (millis: number, run: () => void) => timeline.after(millis, run, tab.owner);
		tab.databases = await openDatabases(this.account, {
			timer: { after },
			indexedDB: this.disk.indexedDB,
			onVersionChange: () => this.#drop(tab),
			// Simulated phones hold few records: packs are to be met in every story.
			packFrom: 2
		});
		const { read, versions } = APPS[this.app];
		const store = createSyncStore(tab.databases, read, versions);
		await store.readAgain();
		const sender = { name: this.name, device: this.deviceId, token: tokenOf(this.deviceId) };
		const http = network.http(sender, tab.owner);
		const clock: SyncClock = { now: () => this.now, after };
		const identity = { accountId: this.account, deviceId: this.deviceId };
		const lock = this.#locks.of(tab.owner, clock);
		const photos = createPhotoStore(tab.databases);
		const outside = {
			...{ identity, lock, random, http: bug?.http?.(http, this) ?? http },
			clock: bug?.clock?.(clock, this) ?? clock,
			log: (event: string) => {
				if (!tab.owner.alive) return;
				this.parts.log(`${this.name} ${event}`);
				this.parts.onLog(this, event);
			}
		};
		tab.lane = createPhotoLane({
			...outside,
			store: bug?.photoStore?.(photos, this) ?? photos,
			link: () => 'unknown',
			whenTextIsIdle: () => tab.engine?.whenIdle() ?? Promise.resolve(),
			pieceBytes: PIECE
		});
		tab.engine = createSyncEngine({
			...outside,
			store: bug?.store?.(store, this) ?? store,
			compress: null,
			triggers: (fire) => {
				if (!this.parts.isLive) return () => {};
				const live = createLive({
					...{ identity, clock, random, lock, openStream: network.live(sender, tab.owner) },
					cursors: () => store.cursors(),
					onPoke: () => fire('poke')
				});
				live.want(true);
				return () => live.want(false);
			},
			onRevoked: async () => this.parts.onRevoked(this),
			photosUnsent: () => photos.unsent(),
			onCycle: async () => tab.lane?.wake(tab.engine?.status.trouble === null),
			health: () => Promise.resolve({ persistent: true, freeBytes: null, appVersion: 'simulated' })
		});
		tab.engine.start();
	}

	#drop(tab: Tab): void {
		tab.owner.alive = false;
		this.tabs = this.tabs.filter((one) => one !== tab);
	}

	/** The process dies here: what is not committed never was. */
	async kill(): Promise<void> {
		const { tabs } = this;
		this.forms = [];
		for (const tab of tabs) this.#drop(tab);
		this.#locks.release();
		this.disk.crash();
		const grave = ownerOf('grave', false);
		await this.parts.timeline.enter(grave, () => {
			for (const tab of tabs) tab.databases?.close();
		});
		this.disk.crash();
	}

	/** The page is left: what is under way may end, nothing new begins. */
	async close(): Promise<void> {
		this.forms = [];
		for (const tab of [...this.tabs]) {
			this.tabs = this.tabs.filter((one) => one !== tab);
			await this.parts.timeline.enter(tab.owner, () => {
				void tab.lane?.stop();
				void tab.engine?.stop();
				tab.databases?.close();
			});
			this.parts.timeline.after(PAGE_ENDS, () => (tab.owner.alive = false), ownerOf('browser'));
		}
		this.#locks.release();
	}

	/** The app that wrote this database was an older version: some indexes are still missing. Nothing is open. */
	makeOlder(): void {
		this.stored?.makeOlder([
			['outbox', 'recordId'],
			['records', 'opaque']
		]);
		this.parts.bug?.upgrade?.(this);
	}

	/** The browser threw the storage away: the person signs in again, on what is a new phone to the server. */
	async lose(): Promise<void> {
		await this.kill();
		this.disk = newDisk();
		this.deviceId = DEVICE_IDS[this.account]?.[this.parts.takeDevice()] ?? '';
	}

	/** The browser freezes a tab, in the middle of whatever it does. */
	freeze(which: number): Owner | undefined {
		const owner = this.tabs[which % Math.max(1, this.tabs.length)]?.owner;
		if (owner) owner.frozen = true;
		return owner;
	}

	thaw(): void {
		for (const { owner } of this.tabs) this.parts.timeline.thaw(owner);
	}

	/** A tap in the first tab, or in so many. */
	async tap(tabs = 1): Promise<void> {
		for (const tab of this.tabs.slice(0, tabs))
			await this.parts.timeline.enter(tab.owner, () => {
				void tab.engine?.syncNow();
				void tab.lane?.sendNow();
			});
	}

	/** Does something with the open database as the app would; what goes wrong is logged. */
	act(what: string, work: (databases: Databases) => Promise<void>, which = 0): Promise<void> {
		const tab = this.tabs[which % Math.max(1, this.tabs.length)];
		const databases = tab?.databases;
		if (!tab || !databases) return Promise.resolve();
		return this.parts.timeline.enter(tab.owner, () => {
			work(databases).catch((error: unknown) => {
				if (tab.owner.alive) this.parts.log(`${this.name} ${what} failed: ${String(error)}`);
			});
		});
	}

	/** Saves, and when the person is told that it is saved, says so. */
	async save(databases: Databases, entries: readonly NewWork[]): Promise<void> {
		const tab = this.tabs.find((one) => one.databases === databases);
		const saved = await saveWork(databases, entries, APPS[this.app].read);
		if (!tab?.owner.alive) return;
		this.parts.onSaved(this, saved);
		tab.engine?.saved();
	}

	work(verb: NewWork['verb'], kind: string, recordId: string, body: unknown, schema = 1): NewWork {
		const region = String((body as { region?: unknown } | null)?.region ?? '361024');
		const at = new Date(this.now).toISOString();
		return { opId: this.newId(), at, verb, kind, recordId, region, schema, body };
	}
}
