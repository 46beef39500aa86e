/** The world in which a phone is recorded: the town's real server, a network with faults, one clock for all. */
import { gunzipSync } from 'node:zlib';
import type { IDBFactory } from 'fake-indexeddb';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Operation } from '#lib/domain/operation.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { createReadBody } from '#lib/state/kinds.ts';
import { keepRoster } from '#lib/server/rosters/keep-roster.ts';
import { lendRoster } from '#lib/server/rosters/lend-roster.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import type { DraftRow } from '#lib/storage/rows.ts';
import { Receiver, type PhotoTown } from '#tests/contract/photo-files.ts';
import { serve } from '#tests/contract/serve-phone.ts';
import { createRandom, createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';
import { sentOperations } from '#tests/simulation/sent-operations.ts';
import type { Act, EndedRight, StoredPhone } from './stored-phone.ts';
import { act, addDevice, COORDINATOR, giveEnded, openTown, REGION } from './town.ts';

const NO_REFERENCE: Reference = { get: () => undefined, all: () => [], maximum: () => null };
const all = recordKinds as unknown as readonly RecordKind[];

/** As the app reads bodies: older schemas are brought forward, what it cannot read stays opaque. */
export const readAsApp = createReadBody({ all, of: kindOf, versions: 'all' }, NO_REFERENCE);

/** What becomes of requests: all answered; all lost; pulls lost; pushes failed by the server. */
export type Weather = 'clear' | 'none' | 'no-pull' | 'no-push';

export class Recording {
	readonly acts: Act[] = [];
	readonly devices: Record<string, string> = {};
	/** Where photos arrive. */
	readonly receiver: Receiver;
	readonly #random = createRandom(7);
	readonly #ended: EndedRight[] = [];
	#phones = 0;
	#database: ServerDatabase;
	#remove: () => Promise<void>;
	now = Date.parse('2026-07-20T01:00:00.000Z');
	weather: Weather = 'clear';

	private constructor(database: ServerDatabase, remove: () => Promise<void>) {
		this.#database = database;
		this.#remove = remove;
		this.receiver = new Receiver(townOf(this));
	}

	static async begin(): Promise<Recording> {
		const { database, remove } = await openTestDatabase();
		const recording = new Recording(database, remove);
		await openTown(database, new Date(recording.now));
		return recording;
	}

	get database(): ServerDatabase {
		return this.#database;
	}

	newId(): string {
		return uuidV7(this.now, this.#random.bytes(10));
	}

	async device(account: string): Promise<string> {
		const id = this.newId();
		this.devices[id] = account;
		await addDevice(this.#database, id, account, new Date(this.now).toISOString());
		return id;
	}

	/** A phone of this person, whose network is the weather. */
	async phone(account: string, device: string, indexedDB: IDBFactory): Promise<TestPhone> {
		const phone = await createTestPhone({
			account,
			deviceId: device,
			indexedDB,
			read: readAsApp,
			start: this.now,
			seed: 100 + this.#phones++,
			http: () => async (request) => {
				const isPush = request.path.endsWith('push');
				if (this.weather === 'none' || (this.weather === 'no-pull' && !isPush)) throw new Error('cut');
				if (this.weather === 'no-push' && isPush)
					return { status: 500, contentType: 'application/json', retryAfter: null, text: '{}' };
				if (isPush) this.#note(account, device, request.headers, request.body);
				const http = serve(this.#database, account, device, () => new Date(this.now));
				return http(request);
			}
		});
		return phone;
	}

	#note(account: string, device: string, headers: Readonly<Record<string, string>>, body: Uint8Array): void {
		const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
		const sent = JSON.parse(new TextDecoder().decode(plain)) as Act;
		const { grantsRev } = sent;
		const operations = sentOperations(sent);
		this.acts.push({ account, device, at: new Date(this.now).toISOString(), grantsRev, operations });
	}

	/** Somebody else does something, with a device of their own. */
	async elsewhere(
		device: string,
		parts: Partial<Operation> & Pick<Operation, 'verb' | 'body'>
	): Promise<string> {
		const account = this.devices[device] ?? '';
		const at = new Date(this.now).toISOString();
		const recordId = parts.recordId ?? this.newId();
		const operation: Operation = {
			...{ opId: this.newId(), n: this.acts.length + 1, kind: 'visit', recordId, scope: `area:${REGION}` },
			...{ baseRev: 0, schema: 1, at, attachments: [], ...parts }
		};
		const one: Act = { account, device, at, grantsRev: 1, operations: [operation] };
		this.acts.push(one);
		await act(this.#database, one);
		return recordId;
	}

	/** The last day is lost: the same deployment without anything that was done. */
	async loseEverything(): Promise<void> {
		const { server_id } = await this.#meta();
		await this.#remove();
		const { database, remove } = await openTestDatabase();
		this.#database = database;
		this.#remove = remove;
		await openTown(database, new Date(this.now));
		await database.transaction(async (trx) => {
			await trx.updateTable('meta').set({ server_id }).execute();
			await raiseEpoch(trx);
		});
		this.acts.length = 0;
		for (const [id, account] of Object.entries(this.devices))
			await addDevice(database, id, account, new Date(this.now).toISOString());
		for (const right of this.#ended) await giveEnded(database, right);
	}

	/** A roster of three people, for as long as one can be lent. */
	async lend(team: string): Promise<void> {
		const now = new Date(this.now);
		const entries = ['李示安', '王示远', '古丽示·麦麦提'].map((name, at) => ({
			...{ name, department: '一车间', category: null, job: `001${at}`, phone: '' }
		}));
		const head = { title: '示例厂名册', organisation: null, organisationText: '示例厂', region: REGION };
		const roster = await keepRoster(this.#database, { ...head, entries }, COORDINATOR, now);
		const wanted = { roster, team, campaign: 'SQL-2025', from: '2026-07-20', days: 2 };
		if (!(await lendRoster(this.#database, wanted, COORDINATOR, now))) throw new Error('It was not lent.');
	}

	#meta() {
		return this.#database.reader.selectFrom('meta').selectAll().executeTakeFirstOrThrow();
	}

	/** A right of which the phones knew and that ends; before May, where `until` does not say otherwise. */
	async endRight(right: Omit<EndedRight, 'id' | 'until'> & { readonly until?: string }): Promise<void> {
		const one = { until: '2026-05-01T00:00:00.000Z', ...right, id: `ended-${this.#ended.length}` };
		this.#ended.push(one);
		await giveEnded(this.#database, one);
	}

	async server(): Promise<StoredPhone['server']> {
		const { server_id: serverId, epoch } = await this.#meta();
		return { serverId, epoch, devices: this.devices, ended: this.#ended, acts: this.acts };
	}

	end(): Promise<void> {
		this.receiver.remove();
		return this.#remove();
	}
}

/** A deployment as the receiving end of photos knows it. */
function townOf(recording: Pick<Recording, 'database' | 'now' | 'devices'>): PhotoTown {
	return {
		get database() {
			return recording.database;
		},
		get now() {
			return new Date(recording.now);
		},
		device: (account) => Object.entries(recording.devices).find(([, owner]) => owner === account)?.[0] ?? ''
	};
}

/** The schema in which today's app writes a kind. */
export const versionOf = (kind: string): number => kindOf(kind)?.version ?? 1;

/** The sample of a kind, lately. */
export function dayBody(kind: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return { ...sampleBody(kind), date: '2026-07-18', ...changes };
}

/** What was typed of a visit and not saved. */
export function visitDraft(recordId: string, body: unknown, baseRev: number): DraftRow {
	const times = { startedAt: '2026-07-20T01:00:00.000Z', changedAt: '2026-07-20T01:02:00.000Z' };
	const typed = { peopleMet: '二十来' };
	return { key: `visit:${recordId}`, kind: 'visit', recordId, body, typed, baseRev, ...times, issues: [] };
}

/** A visit with its own place, so that no two are taken for one. */
export function visitBody(place: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return { ...sampleBody('visit'), organisation: null, placeText: place, date: '2026-07-18', ...changes };
}
