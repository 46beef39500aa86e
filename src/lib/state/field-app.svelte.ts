/** The open field app of one person: `contract.ts` over the phone's storage and a sync engine that is loaded afterwards. */
import type { Reference } from '#lib/domain/reference.ts';
import type { Grant } from '#lib/domain/roles.ts';
import type { Locale, RuleContext, Summary } from '#lib/records/kind.ts';
import { correctAttention, dismissAttention } from '#lib/storage/attention.ts';
import type { FormerPhone } from '#lib/protocol/auth.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { deleteDraft, getDraft, putDrafts } from '#lib/storage/drafts.ts';
import { getRecord, watchRecord } from '#lib/storage/lists/one-record.ts';
import { watchAttention, watchDrafts, watchReturned, watchUnreadable } from '#lib/storage/lists/watch-due.ts';
import { watchRecords } from '#lib/storage/lists/watch-records.ts';
import { watchWaiting } from '#lib/storage/lists/watch-waiting.ts';
import { readStart } from '#lib/storage/read-start.ts';
import type { DraftRow, LocalRecord } from '#lib/storage/rows.ts';
import type { PersonRow, ReferenceRow } from '#lib/storage/schema.ts';
import type { EngineStatus } from '#lib/sync/status.ts';
import { AppFacts } from './app-facts.svelte.ts';
import type {
	FieldApp,
	FieldPhotos,
	FoundPlace,
	PhonePerson,
	RecordQuery,
	SaveResult,
	StorageHealth,
	SyncStatus
} from './contract.ts';
import { CurrentTrip } from './current-trip.svelte.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';
import { createReadBody, loadKinds } from './kinds.ts';
import { createPlaceSearch, type PlaceSearch } from './place-search.ts';
import type { FieldAppPorts } from './field-app-ports.ts';
import { createFieldStock, type FieldStock } from './field-stock.ts';
import { lazyParts, type LazyParts } from './lazy-parts.ts';
import { createPersonLists, type PersonLists } from './person-lists.ts';
import { namedPlaces } from './recent-places.ts';
import { RecordWriting } from './record-writing.ts';
import type { TripAccount } from './trip-account.ts';
import type { UnsentFile } from './unsent-file.ts';

export class OpenFieldApp implements FieldApp {
	readonly #ports: FieldAppPorts;
	readonly #facts: AppFacts;
	readonly #keeper: DraftKeeper;
	readonly #writing: RecordWriting;
	readonly #trip: CurrentTrip;
	readonly #parts: LazyParts;
	#search: { over: Reference; places: PlaceSearch } | null = null;

	readonly lists: PersonLists;
	readonly stock: FieldStock;
	readonly syncSoon = (): void => this.#ports.onSaved();

	constructor(row: PersonRow, ports: FieldAppPorts) {
		this.#ports = ports;
		this.#facts = new AppFacts(row, ports);
		this.#trip = new CurrentTrip(ports.databases);
		this.#parts = lazyParts(ports.databases, row.id, () => void ports.syncNow());
		this.#keeper = createDraftKeeper(
			ports.clock,
			async (drafts) => {
				await putDrafts(ports.databases, drafts);
				this.#facts.localTrouble = false;
				this.#facts.noteRoom();
			},
			() => {
				this.#facts.localTrouble = true;
				this.#facts.noteRoom();
			},
			ports.databases.rescue?.words
		);
		this.#writing = new RecordWriting(ports, this.#facts, this.#keeper);
		this.lists = createPersonLists(ports.databases, ports.clock, this);
		this.stock = createFieldStock(ports.databases, () => this.today);
	}

	/**
	 * Reads what the first screen needs, beside what was asked for before.
	 * @param measured how the browser stands with storage
	 * @param noted the person's row once it says that they are here
	 * @returns the row that holds from now on
	 */
	async start(
		measured = this.#ports.measureStorage(),
		noted?: Promise<PersonRow | undefined>
	): Promise<PersonRow> {
		const [facts, storage, row] = await Promise.all([readStart(this.#ports.databases), measured, noted]);
		if (row) this.#facts.setPerson(row);
		this.#facts.start(facts, storage);
		this.#writing.start(facts.defaults);
		this.#trip.start(facts.trip);
		return this.#facts.row;
	}
	async close(): Promise<void> {
		await this.#keeper.flush();
		this.#trip.stop();
		this.#facts.stop();
	}

	/** For the composition root: what the engine and the phone's own list of persons have to say. */
	refresh(): Promise<void> {
		return this.#facts.refresh();
	}
	setPerson(row: PersonRow): void {
		this.#facts.setPerson(row);
	}
	noteRoom(): void {
		this.#facts.noteRoom();
	}
	setEngineStatus(status: EngineStatus): void {
		this.#facts.setEngineStatus(status);
	}
	mergeReference(rows: readonly ReferenceRow[] | null): Promise<void> {
		return this.#facts.mergeReference(rows);
	}
	get deviceId(): string {
		return this.#facts.row.deviceId;
	}
	get sessionTrouble(): PersonRow['sessionTrouble'] {
		return this.#facts.row.sessionTrouble;
	}

	get person(): PhonePerson {
		return this.#facts.person;
	}
	get grants(): readonly Grant[] {
		return this.#facts.grants;
	}
	get homeRegion(): string {
		return this.#facts.homeRegion;
	}
	get today(): string {
		return this.#facts.today;
	}
	get epoch(): number | undefined {
		return this.#facts.epoch;
	}
	get reference(): Reference {
		return this.#facts.reference;
	}
	get status(): SyncStatus {
		return this.#facts.status;
	}
	async formerPhone(): Promise<FormerPhone | null> {
		return (await this.#ports.databases.saves.run((database) => getMeta(database, 'former'))) ?? null;
	}
	async forgetFormerPhone(): Promise<void> {
		await this.#ports.databases.saves.run((database) => setMeta(database, 'former', null));
	}
	get storage(): StorageHealth {
		return this.#facts.storage;
	}
	get isShortOfRoom(): boolean {
		return this.#facts.isShortOfRoom;
	}
	get trip(): LocalRecord | null {
		return this.#trip.record;
	}

	findPlaces(
		query: string,
		options?: { region?: string; type?: 'organisation' | 'station'; limit?: number }
	): readonly FoundPlace[] {
		const over = this.#facts.reference;
		if (this.#search?.over !== over) this.#search = { over, places: createPlaceSearch(over) };
		return this.#search.places.find(query, options);
	}

	get recentPlaces(): readonly FoundPlace[] {
		return namedPlaces(this.#writing.places, this.#facts.reference);
	}

	summaryOf(kind: string, body: unknown, locale: Locale): Summary | null {
		const definition = this.#facts.kinds?.of(kind);
		const parsed = definition?.schema.safeParse(body);
		return definition && parsed?.success
			? definition.summary(parsed.data, this.#facts.reference, locale)
			: null;
	}

	watchRecords(
		query: RecordQuery,
		listener: (rows: readonly LocalRecord[], total: number) => void
	): () => void {
		return watchRecords(this.#ports.databases, query, ({ rows, total }) => listener(rows, total));
	}
	readonly readRecord = (id: string) => getRecord(this.#ports.databases, id);
	watchRecord(id: string, listener: Parameters<FieldApp['watchRecord']>[1]): () => void {
		return watchRecord(this.#ports.databases, id, listener);
	}
	watchAttention(listener: Parameters<FieldApp['watchAttention']>[0]): () => void {
		return watchAttention(this.#ports.databases, listener);
	}
	watchWaiting(listener: Parameters<FieldApp['watchWaiting']>[0]): () => void {
		return watchWaiting(this.#ports.databases, listener);
	}
	watchDrafts(listener: (rows: readonly DraftRow[]) => void): () => void {
		return watchDrafts(this.#ports.databases, listener);
	}
	watchReturned(listener: (rows: readonly LocalRecord[]) => void): () => void {
		return watchReturned(this.#ports.databases, listener);
	}
	watchUnreadable(listener: (count: number) => void): () => void {
		return watchUnreadable(this.#ports.databases, listener);
	}

	blank(
		kind: string,
		options: { sameAs?: string; parent?: string } = {}
	): Promise<{ recordId: string; body: unknown }> {
		return this.#writing.blank(kind, options, this.#trip.record);
	}
	lastBatch(supply: string): { batch: string; expiry: string | null } | null {
		return this.#writing.lastBatch(supply);
	}
	ruleContext(kind: string, recordId: string, body: unknown): Promise<RuleContext> {
		return this.#writing.ruleContext(kind, recordId, body);
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
		await deleteDraft(this.#ports.databases, kind, recordId, this.#writing.now());
	}

	saveRecord(
		kind: string,
		recordId: string,
		body: unknown,
		options: Parameters<FieldApp['saveRecord']>[3] = {}
	): Promise<SaveResult> {
		return this.#writing.saveRecord(kind, recordId, body, options.rows ?? [], options.seen);
	}
	savePerson(kind: string, body: unknown): Promise<SaveResult> {
		return this.#writing.savePerson(kind, body);
	}
	askCorrection(kind: string, recordId: string, text: string): Promise<void> {
		return this.#writing.askCorrection(kind, recordId, text);
	}

	async startTrip(body: Parameters<FieldApp['startTrip']>[0]): Promise<void> {
		const blank = await this.blank('trip');
		const times = { startedAt: this.#writing.now(), endedAt: null };
		const full = { ...(blank.body as object), ...body, people: [...body.people], ...times };
		const result = await this.saveRecord('trip', blank.recordId, full);
		if (!result.saved) throw new Error(`trip: ${result.issues.map((issue) => issue.field).join(' ')}`);
		await this.#trip.set(blank.recordId);
	}
	async endTrip(): Promise<void> {
		const trip = this.#trip.record;
		if (!trip) return;
		const endedAt = this.#writing.now();
		const result = await this.saveRecord('trip', trip.id, { ...(trip.body as object), endedAt });
		if (!result.saved) throw new Error(`trip: ${result.issues.map((issue) => issue.field).join(' ')}`);
		await this.#trip.set(null);
	}

	syncNow(): Promise<void> {
		return this.#ports.syncNow();
	}

	readonly photos = (): Promise<FieldPhotos> => this.#parts.photos();
	readonly tripAccount = (): Promise<TripAccount> => this.#parts.tripAccount();

	async dismissAttention(opId: string): Promise<void> {
		const read = createReadBody(await loadKinds(), this.#facts.reference);
		await dismissAttention(this.#ports.databases, opId, this.#writing.now(), read);
	}
	async correctAttention(opId: string): Promise<{ kind: string; recordId: string; field: string }> {
		const found = await correctAttention(this.#ports.databases, opId, this.#writing.now());
		if (!found) throw new Error('attention: dealt with already');
		return found;
	}

	async unsentFiles(options: { readable?: boolean } = {}): Promise<readonly UnsentFile[] | null> {
		await this.#keeper.flush();
		const { unsentFiles } = await import('./unsent-file.ts');
		const { row, serverId, today } = this.#facts;
		const { id: accountId, login, deviceId } = row;
		const author = { login, accountId, deviceId, serverId, today, now: this.#writing.now() };
		const { subtle } = crypto as { subtle?: SubtleCrypto };
		return unsentFiles(this.#ports.databases, author, options.readable ?? false, subtle);
	}

	async askPersistence(): Promise<boolean | null> {
		const granted = await this.#ports.askPersistence();
		await this.#facts.refresh();
		return granted;
	}
}
