/** A phone for tests: the real storage on an IndexedDB in memory, the real engine, a peer, and a clock moved by hand. */
import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { IDBFactory } from 'fake-indexeddb';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import { openDatabases, type Databases } from '#lib/storage/databases.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';
import { rowToRecord } from '#lib/storage/record-row.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import { saveWork, type NewWork } from '#lib/storage/save-work.ts';
import { createSyncStore, type SyncStore } from '#lib/storage/sync-store.ts';
import { createSyncEngine, type EnginePorts, type SyncEngine } from '#lib/sync/engine.ts';
import type { Http } from '#lib/sync/ports.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createPeer, type Peer } from './peer.ts';

const NO_REFERENCE: Reference = { get: () => undefined, all: () => [], maximum: () => null };

/** As `state/kinds.ts` does it, without the lazy import. */
export const readBody: ReadBody = (name, schema, body) => {
	const kind = kindOf(name);
	if (!kind || schema > kind.version || typeof body !== 'object' || body === null) return null;
	const facets = kind.facets(body);
	const listed = kind.merging === undefined;
	return {
		...facets,
		body,
		reviewed: kind.reviewed,
		listed,
		searchText: kind.searchText(body, NO_REFERENCE)
	};
};

export function sampleBody(kind: string): Record<string, unknown> {
	const found = recordKinds.find((one) => one.kind === kind);
	return structuredClone(found?.sample) as unknown as Record<string, unknown>;
}

/** Random numbers that are the same in each run. */
export function createRandom(seed = 1) {
	let state = seed;
	const next = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
	return {
		fraction: next,
		bytes: (count: number) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256))
	};
}

export const ACCOUNT = 'acc-1';

export interface TestPhone {
	readonly clock: ManualClock;
	readonly peer: Peer;
	readonly databases: Databases;
	readonly store: SyncStore;
	readonly engine: SyncEngine;
	readonly random: ReturnType<typeof createRandom>;
	readonly indexedDB: IDBFactory;
	/** Events of the engine's log. */
	readonly logged: string[];
	newId(): string;
	save(kind: string, change?: Record<string, unknown>, options?: Partial<NewWork>): Promise<string>;
	record(id: string): Promise<LocalRecord | undefined>;
	own(): Promise<readonly LocalRecord[]>;
	sync(): Promise<void>;
	/** Waits until no cycle is under way. */
	tabIdle(): Promise<void>;
	/** Another engine on the same database: a second tab. */
	tab(ports?: Partial<EnginePorts>): SyncEngine;
	/** The process is killed and started again: only what was committed is there. */
	reopen(): Promise<TestPhone>;
}

export interface TestPhoneOptions {
	readonly http?: (peer: Peer) => Http;
	readonly account?: string;
	readonly deviceId?: string;
	/** Unix milliseconds at which the phone's clock stands. */
	readonly start?: number;
	readonly ports?: Partial<EnginePorts>;
	/** Of the phone's other persons, where it has some. */
	readonly indexedDB?: IDBFactory;
	/** Reads bodies in its place, as the app does: with older schemas brought forward. */
	readonly read?: ReadBody;
	/** Of its random numbers, where two phones must not make the same ids. */
	readonly seed?: number;
}

async function build(
	options: TestPhoneOptions,
	parts: Pick<TestPhone, 'clock' | 'peer' | 'random' | 'indexedDB'>
): Promise<TestPhone> {
	const { clock, peer, random, indexedDB } = parts;
	const read = options.read ?? readBody;
	const timer = { after: () => () => {} };
	const databases = await openDatabases(options.account ?? ACCOUNT, {
		timer,
		indexedDB,
		// Few records are written here at once: packs are to be met all the same.
		packFrom: 2
	});
	const store = createSyncStore(databases, read);
	const logged: string[] = [];
	const newId = () => uuidV7(clock.now(), random.bytes(10));
	const ports: EnginePorts = {
		store,
		identity: {
			accountId: options.account ?? ACCOUNT,
			deviceId: options.deviceId ?? '0190b3a0-0000-7000-8000-000000000001'
		},
		http: options.http?.(peer) ?? peer.http,
		compress: (bytes) => Promise.resolve(Uint8Array.from(gzipSync(bytes))),
		clock,
		random,
		log: (event) => void logged.push(event),
		lock: async (_name, work) => {
			await work();
			return true;
		},
		triggers: () => () => {},
		health: () => Promise.resolve({ persistent: true, freeBytes: 1_000, appVersion: 'test' }),
		...options.ports
	};
	const engine = createSyncEngine(ports);
	const phone: TestPhone = {
		...parts,
		databases,
		store,
		engine,
		logged,
		newId,
		async save(kind, change = {}, more = {}) {
			const recordId = more.recordId ?? newId();
			const body = { ...sampleBody(kind), ...change };
			const entry: NewWork = {
				opId: newId(),
				at: new Date(clock.now()).toISOString(),
				verb: 'put',
				kind,
				recordId,
				region: '361024',
				schema: 1,
				body,
				...more
			};
			await saveWork(databases, [entry], read);
			return recordId;
		},
		async record(id) {
			const row = await databases.saves.run((database) => database.records.get(id));
			return row && rowToRecord(row);
		},
		own: async () => (await databases.saves.run((database) => findRecords(database, { limit: 10_000 }))).rows,
		sync: () => engine.syncNow(),
		async tabIdle() {
			while (engine.status.syncing) await new Promise((resolve) => setImmediate(resolve));
			await new Promise((resolve) => setImmediate(resolve));
		},
		tab: (more = {}) => createSyncEngine({ ...ports, ...more }),
		async reopen() {
			// No clean close: the connections are dropped as a killed process drops them.
			databases.saves.database.backendDB().close();
			databases.pulls.database.backendDB().close();
			return build(options, parts);
		}
	};
	return phone;
}

export async function createTestPhone(options: TestPhoneOptions = {}): Promise<TestPhone> {
	const clock = createManualClock(options.start);
	const peer = createPeer(() => clock.now(), ACCOUNT);
	const indexedDB = options.indexedDB ?? new IDBFactory();
	const phone = await build(options, { clock, peer, random: createRandom(options.seed), indexedDB });
	await phone.databases.saves.run(async (database) => {
		if (!(await getMeta(database, 'rights'))) await setMeta(database, 'rights', { grants: [], grantsRev: 1 });
	});
	return phone;
}
