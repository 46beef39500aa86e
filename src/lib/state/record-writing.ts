/** From a form to the outbox: blank bodies, rules, the save, and what is remembered for the next record. */
import { isUuid, uuidV7, uuidV7Beside } from '#lib/domain/ids.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Verb } from '#lib/domain/operation.ts';
import { isGood } from '#lib/domain/stock/split-over.ts';
import type { RecordKind, RuleContext } from '#lib/records/kind.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getDraft } from '#lib/storage/drafts.ts';
import { setMeta } from '#lib/storage/meta.ts';
import { getRecord } from '#lib/storage/lists/one-record.ts';
import { withReserve } from '#lib/storage/reserve.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import type { Seen } from '#lib/storage/over-own-work.ts';
import { saveWork, type NewWork } from '#lib/storage/save-work.ts';
import type { AppFacts } from './app-facts.svelte.ts';
import { rememberBatches, type Batches } from './blank-body.ts';
import type { SaveResult } from './contract.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import type { FieldAppPorts } from './field-app-ports.ts';
import { createReadBody, loadKinds } from './kinds.ts';
import { rememberPlace, type RecentPlace } from './recent-places.ts';
import { mayWorkIn } from './home-region.ts';
import { instantOf } from './today.ts';

/** Keys of `defaults`: the kinds' names, and these. */
const BATCHES = 'batches';
const PLACES = 'places';

export class RecordWriting {
	readonly #ports: FieldAppPorts;
	readonly #facts: AppFacts;
	readonly #keeper: DraftKeeper;
	#defaults: Readonly<Record<string, unknown>> = {};

	constructor(ports: FieldAppPorts, facts: AppFacts, keeper: DraftKeeper) {
		this.#ports = ports;
		this.#facts = facts;
		this.#keeper = keeper;
	}

	start(defaults: Readonly<Record<string, unknown>>): void {
		this.#defaults = defaults;
	}

	now(): string {
		return instantOf(this.#ports.clock.now());
	}
	newId(): string {
		return uuidV7(this.#ports.clock.now(), this.#ports.randomness.bytes(10));
	}
	get batches(): Batches {
		return (this.#defaults[BATCHES] ?? {}) as Batches;
	}

	/** The batch given out last, unless it is past its expiry. */
	lastBatch(supply: string): Batches[string] | null {
		const last = this.batches[supply];
		return last && isGood(last, this.#facts.today) ? last : null;
	}

	get places(): readonly RecentPlace[] {
		return (this.#defaults[PLACES] ?? []) as readonly RecentPlace[];
	}

	async blank(
		kind: string,
		options: { sameAs?: string; parent?: string },
		trip: LocalRecord | null
	): Promise<{ recordId: string; body: unknown }> {
		const { databases } = this.#ports;
		const [definition, { blankBody }, same, parent] = await Promise.all([
			this.#kind(kind),
			import('./blank-body.ts'),
			options.sameAs ? getRecord(databases, options.sameAs) : undefined,
			options.parent ? getRecord(databases, options.parent) : undefined
		]);
		const { parentKind } = definition;
		const parentDraft =
			options.parent && !parent && parentKind
				? await getDraft(databases, parentKind, options.parent)
				: undefined;
		const above = parent ?? parentDraft;
		const { row, today } = this.#facts;
		const stock = definition.moves && (await import('./stock-in-hand.ts'));
		const soonest = stock ? await stock.readBatches(databases, row.id, today) : null;
		const body = blankBody(definition, {
			today: this.#facts.today,
			region: this.#facts.homeRegion,
			team: this.#facts.row.team,
			person: this.#facts.row.zh,
			reference: this.#facts.reference,
			last: this.#defaults[kind] ?? null,
			sameAs: same?.body ?? null,
			parent: options.parent
				? { id: options.parent, kind: above?.kind ?? parentKind ?? '', body: above?.body ?? {} }
				: null,
			trip: trip && this.#mayRecordIn(trip.region) ? { id: trip.id, body: trip.body } : null,
			batchOf: (supply, team) => soonest?.(supply, team) ?? this.lastBatch(supply) ?? undefined,
			newId: () => this.newId()
		});
		return { recordId: this.newId(), body };
	}

	/** A trip begun before its person was moved to another county is over: work in it would be refused. */
	#mayRecordIn(region: string): boolean {
		const { grants, reference } = this.#facts;
		return grants.length === 0 || mayWorkIn(region, grants, reference);
	}

	async ruleContext(kind: string, recordId: string, body: unknown): Promise<RuleContext> {
		const [definition, { buildRuleContext }] = await Promise.all([
			this.#kind(kind),
			import('./rule-context.ts')
		]);
		const { today, reference, row } = this.#facts;
		const known = { today, reference, recorder: row.id };
		return this.#read((databases) => buildRuleContext(databases, definition, recordId, body, known));
	}

	async saveRecord(
		kind: string,
		recordId: string,
		body: unknown,
		rows: readonly { kind: string; recordId: string; body: unknown }[],
		seen?: Seen
	): Promise<SaveResult> {
		const { checkBody, stopsSave } = await import('./check-body.ts');
		const issues: Issue[] = [];
		const work: NewWork[] = [];
		let stopped = false;
		for (const entry of [{ kind, recordId, body }, ...rows]) {
			const definition = await this.#kind(entry.kind);
			const context = await this.ruleContext(entry.kind, entry.recordId, entry.body);
			const found = checkBody(definition, entry.body, context);
			const prefix = entry.recordId === recordId ? '' : `${entry.recordId}.`;
			stopped ||= found.some((issue) => stopsSave(issue, entry.body));
			issues.push(...found.map((issue) => ({ ...issue, field: `${prefix}${issue.field}` })));
			if (stopped) continue;
			work.push(this.#work('put', definition, entry.recordId, definition.schema.parse(entry.body)));
		}
		if (stopped) return { saved: false, recordId, issues };
		const [first, ...others] = work;
		await this.#save(first && seen ? [{ ...first, seen }, ...others] : work);
		// Who came to one session says nothing of the next.
		if (!(await this.#kind(kind)).merging) await this.#keepDefaults(kind, work[0]?.body);
		return { saved: true, recordId, issues };
	}

	/** What is noted of one person, joined with what this phone knows of the person under the same record. */
	async savePerson(kind: string, body: unknown): Promise<SaveResult> {
		const definition = await this.#kind(kind);
		const parsed = definition.schema.parse(body);
		const recordId = definition.merging?.idOf(parsed) ?? null;
		if (!definition.merging || recordId === null) throw new RangeError(`person: ${kind}`);
		const standing = await this.#read((databases) => getRecord(databases, recordId));
		const joined = definition.merging.join(standing?.body ?? null, parsed, this.#facts.row.id, true);
		return this.saveRecord(kind, recordId, joined, []);
	}

	async askCorrection(kind: string, recordId: string, text: string): Promise<void> {
		const definition = await this.#kind(kind);
		const record = await this.#read((databases) => getRecord(databases, recordId));
		const region = record?.region ?? this.#facts.homeRegion;
		await this.#save([{ ...this.#work('ask-correction', definition, recordId, { text }), region }]);
	}

	/** Beside the record's own where that is one of ours; an imported record's id has other bits there. */
	#operationId(recordId: string): string {
		const { clock, randomness } = this.#ports;
		const isOurs = isUuid(recordId) && recordId[14] === '7';
		return isOurs ? uuidV7Beside(recordId, clock.now(), randomness.bytes(10)) : this.newId();
	}

	/** What a save asks beforehand: a full disk keeps a browser from opening its database for that, too. */
	#read<Result>(ask: (databases: Databases) => Promise<Result>): Promise<Result> {
		const { databases } = this.#ports;
		return withReserve(databases, () => ask(databases));
	}

	async #kind(name: string): Promise<RecordKind> {
		const kind = (await loadKinds()).of(name);
		if (!kind) throw new RangeError(`kind: ${name}`);
		return kind;
	}

	#work(
		verb: 'put' | Exclude<Verb, 'create' | 'amend'>,
		definition: RecordKind,
		recordId: string,
		body: unknown
	): NewWork {
		const named = typeof body === 'object' && body !== null && 'region' in body ? body.region : null;
		return {
			opId: this.#operationId(recordId),
			at: this.now(),
			verb,
			kind: definition.kind,
			recordId,
			region: typeof named === 'string' ? named : this.#facts.homeRegion,
			schema: definition.version,
			body
		};
	}

	async #save(work: readonly NewWork[]): Promise<void> {
		const read = createReadBody(await loadKinds(), this.#facts.reference);
		const puts = work.filter((entry) => entry.verb === 'put');
		const keys = puts.map((entry) => `${entry.kind}:${entry.recordId}`);
		await Promise.all(keys.map((key) => this.#keeper.hold(key)));
		let isSaved = false;
		try {
			await saveWork(this.#ports.databases, work, read);
			isSaved = true;
		} finally {
			this.#facts.localTrouble = !isSaved;
			this.#facts.noteRoom();
			for (const key of keys) this.#keeper.release(key, isSaved);
		}
		this.#ports.onSaved();
	}

	async #keepDefaults(kind: string, body: unknown): Promise<void> {
		const { databases } = this.#ports;
		if (databases.readOnly) return;
		const batches = rememberBatches(this.batches, body);
		const places = rememberPlace(this.places, body);
		const defaults = { ...this.#defaults, [kind]: body, [BATCHES]: batches, [PLACES]: places };
		this.#defaults = defaults;
		// A record is saved when this fails for want of room: only the next form's start is poorer.
		await databases.pulls.run((database) => setMeta(database, 'defaults', defaults)).catch(() => {});
	}
}
