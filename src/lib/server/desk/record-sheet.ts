/** Everything the desk shows of one record, in the reader's language and within the reader's rights. */
import type { ReviewState } from '#lib/domain/review.ts';
import { kindOf } from '#lib/records/index.ts';
import type { Summary } from '#lib/records/kind.ts';
import { photosIn } from '#lib/domain/photo.ts';
import { arrivedPhotos } from '#lib/server/attachments/arrived-photos.ts';
import { decisionBar, type DecisionBar } from './decision-bar.ts';
import type { DeskContext } from './desk-context.ts';
import { broughtInBy } from './brought-in.ts';
import { covers, mayHandle, readsKind } from './desk-rights.ts';
import { flagParams } from './flag-params.ts';
import { messageText } from './message-text.ts';
import { sheetPersons, type SheetPersons } from './person-rows.ts';
import { nameIn } from './record-list.ts';
import { sheetPhoto, withArrived, type SheetPhoto } from './sheet-photos.ts';
import { fieldAt, shownFields, valueAtText, type Reader, type ShownField } from './shown-fields.ts';
import { summaryFor } from './summary-for.ts';

export interface SheetFlag {
	readonly id: string;
	readonly code: string;
	readonly field: string;
	readonly fieldLabel: string;
	readonly text: string;
	/** What the recorder answered; null while the flag is open. */
	readonly answer: string | null;
	/** The record that the flag names, or null. */
	readonly other: string | null;
}
export interface SheetDecision {
	readonly verb: string;
	readonly byName: string;
	readonly at: string;
	readonly reason: string;
	readonly note: string;
	readonly comments: readonly { readonly field: string; readonly label: string; readonly text: string }[];
	readonly due: string | null;
	readonly duplicateOf: string | null;
}
export interface SheetConflict {
	readonly id: string;
	readonly byName: string;
	readonly at: string;
	readonly fields: readonly {
		readonly field: string;
		readonly label: string;
		readonly current: string;
		readonly proposed: string;
	}[];
}
export interface SheetRevision {
	readonly rev: number;
	readonly verb: string;
	readonly byName: string;
	readonly at: string;
	readonly receivedAt: string;
	readonly changes: readonly {
		readonly field: string;
		readonly label: string;
		readonly before: string;
		readonly after: string;
	}[];
}
export interface RecordSheet {
	readonly id: string;
	readonly kind: string;
	readonly rev: number;
	readonly no: string | null;
	readonly legacyNo: string | null;
	readonly state: ReviewState | null;
	readonly region: string;
	readonly regionName: string;
	readonly date: string;
	readonly teamName: string;
	readonly recorderName: string;
	readonly recordedAt: string;
	readonly receivedAt: string;
	readonly lateHours: number;
	/** Device clock minus server clock, milliseconds, where it was more than five minutes off. */
	readonly skewMillis: number | null;
	readonly corrected: boolean;
	/** The reader's own, by hand or by the file they brought: nothing of it is theirs to decide. */
	readonly own: boolean;
	readonly imported: boolean;
	/** Sensitive texts are kept from this reader. */
	readonly withheld: boolean;
	readonly summary: Summary;
	readonly fields: readonly ShownField[];
	/** For who handles the record: a picture cannot be masked. */
	readonly photos: readonly SheetPhoto[];
	readonly flags: readonly SheetFlag[];
	readonly decisions: readonly SheetDecision[];
	readonly conflicts: readonly SheetConflict[];
	readonly history: readonly SheetRevision[];
	readonly bar: DecisionBar;
	readonly maySettle: boolean;
	/** Rows that belong to it (requests of a visit). */
	readonly children: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
	readonly parent: string | null;
	/** Persons who signed in or received one by one; null where the kind has none. */
	readonly persons: SheetPersons | null;
}

const FIVE_MINUTES = 5 * 60_000;
type StoredChange = { field: string; before: unknown; after: unknown };
type StoredConflict = { field: string; current: unknown; proposed: unknown };

/** @returns undefined when there is no such record or this person may not read it: the two look the same. */
export async function recordSheet(context: DeskContext, id: string): Promise<RecordSheet | undefined> {
	const { sql, locale, rights } = context;
	const row = await sql.selectFrom('record').selectAll().where('id', '=', id).executeTakeFirst();
	const definition = row && kindOf(row.kind);
	if (!row || !definition) return undefined;
	const mayRead = covers(rights.reads, row.region) && readsKind(rights, row.kind);
	if (!mayRead && row.recorder !== context.account) return undefined;
	const [flags, decisions, conflicts, revisions, children, custody, broughtIn] = await Promise.all([
		sql.selectFrom('flag').selectAll().where('record_id', '=', id).where('closed', '=', 0).execute(),
		sql.selectFrom('decision').selectAll().where('record_id', '=', id).orderBy('rev', 'desc').execute(),
		sql
			.selectFrom('conflict')
			.selectAll()
			.where('record_id', '=', id)
			.where('settled_at', 'is', null)
			.orderBy('at')
			.execute(),
		sql
			.selectFrom('record_revision')
			.select(['rev', 'verb', 'by_account', 'at', 'received_at', 'changes'])
			.where('record_id', '=', id)
			.orderBy('rev', 'desc')
			.execute(),
		sql.selectFrom('record').select(['id', 'kind', 'body']).where('parent', '=', id).orderBy('id').execute(),
		sql
			.selectFrom('operation')
			.select(['skew_ms'])
			.where('record_id', '=', id)
			.orderBy('received_at')
			.limit(1)
			.executeTakeFirst(),
		broughtInBy(sql, id, context.account)
	]);
	const names = await namesOf(context, [
		row.recorder,
		...decisions.map((one) => one.by_account),
		...conflicts.map((one) => one.by_account),
		...revisions.map((one) => one.by_account)
	]);
	const nameOf = (account: string) => names.get(account) ?? account;
	const whole = mayHandle(rights, row.region, row.recorder, context.account);
	const body: unknown = JSON.parse(row.body);
	const specs = definition.fields;
	const arrived = await arrivedPhotos(sql, id, body);
	const labelOf = (path: string) => (path === '' ? '' : (fieldAt(context, specs, path)?.label ?? path));
	const text = (path: string, value: unknown) => valueAtText(context, specs, path, value, reader);
	const withheld = row.sensitive === 1 && !whole;
	const reader: Reader = { whole, guarded: withheld };
	const withheldText = messageText('desk_withheld', locale);
	const state = row.state as ReviewState | null;
	const skew = custody?.skew_ms ?? null;
	return {
		id: row.id,
		kind: row.kind,
		rev: row.rev,
		no: row.no,
		legacyNo: row.legacy_no,
		state,
		region: row.region,
		regionName: nameIn(context, 'region', row.region),
		date: row.date,
		teamName: row.team ? nameIn(context, 'team', row.team) : '',
		recorderName: nameOf(row.recorder),
		recordedAt: row.corrected_at,
		receivedAt: row.received_at,
		lateHours: row.late_hours,
		skewMillis: skew !== null && Math.abs(skew) > FIVE_MINUTES ? skew : null,
		corrected: row.corrected === 1,
		own: row.recorder === context.account || broughtIn,
		imported: (body as { imported?: unknown }).imported === true,
		withheld,
		summary: withheld ? { title: '', details: [] } : summaryFor(context, definition, body, whole),
		fields: withArrived(
			context,
			shownFields(context, specs, body, reader),
			photosIn(body).length,
			[...arrived.values()].filter((state) => state === 'here').length
		),
		photos: whole ? photosIn(body).map((photo) => sheetPhoto(photo, arrived)) : [],
		flags: flags.map((one) => ({
			id: one.id,
			code: one.code,
			field: one.field,
			fieldLabel: labelOf(one.field),
			text: messageText(one.message, locale, flagParams(one.params, withheld, locale)),
			other: otherRecord(one.params),
			answer: withheld && one.answer !== null ? withheldText : one.answer
		})),
		decisions: decisions.map((one) => ({
			verb: one.verb,
			byName: nameOf(one.by_account),
			at: one.at,
			reason: reasonText(context, one.reason),
			note: withheld && one.note !== '' ? withheldText : one.note,
			comments: (JSON.parse(one.comments) as { field: string; text: string }[]).map((comment) => ({
				...comment,
				text: withheld ? withheldText : comment.text,
				label: labelOf(comment.field)
			})),
			due: one.due,
			duplicateOf: one.duplicate_of
		})),
		conflicts: conflicts.map((one) => ({
			id: one.id,
			byName: nameOf(one.by_account),
			at: one.at,
			fields: (JSON.parse(one.fields) as StoredConflict[]).map((field) => ({
				field: field.field,
				label: labelOf(field.field),
				current: text(field.field, field.current),
				proposed: text(field.field, field.proposed)
			}))
		})),
		history: revisions.map((one) => ({
			rev: one.rev,
			verb: one.verb,
			byName: nameOf(one.by_account),
			at: one.at,
			receivedAt: one.received_at,
			changes: (JSON.parse(one.changes) as StoredChange[])
				.filter(() => !withheld)
				.map((change) => ({
					field: change.field,
					label: labelOf(change.field),
					before: text(change.field, change.before),
					after: text(change.field, change.after)
				}))
		})),
		bar: decisionBar(rights, context.account, {
			region: row.region,
			recorder: row.recorder,
			state,
			conflicts: conflicts.length,
			broughtIn
		}),
		maySettle: covers(rights.reviews, row.region) && row.recorder !== context.account && !broughtIn,
		persons: await sheetPersons(context, { id, kind: row.kind, body }, whole),
		children: children
			.filter((child) => !kindOf(child.kind)?.merging)
			.map((child) => ({
				id: child.id,
				kind: child.kind,
				title: whole
					? (kindOf(child.kind)?.summary(JSON.parse(child.body), context.reference, locale).title ?? '')
					: ''
			})),
		parent: row.parent
	};
}

function reasonText(context: DeskContext, code: string | null): string {
	const item = context.reference.get('codeList', 'return_reason')?.items.find((one) => one.code === code);
	return item ? (context.locale === 'en' ? item.en || item.zh : item.zh) : (code ?? '');
}

/** Names of accounts in the reader's language; closed accounts keep theirs on records. */
export async function namesOf(
	context: Pick<DeskContext, 'sql' | 'locale'>,
	accounts: readonly string[]
): Promise<Map<string, string>> {
	const wanted = [...new Set(accounts)];
	if (wanted.length === 0) return new Map();
	const rows = await context.sql
		.selectFrom('account')
		.select(['id', 'zh', 'en'])
		.where('id', 'in', wanted)
		.execute();
	return new Map(rows.map((row) => [row.id, context.locale === 'en' ? row.en || row.zh : row.zh]));
}

function otherRecord(params: string | null): string | null {
	const { recordId } = (params ? JSON.parse(params) : {}) as { recordId?: unknown };
	return typeof recordId === 'string' ? recordId : null;
}
