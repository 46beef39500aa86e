/** The draft behind a form page: what was typed, what the rules say about it, and whether it is saved. */
import type { FieldComment } from '#lib/domain/operation.ts';
import type { Issue } from '#lib/domain/issue.ts';
import { holdingAt, soonestBatch, type StockInHand } from '#lib/domain/stock/in-hand.ts';
import { goodsPlace } from '#lib/records/goods-place.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { FormRow, OpenForm } from '#lib/records/open-form.ts';
import type { FindPlaces } from '#lib/records/place.ts';
import { valueAt } from '#lib/records/typed-issues.ts';
import { stopsSave } from '#lib/state/check-body.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { FieldApp } from '#lib/state/contract.ts';
import { DraftPhotos, type PhotoForm } from './draft-photos.ts';
import { formIssues } from './form-issues.ts';
import { packRows, type FormStart } from './form-start.ts';
import { SessionNoting, withOuting } from './session-noting.svelte.ts';

export interface FormPorts {
	readonly locale: () => Locale;
	readonly newId: () => string;
	/** The present instant, ISO 8601 in UTC. */
	readonly now: () => string;
}

export type SaveOutcome = 'saved' | 'stopped' | 'failed';

interface Typed {
	body: unknown;
	typed: Record<string, string>;
	rows: FormRow[];
}

export class FormDraft implements OpenForm {
	readonly #app: FieldApp;
	readonly #start: FormStart;
	readonly #ports: FormPorts;
	readonly #epoch: number | undefined;
	#startedAt: string | null;
	#changed = $state(false);
	#attempted = $state(false);
	#found = $state.raw<readonly Issue[]>([]);
	#refused = $state.raw<readonly Issue[]>([]);
	#template = $state.raw<unknown>(null);
	#stock = $state.raw<StockInHand | null>(null);
	/** The rules ask the phone's own records: only the answer to the newest question counts. */
	#asked = 0;

	body = $state<unknown>();
	readonly photos: DraftPhotos;
	typed = $state<Record<string, string>>({});
	rows = $state<FormRow[]>([]);
	/** When the phone last wrote the draft. */
	keptAt = $state<string | null>(null);
	saving = $state(false);
	failed = $state(false);
	savedAt = $state<string | null>(null);

	/** Empty fields are only reproached after an attempt to save. */
	readonly issues: readonly Issue[] = $derived.by(() => [
		...this.#found.filter(
			(issue) => this.#attempted || (issue.code !== 'required' && !isBlank(this.body, issue))
		),
		...this.#refused.filter(
			(issue) => !this.#found.some((one) => one.code === issue.code && one.field === issue.field)
		)
	]);
	/** Fields that keep the record from being saved, once a save was tried. */
	readonly stops: readonly string[] = $derived.by(() =>
		this.#attempted
			? this.issues.filter((issue) => stopsSave(issue, this.body)).map((issue) => issue.field)
			: []
	);
	readonly dirty: boolean = $derived.by(
		() => (this.#changed || this.keptAt !== null) && this.savedAt === null
	);

	constructor(app: FieldApp, start: FormStart, ports: FormPorts) {
		this.#app = app;
		this.#start = start;
		this.#ports = ports;
		this.#epoch = start.epoch ?? app.epoch;
		this.#startedAt = start.startedAt;
		this.body = structuredClone(start.body);
		this.typed = { ...start.typed };
		this.rows = structuredClone([...start.rows]);
		this.keptAt = start.keptAt;
		if (start.kind === 'session') {
			this.noting = new SessionNoting({
				...{ app, session: start.recordId, body: () => this.body as SessionBody },
				...{ draft: start.isRecord ? null : this, newId: ports.newId, now: ports.now }
			});
		}
		this.photos = new DraftPhotos(app, {
			kind: start.kind,
			recordId: start.recordId,
			body: () => $state.snapshot(this.body) as ReturnType<PhotoForm['body']>,
			setPhotos: (photos) => ((this.body as { photos: unknown }).photos = photos),
			keep: () => {
				this.keep(this.snapshot());
				return app.flushDrafts();
			},
			locale: ports.locale(),
			newId: this.newId,
			now: this.now
		});
	}

	get kind(): string {
		return this.#start.kind;
	}
	get recordId(): string {
		return this.#start.recordId;
	}
	get comments(): readonly FieldComment[] {
		return this.#start.comments;
	}
	get reference() {
		return this.#app.reference;
	}
	get today(): string {
		return this.#app.today;
	}
	get locale(): Locale {
		return this.#ports.locale();
	}
	readonly newId = (): string => this.#ports.newId();
	readonly now = (): string => this.#ports.now();
	readonly findPlaces: FindPlaces = (query, options) => this.#app.findPlaces(query, options);

	/** Follows what is in hand, without this record; for kinds that move goods. @returns how to stop */
	watchStock(): (() => void) | undefined {
		if (!kindOf(this.kind)?.moves) return undefined;
		return this.#app.stock.watch((stock) => (this.#stock = stock), this.recordId);
	}
	get stock(): StockInHand | null {
		return this.#stock;
	}
	readonly inHand = (supply: string) => {
		const place = goodsPlace(this.body, this.#app.person.id);
		return holdingAt(this.#stock?.holdings ?? [], place, supply);
	};
	readonly lastBatch = (supply: string) =>
		soonestBatch(this.inHand(supply)?.batches, this.today) ?? this.#app.lastBatch(supply);
	get recentPlaces() {
		return this.#app.recentPlaces;
	}

	/** Persons noted at a session. */
	readonly noting: SessionNoting | undefined;

	/** A copy of all that was typed; reading it follows every change. */
	snapshot(): Typed {
		return $state.snapshot({ body: this.body, typed: this.typed, rows: this.rows }) as Typed;
	}

	/** Something was typed: the phone keeps it, and what the server refused before is judged anew. */
	keep(now: Typed): void {
		if (this.savedAt !== null) return;
		this.#startedAt ??= this.#ports.now();
		this.#refused = [];
		this.#changed = true;
		const { kind, recordId, baseRev, before } = this.#start;
		const body = packRows(now.body, now.rows);
		this.#app.keepDraft({
			kind,
			recordId,
			body,
			typed: now.typed,
			baseRev,
			epoch: this.#epoch,
			before,
			startedAt: this.#startedAt,
			issues: []
		});
	}

	async check(now: Typed): Promise<void> {
		const mine = ++this.#asked;
		const found = await formIssues(this.#app, this.kind, this.recordId, now);
		if (mine === this.#asked) this.#found = found;
	}

	/** Requests can be added to a visit once their blank body is there. */
	async prepareRows(): Promise<void> {
		if (this.kind !== 'visit') return;
		this.#template = (await this.#app.blank('request', { parent: this.recordId })).body;
	}
	get newRow(): (() => FormRow) | undefined {
		return this.#template === null ? undefined : () => this.#newRow();
	}
	#newRow(): FormRow {
		const { region, date, team } = this.body as { region: string; date: string; team: string | null };
		const blank = structuredClone(this.#template) as object;
		const body = { ...blank, visitId: this.recordId, region, date, team };
		return { kind: 'request', recordId: this.newId(), body };
	}

	/** Never throws: what failed stays typed and `failed` is true. */
	async save(): Promise<SaveOutcome> {
		this.saving = true;
		this.failed = false;
		try {
			// The tap that saves also leaves a field: what that brings about comes first, and after the tap has found its button.
			await new Promise((left) => setTimeout(left));
			const now = this.snapshot();
			this.#asked++;
			// Nothing is reproached before the rules have seen what stands now.
			this.#found = await formIssues(this.#app, this.kind, this.recordId, now);
			this.#attempted = true;
			if (this.#found.some((issue) => stopsSave(issue, now.body))) return 'stopped';
			await this.photos.settle();
			const { body, rows: typed } = this.snapshot();
			const rows = withOuting(typed, body);
			const { before, baseRev } = this.#start;
			const seen = { body: before, baseRev, epoch: this.#epoch };
			const result = await this.#app.saveRecord(this.kind, this.recordId, body, { rows, seen });
			if (result.saved) this.savedAt = this.#ports.now();
			else this.#refused = result.issues;
			return result.saved ? 'saved' : 'stopped';
		} catch {
			this.failed = true;
			return 'failed';
		} finally {
			this.saving = false;
		}
	}
}

function isBlank(body: unknown, issue: Issue): boolean {
	const value = valueAt(body, issue.field);
	const blank = Array.isArray(value)
		? value.length === 0
		: value === null || value === '' || value === undefined;
	return issue.severity === 'block' && blank;
}
