import type { ZodType } from 'zod';
import type { IsoDate, Uuid } from '#lib/domain/ids.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Reference, ReferenceKind } from '#lib/domain/reference.ts';
import type { ReviewState } from '#lib/domain/review.ts';
import type { Movement, Place } from '#lib/domain/stock/movement.ts';

/** What rules may know beside the body itself. The same on phone and server; the phone fills it from its own records. */
export interface RuleContext {
	/** Phone: the latest of clock, last server time and build date. Server: its own day, or the import's --as-of. */
	readonly today: IsoDate;
	/** Day on which the record was first saved (late entry is measured to this day, not to a later amendment). */
	readonly recordedOn: IsoDate;
	readonly reference: Reference;
	/** Other records of this kind on the same day, for the same organisation (or place) and team. */
	readonly sameDay: readonly Uuid[];
	/** Other handouts of this season to the same organisation or station. */
	readonly sameSeason: readonly Uuid[];
	/** Account that recorded it: holds what no team holds. Absent where nobody knows. */
	readonly recorder?: string;
	/**
	 * What a place has of a supply, in thousandths, without this record; null where stock was never brought there. Absent where
	 * nobody knows.
	 */
	inHand?(place: Place, supply: string): number | null;
	/** Where the body comes from: required fields are a form-level block and never asked of an import. */
	readonly origin: 'form' | 'import';
}

/** One figure a record adds: `value` in thousandths, so that sums stay exact (12.5 kg = 12500). */
export interface Measure {
	/** `person_times`, `first_time_persons`, `supply`, ... */
	readonly name: string;
	/** Code the figure is split by (supply code, purpose), or ''. */
	readonly dimension: string;
	readonly value: number;
}

/** Columns by which any list, feed or register finds a record. */
export interface Facets {
	readonly region: string;
	readonly date: IsoDate;
	readonly team: string | null;
	readonly organisation: string | null;
	readonly station: string | null;
	readonly programme: string | null;
	readonly campaign: string | null;
	readonly trip: Uuid | null;
	/** Record it belongs to (a request's visit). */
	readonly parent: Uuid | null;
	/** Only those who handle it may read its texts (hardship, home visits, requests). */
	readonly sensitive: boolean;
}

/** How one field is labelled and shown, wherever a record is read (record page, history, review). */
export interface FieldSpec {
	readonly name: string;
	/** Message key of its label. */
	readonly label: string;
	/** Not shown where it is empty: only imported records have it. */
	readonly onlyFilled?: true;
	readonly type:
		| {
				readonly is:
					| 'text'
					| 'longText'
					| 'date'
					| 'time'
					| 'integer'
					| 'decimal'
					| 'boolean'
					| 'texts'
					| 'minutes'
					/** An instant in UTC, shown in the deployment's time. */
					| 'instant'
					/** Handwriting, as `records/signature.ts` writes it. */
					| 'signature'
					/** Photos, as `records/photos.ts` lists them: their number is shown, the pictures are files of their own. */
					| 'photos'
					/** A place of stock, and what happens to goods (`domain/stock`). */
					| 'place'
					| 'act';
		  }
		/** A word of a closed list of the product's own: label `<words>_<value>`. */
		| { readonly is: 'word'; readonly words: string }
		/** Code of a reference kind; `many` for a list of codes. */
		| {
				readonly is: 'reference';
				readonly kind: ReferenceKind;
				readonly many?: boolean;
		  }
		/** Code of a code list. */
		| { readonly is: 'code'; readonly list: string; readonly many?: boolean }
		/** Keyed rows, each with fields of its own. */
		| { readonly is: 'rows'; readonly fields: readonly FieldSpec[] }
		/** Fixed group of fields (receiver, household). */
		| { readonly is: 'group'; readonly fields: readonly FieldSpec[] };
	/** `personal` is masked for auditors, `sensitive` is hidden from all who do not handle it. */
	readonly privacy?: 'personal' | 'sensitive';
}

/** What a list row shows; message keys are resolved where it is drawn. */
export interface Summary {
	/** Place or topic, already in the reader's language. */
	readonly title: string;
	/** Short figures: `{ message: 'summary_person_times', params: { n: 24 } }`. */
	readonly details: readonly {
		readonly message: string;
		readonly params?: Readonly<Record<string, string | number>>;
	}[];
}

/** Names in the reader's language. */
export type Locale = 'zh-CN' | 'en';

/** Rows that stand for one person each: two of one natural key are one row, whoever made them. */
export interface Merging<Body = unknown> {
	/** The only id such a row may have; null where nobody is named. */
	idOf(body: Body): Uuid | null;
	/** The same for all rows of one person in one season, whatever record they hang on; absent where seasons mean nothing. */
	seasonKey?(body: Body): string | null;
	/** Accounts that noted something of it: each sees the row. */
	authorsOf(body: Body): readonly string[];
	/**
	 * The standing row (null: there is none) with what `account` adds to it. The same twice changes nothing, and the order in
	 * which rows come does not show in their evidence.
	 * @param mayChange the account has seen the standing row and amends it; else its word only adds
	 */
	join(standing: Body | null, incoming: Body, account: string, mayChange: boolean): Body;
}

/** What a record has to do with the rows of `Merging` that hang on it. */
export interface CountedRows<Body = unknown> {
	readonly kind: string;
	/** Figure of a row that counts (`measures`). */
	readonly measure: string;
	/** What the record says against any new row: a block refuses it. */
	admits(body: Body, reference: Reference): Issue[];
	/** Ids that rows would have for the persons who stand in the body itself: they are counted there. */
	inBody(body: Body, recordId: Uuid): readonly Uuid[];
	/** How many persons the body itself names. */
	named(body: Body): number;
	/** How the count is known, as codes of attendance_method. */
	knownBy(body: Body, rows: number): readonly string[];
	/** What `rows` counted rows beside those in the body say of the record: flags, never a refusal. */
	judge(body: Body, rows: number): Issue[];
}

/**
 * One record kind. A new kind is one folder with this definition and one line in `records/index.ts`; storage, sync,
 * protocol, server tables, review and the cross-layer tests loop over the registry.
 */
export interface RecordKind<Body = unknown> {
	readonly kind: string;
	/** Current version of the body's schema; older bodies go through `upcast[version]` step by step. */
	readonly version: number;
	readonly schema: ZodType<Body>;
	/** Each step adds what is missing and leaves what is newer as it stands: revisions do not carry their version. */
	readonly upcast: Readonly<Record<number, (older: unknown) => unknown>>;
	/** True for visit, session, handout: pending until a coordinator decides. False for rows (request, trip, feedback). */
	readonly reviewed: boolean;
	/** Never amended: what was wrong is taken back by another record. */
	readonly appendOnly?: true;
	/** First letters of its readable number (`QL`), or null where it has none. */
	readonly numberPrefix: string | null;
	/** Kind it belongs to (a request to its visit): its approval does not freeze this one. */
	readonly parentKind: string | null;
	/** Lists merged row by row: field name -> name of the row's id. */
	readonly keyedLists: Readonly<Record<string, string>>;
	readonly fields: readonly FieldSpec[];
	readonly merging?: Merging<Body>;
	readonly countedRows?: CountedRows<Body>;
	/** Rules of the catalogue. Blocks stop a save on the phone and an operation on the server. */
	rules(body: Body, context: RuleContext): Issue[];
	/** Fields a person must fill in: code `required`, severity block, only where `context.origin` is `form`. */
	required(body: Body, context: RuleContext): Issue[];
	facets(body: Body): Facets;
	measures(body: Body): Measure[];
	summary(body: Body, reference: Reference, locale: Locale): Summary;
	/** Words that search finds it by (names resolved), lower case. */
	searchText(body: Body, reference: Reference): string;
	/** What it moves in the stock; null: nothing, or nothing any more. Only for kinds that move goods. */
	moves?(
		id: Uuid,
		body: Body,
		by: { readonly recorder: string; readonly state: ReviewState | null }
	): Movement | null;
	/** Writes to a new body what follows from the values of last time that were laid on it. */
	begin?(body: Body, reference: Reference): void;
	readonly sample: Body;
}
