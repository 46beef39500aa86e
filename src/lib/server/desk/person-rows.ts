/** Persons who hang on a record as rows of their own, as the desk shows them: one line a person, with all evidence. */
import type { Evidence } from '#lib/domain/evidence.ts';
import { isCounted } from '#lib/domain/evidence.ts';
import { maskName } from '#lib/domain/mask-name.ts';
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import { kindOf } from '#lib/records/index.ts';
import { knownWords } from '#lib/records/known-words.ts';
import { nameOf } from '#lib/records/names.ts';
import type { DeskContext } from './desk-context.ts';
import { messageText } from './message-text.ts';

/** More lines are not looked through by anybody; the register has them all. */
const MOST = 500;

export interface PersonLine {
	readonly id: string;
	/** Masked for those who do not handle the record. */
	readonly name: string;
	readonly place: string;
	/** How and when the person was noted, each piece of evidence that was not taken back. */
	readonly evidence: readonly string[];
}

export interface SheetPersons {
	/** Persons who count: the rows, and those the record itself names. */
	readonly named: number;
	/** Of the rows, those with more than one piece of evidence: noted twice, counted once. */
	readonly twice: number;
	/** How the record's count is known, in words. */
	readonly known: string;
	readonly lines: readonly PersonLine[];
}

interface RowBody {
	readonly name: string;
	readonly card: string | null;
	readonly roster: string | null;
	readonly organisation: string | null;
	readonly organisationText: string;
	readonly evidence: readonly Evidence[];
}

/** Null where this kind has no such rows. `whole`: the reader may see names in full. */
export async function sheetPersons(
	context: DeskContext,
	record: { readonly id: string; readonly kind: string; readonly body: unknown },
	whole: boolean
): Promise<SheetPersons | null> {
	const counted = kindOf(record.kind)?.countedRows;
	if (!counted) return null;
	const { sql, reference, locale } = context;
	const stored = await sql
		.selectFrom('record')
		.select(['id', 'body'])
		.where('parent', '=', record.id)
		.where('kind', '=', counted.kind)
		.orderBy('received_at')
		.orderBy('id')
		.execute();
	const rows = stored
		.map((row) => ({ id: row.id, body: JSON.parse(row.body) as RowBody }))
		.filter((row) => isCounted(row.body.evidence));
	const inBody = new Set(counted.inBody(record.body, record.id));
	const others = rows.filter((row) => !inBody.has(row.id)).length;
	const standing = (evidence: readonly Evidence[]) => evidence.filter((one) => !one.withdrawn);
	return {
		named: others + counted.named(record.body),
		twice: rows.filter((row) => standing(row.body.evidence).length > 1).length,
		known: knownWords(counted, record.body, others, reference, locale),
		lines: rows.slice(0, MOST).map(({ id, body }) => ({
			id,
			name: body.name ? (whole ? body.name : maskName(body.name)) : (body.card ?? body.roster ?? ''),
			place: nameOf(reference, 'organisation', body.organisation, locale) || body.organisationText,
			evidence: standing(body.evidence).map(
				(one) => `${messageText(`evidence_${one.method}`, locale)} ${shanghaiTime(one.at)}`
			)
		}))
	};
}
