import type { FieldComment } from '#lib/domain/operation.ts';
import type { Issue } from '#lib/domain/issue.ts';
import type { Holding, StockInHand } from '#lib/domain/stock/in-hand.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { FormPhotos } from './form-photos.ts';
import type { Locale } from './kind.ts';
import type { Noting } from './noting.ts';
import type { FindPlaces, FoundPlace } from './place.ts';

/** A row saved with its record, as `FieldApp.saveRecord` takes it: a visit's request, a sign-in at a session. */
export interface FormRow {
	readonly kind: string;
	readonly recordId: string;
	body: unknown;
}

/**
 * The form that is open: the one prop of every form and of its parts. The page owns the draft; `body`, `typed` and `rows`
 * are its state and are written to with every key, a form never saves. Issues, comments and the ids of fields use the
 * paths of `Issue.field`; those of a row in `rows` stand under `requests.<recordId>.<field>`.
 */
export interface OpenForm<Body = unknown> {
	/** Complete at every moment; what does not parse is null (or 0) here and stands in `typed`. */
	body: Body;
	/** Text as typed, by path, of number fields whose text is not simply their value. */
	typed: Record<string, string>;
	readonly issues: readonly Issue[];
	/** A coordinator's comments on a returned record. */
	readonly comments?: readonly FieldComment[];
	readonly reference: Reference;
	readonly findPlaces: FindPlaces;
	/** Listed places recorded last on this phone, the newest first; offered before anything is typed. */
	readonly recentPlaces?: readonly FoundPlace[];
	/** Batch and expiry to give out first of a supply: the soonest that is in hand, else those given out last. */
	readonly lastBatch?: (supply: string) => { readonly batch: string; readonly expiry: string | null } | null;
	/** What the place that the goods come from has of a supply; undefined where nobody knows. */
	readonly inHand?: (supply: string) => Holding | undefined;
	/** Of all places of the person, with the transfers that wait; for movements. */
	readonly stock?: StockInHand | null;
	readonly today: string;
	readonly locale: Locale;
	/** Mints the id of a new row; clock and randomness are the page's. */
	readonly newId: () => string;
	/** Instant by the phone's clock. */
	readonly now: () => string;
	/** Requests of a visit, sign-ins of a session. */
	rows: readonly FormRow[];
	/** A body for a new row, with what the record already says; without it rows cannot be added. */
	readonly newRow?: () => FormRow;
	/** Where persons are noted one after another (a session). */
	readonly noting?: Noting | undefined;
	/** Without it the form takes no photos. */
	readonly photos?: FormPhotos;
	/** Put before every path where the form is a row of another (`requests.<id>.`). */
	readonly prefix?: string;
}
