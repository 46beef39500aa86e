/** The open field app of one person: `contract.ts` over the phone's storage and a sync engine that is loaded afterwards. */
import type { Issue } from '#lib/domain/issue.ts';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Verb } from '#lib/domain/operation.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { Grant } from '#lib/domain/roles.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import { correctAttention, dismissAttention } from '#lib/storage/attention.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { deleteDraft, getDraft, putDrafts } from '#lib/storage/drafts.ts';
import { getMeta, setMeta, type MetaValues } from '#lib/storage/meta.ts';
import {
	getRecord,
	unsentOperations,
	watchAttention,
	watchDrafts,
	watchOutbox,
	watchRecord,
	watchRecords,
	watchReturned,
	type OutboxCounts
} from '#lib/storage/queries.ts';
import {
	hasReference,
	loadBulkyReference,
	loadSmallReference,
	ReferenceCache
} from '#lib/storage/reference.ts';
import type { DraftRow, LocalRecord } from '#lib/storage/rows.ts';
import { saveWork, type NewWork } from '#lib/storage/save-work.ts';
import type { PersonRow, ReferenceRow } from '#lib/storage/schema.ts';
import { IDLE, type EngineStatus } from '#lib/sync/status.ts';
import { rememberBatches, type Batches } from './blank-body.ts';
import type {
	FieldApp,
	FoundPlace,
	PhonePerson,
	RecordQuery,
	SaveResult,
	StorageHealth,
	SyncStatus
} from './contract.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { createReadBody, loadKinds, type Kinds } from './kinds.ts';
import { createPlaceSearch, type PlaceSearch } from './place-search.ts';
import type { Clock, Randomness } from './ports.ts';
import { instantOf, todayOf } from './today.ts';

const STUCK_AFTER = 3 * 3_600_000;
const NO_COUNTS: OutboxCounts = { waiting: 0, oldestWaiting: null, parked: 0, attention: 0 };

export interface FieldAppPorts {
	readonly databases: Databases;
	readonly clock: Clock;
	readonly randomness: Randomness;
	/** Unix time of the build, 0 if unknown. */
	readonly buildMillis: number;
	/** Storage as the browser reports it. */
	readonly measureStorage: () => Promise<StorageHealth>;
	readonly askPersistence: () => Promise<boolean | null>;
	/** Called after a save: the engine sends within 2 s. */
	readonly onSaved: () => void;
	readonly syncNow: () => Promise<void>;
}

/** Keys of `defaults`: the kinds' names, and this one. */
const BATCHES = 'batches';

export class OpenFieldApp implements FieldApp {
	readonly #ports: FieldAppPorts;
	readonly #cache = new ReferenceCache();
	readonly #keeper: DraftKeeper;
	readonly #stops: (() => void)[] = [];
	#search: PlaceSearch | null = null;
	#defaults: Readonly<Record<string, unknown>> = {};

	#row = $state.raw<PersonRow>() as PersonRow;
	#reference = $state.raw<Reference>(this.#cache.view());
	#counts = $state.raw<OutboxCounts>(NO_COUNTS);
	#engine = $state.raw<EngineStatus>(IDLE);
	#server = $state.raw<MetaValues['server'] | null>(null);
	#grants = $state.raw<readonly Grant[]>([]);
	#progressAt = $state.raw<string | null>(null);
	#ready = $state(false);
	#localTrouble = $state(false);
	#storage = $state.raw<StorageHealth>({ usedBytes: null, freeBytes: null, persistent: null });
	#trip = $state.raw<LocalRecord | null>(null);
	#tick = $state(0);

	readonly person: PhonePerson = $derived({
		id: this.#row.id,
		login: this.#row.login,
		zh: this.#row.zh,
		en: this.#row.en,
		team: this.#row.team,
		hasPin: this.#row.pin !== null,
		waiting: this.#counts.waiting
	});
	readonly today: string = $derived.by(() =>
		todayOf(this.#tick, this.#server?.serverToday ?? null, this.#ports.buildMillis)
	);
	readonly homeRegion: string = $derived.by(() => {
		const team = this.#reference.get('team', this.#row.team);
		const grant = this.#grants.find((one) => one.validTo === null) ?? this.#grants[0];
		return team?.region ?? grant?.region ?? '';
	});
	readonly status: SyncStatus = $derived.by(() => {
		const { waiting, oldestWaiting, parked, attention } = this.#counts;
		const since = Date.parse(this.#progressAt ?? oldestWaiting ?? '');
		const engine = this.#engine;
		return {
			waiting,
			oldestWaiting,
			parked,
			attention,
			syncing: engine.syncing,
			elsewhere: engine.elsewhere,
			lastExchangeAt: engine.lastExchangeAt ?? this.#server?.lastExchangeAt ?? null,
			lastExchangeMillis: engine.lastExchangeMillis ?? this.#server?.lastExchangeMillis ?? null,
			trouble: this.#localTrouble ? 'local' : (engine.trouble ?? this.#row.sessionTrouble),
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
		this.#keeper = createDraftKeeper(
			ports.clock,
			async (drafts) => {
				await putDrafts(ports.databases, drafts);
				this.#localTrouble = false;
			},
			() => (this.#localTrouble = true)
		);
	}

	/** Reads what the first screen needs; the bulky lists follow by themselves. */
	async start(): Promise<void> {
		const { databases, clock } = this.#ports;
		await Promise.all([loadSmallReference(databases, this.#cache), this.refresh()]);
		this.#referenceChanged();
		this.#stops.push(
			watchOutbox(databases, (counts) => {
				this.#counts = counts;
				void this.#readProgress();
			})
		);
		await this.#watchTrip();
		const tick = () => {
			this.#tick = clock.now();
			cancel = clock.after(30_000, tick);
		};
		let cancel = clock.after(30_000, tick);
		this.#stops.push(() => cancel());
		void this.loadBulky();
	}

	/** Reads organisations, stations and the other long lists. */
	async loadBulky(): Promise<void> {
		await loadBulkyReference(this.#ports.databases, this.#cache);
		this.#referenceChanged();
	}

	/** Reads what a sync may have changed beside the records. */
	async refresh(): Promise<void> {
		const { databases, measureStorage } = this.#ports;
		const [server, rights, defaults, ready] = await databases.saves.run((database) =>
			Promise.all([
				getMeta(database, 'server'),
				getMeta(database, 'rights'),
				getMeta(database, 'defaults'),
				hasReference(databases)
			])
		);
		this.#server = server ?? null;
		this.#grants = rights?.grants ?? this.#row.grants;
		this.#defaults = defaults ?? {};
		this.#ready = ready;
		await this.#readProgress();
		this.#storage = await measureStorage();
	}

	/** For the composition root: the phone's row of this person changed. */
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

	async close(): Promise<void> {
		await this.#keeper.flush();
		for (const stop of this.#stops) stop();
	}

	get deviceId(): string {
		return this.#row.deviceId;
	}
	get sessionTrouble(): PersonRow['sessionTrouble'] {
		return this.#row.sessionTrouble;
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
	get trip(): LocalRecord | null {
		return this.#trip;
	}

	findPlaces(
		query: string,
		options?: { region?: string; type?: 'organisation' | 'station'; limit?: number }
	): readonly FoundPlace[] {
		this.#search ??= createPlaceSearch(this.#reference);
		return this.#search.find(query, options);
	}

	watchRecords(
		query: RecordQuery,
		listener: (rows: readonly LocalRecord[], total: number) => void
	): () => void {
		return watchRecords(this.#ports.databases, query, ({ rows, total }) => listener(rows, total));
	}
	watchRecord(id: string, listener: Parameters<FieldApp['watchRecord']>[1]): () => void {
		return watchRecord(this.#ports.databases, id, listener);
	}
	watchAttention(listener: Parameters<FieldApp['watchAttention']>[0]): () => void {
		return watchAttention(this.#ports.databases, listener);
	}
	watchDrafts(listener: (rows: readonly DraftRow[]) => void): () => void {
		return watchDrafts(this.#ports.databases, listener);
	}
	watchReturned(listener: (rows: readonly LocalRecord[]) => void): () => void {
		return watchReturned(this.#ports.databases, listener);
	}

	async blank(
		kind: string,
		options: { sameAs?: string; parent?: string } = {}
	): Promise<{ recordId: string; body: unknown }> {
		const { databases } = this.#ports;
		const [definition, { blankBody }, same, parent] = await Promise.all([
			this.#kind(kind),
			import('./blank-body.ts'),
			options.sameAs ? getRecord(databases, options.sameAs) : undefined,
			options.parent ? getRecord(databases, options.parent) : undefined
		]);
		const parentDraft =
			options.parent && !parent && definition.parentKind
				? await getDraft(databases, definition.parentKind, options.parent)
				: undefined;
		const above = parent ?? parentDraft;
		const body = blankBody(definition, {
			today: this.today,
			region: this.homeRegion,
			team: this.#row.team,
			reference: this.#reference,
			last: this.#defaults[kind] ?? null,
			sameAs: same?.body ?? null,
			parent: options.parent
				? { id: options.parent, kind: above?.kind ?? definition.parentKind ?? '', body: above?.body ?? {} }
				: null,
			trip: this.#trip ? { id: this.#trip.id, body: this.#trip.body } : null,
			batches: this.#batches(),
			newId: () => this.#newId()
		});
		return { recordId: this.#newId(), body };
	}

	lastBatch(supply: string): { batch: string; expiry: string | null } | null {
		return this.#batches()[supply] ?? null;
	}

	async ruleContext(kind: string, recordId: string, body: unknown): Promise<RuleContext> {
		const [definition, { buildRuleContext }] = await Promise.all([
			this.#kind(kind),
			import('./rule-context.ts')
		]);
		const known = { today: this.today, reference: this.#reference };
		return buildRuleContext(this.#ports.databases, definition, recordId, body, known);
	}

	async loadDraft(kind: string, recordId: string): Promise<DraftRow | undefined> {
		const newest = this.#keeper.newest(`${kind}:${recordId}`);
		return newest ?? (await getDraft(this.#ports.databases, kind, recordId));
	}
	keepDraft(draft: Omit<DraftRow, 'key' | 'changedAt'>): void {
		this.#keeper.keep(draft);
	}
	flushDrafts(): Promise<void> {
		return this.#keeper.flush();
	}
	async discardDraft(kind: string, recordId: string): Promise<void> {
		await this.#keeper.forget(`${kind}:${recordId}`);
		await deleteDraft(this.#ports.databases, kind, recordId);
	}

	async saveRecord(
		kind: string,
		recordId: string,
		body: unknown,
		options: { rows?: readonly { kind: string; recordId: string; body: unknown }[] } = {}
	): Promise<SaveResult> {
		const { checkBody, stopsSave } = await import('./check-body.ts');
		const entries = [{ kind, recordId, body }, ...(options.rows ?? [])];
		const issues: Issue[] = [];
		let stopped = false;
		const work: NewWork[] = [];
		for (const entry of entries) {
			const definition = await this.#kind(entry.kind);
			const context = await this.ruleContext(entry.kind, entry.recordId, entry.body);
			const found = checkBody(definition, entry.body, context);
			const prefix = entry.recordId === recordId ? '' : `${entry.recordId}.`;
			stopped ||= found.some((issue) => stopsSave(issue, entry.body));
			issues.push(...found.map((issue) => ({ ...issue, field: `${prefix}${issue.field}` })));
			if (!stopped)
				work.push(this.#work('put', definition, entry.recordId, definition.schema.parse(entry.body)));
		}
		if (stopped) return { saved: false, recordId, issues };
		await this.#save(work);
		await this.#keepDefaults(kind, work[0]?.body);
		return { saved: true, recordId, issues };
	}

	async askCorrection(kind: string, recordId: string, text: string): Promise<void> {
		const definition = await this.#kind(kind);
		const record = await getRecord(this.#ports.databases, recordId);
		const region = record?.region ?? this.homeRegion;
		await this.#save([{ ...this.#work('ask-correction', definition, recordId, { text }), region }]);
	}

	async startTrip(body: {
		title: string;
		team: string | null;
		programme: string | null;
		people: readonly string[];
	}): Promise<void> {
		const blank = await this.blank('trip');
		const startedAt = instantOf(this.#ports.clock.now());
		const full = { ...(blank.body as object), ...body, people: [...body.people], startedAt, endedAt: null };
		const result = await this.saveRecord('trip', blank.recordId, full);
		if (!result.saved) throw new Error(`trip: ${result.issues.map((issue) => issue.field).join(' ')}`);
		await this.#ports.databases.saves.run((database) => setMeta(database, 'trip', blank.recordId));
		await this.#watchTrip();
	}

	async endTrip(): Promise<void> {
		const trip = this.#trip;
		if (!trip) return;
		const endedAt = instantOf(this.#ports.clock.now());
		await this.saveRecord('trip', trip.id, { ...(trip.body as object), endedAt });
		await this.#ports.databases.saves.run((database) => setMeta(database, 'trip', null));
		await this.#watchTrip();
	}

	syncNow(): Promise<void> {
		return this.#ports.syncNow();
	}

	async dismissAttention(opId: string): Promise<void> {
		const read = createReadBody(await loadKinds(), this.#reference);
		await dismissAttention(this.#ports.databases, opId, this.#now(), read);
	}

	async correctAttention(opId: string): Promise<{ kind: string; recordId: string; field: string }> {
		const found = await correctAttention(this.#ports.databases, opId, this.#now());
		if (!found) throw new Error('attention: dealt with already');
		return found;
	}

	async unsentFile(): Promise<{ name: string; content: Blob; operations: number }> {
		await this.#keeper.flush();
		const operations = await unsentOperations(this.#ports.databases);
		const file = {
			format: 'liangfeng-unsent',
			version: 1,
			serverId: this.#server?.serverId ?? null,
			accountId: this.#row.id,
			deviceId: this.#row.deviceId,
			exportedAt: this.#now(),
			operations
		};
		const name = `liangfeng-unsent-${this.#row.login}-${this.today}.json`;
		const content = new Blob([JSON.stringify(file, null, '\t')], { type: 'application/json' });
		return { name, content, operations: operations.length };
	}

	async askPersistence(): Promise<boolean | null> {
		const granted = await this.#ports.askPersistence();
		this.#storage = await this.#ports.measureStorage();
		return granted;
	}

	#now(): string {
		return instantOf(this.#ports.clock.now());
	}
	#newId(): string {
		return uuidV7(this.#ports.clock.now(), this.#ports.randomness.bytes(10));
	}
	#batches(): Batches {
		return (this.#defaults[BATCHES] ?? {}) as Batches;
	}

	async #kind(name: string): Promise<NonNullable<ReturnType<Kinds['of']>>> {
		const kind = (await loadKinds()).of(name);
		if (!kind) throw new RangeError(`kind: ${name}`);
		return kind;
	}

	#work(
		verb: 'put' | Exclude<Verb, 'create' | 'amend'>,
		definition: { kind: string; version: number },
		recordId: string,
		body: unknown
	): NewWork {
		const named = typeof body === 'object' && body !== null && 'region' in body ? body.region : null;
		return {
			opId: this.#newId(),
			at: this.#now(),
			verb,
			kind: definition.kind,
			recordId,
			region: typeof named === 'string' ? named : this.homeRegion,
			schema: definition.version,
			body
		};
	}

	async #save(work: readonly NewWork[]): Promise<void> {
		const read = createReadBody(await loadKinds(), this.#reference);
		const keys = work
			.filter((entry) => entry.verb === 'put')
			.map((entry) => `${entry.kind}:${entry.recordId}`);
		const typed = keys.map((key) => this.#keeper.newest(key)).filter((draft) => draft !== undefined);
		await Promise.all(keys.map((key) => this.#keeper.forget(key)));
		try {
			await saveWork(this.#ports.databases, work, read);
			this.#localTrouble = false;
		} catch (error) {
			this.#localTrouble = true;
			for (const draft of typed) this.#keeper.keep(draft);
			throw error;
		}
		this.#ports.onSaved();
	}

	async #keepDefaults(kind: string, body: unknown): Promise<void> {
		if (this.#ports.databases.readOnly) return;
		this.#defaults = {
			...this.#defaults,
			[kind]: body,
			[BATCHES]: rememberBatches(this.#batches(), body)
		};
		const defaults = this.#defaults;
		await this.#ports.databases.pulls.run((database) => setMeta(database, 'defaults', defaults));
	}

	async #readProgress(): Promise<void> {
		const value = await this.#ports.databases.saves.run((database) => getMeta(database, 'progressAt'));
		this.#progressAt = value ?? null;
	}

	#stopTrip: (() => void) | null = null;
	async #watchTrip(): Promise<void> {
		const { databases } = this.#ports;
		this.#stopTrip?.();
		this.#stopTrip = null;
		const id = await databases.saves.run((database) => getMeta(database, 'trip'));
		this.#trip = id ? ((await getRecord(databases, id)) ?? null) : null;
		if (!id) return;
		const stop = watchRecord(databases, id, (record) => (this.#trip = record ?? null));
		this.#stopTrip = stop;
		this.#stops.push(stop);
	}

	#referenceChanged(): void {
		this.#reference = this.#cache.view();
		this.#search = null;
	}
}
