/** What the rows that stand for one person each have in common: sign-ins of a session, receipts of a handout. */
import { z } from 'zod';
import { EVIDENCE_METHODS, isCounted, joinEvidence, type Evidence } from '#lib/domain/evidence.ts';
import type { KeyedPerson } from '#lib/domain/natural-key.ts';
import { code, commonShape, id, text } from './fields.ts';
import { naturalId } from './natural-id.ts';
import type { FieldSpec, Merging } from './kind.ts';

/** Who it is. Names are personal: masked for auditors, never in a log or an address. */
export const personShape = {
	/** Id that the worker's card says. */
	card: code.nullable(),
	/** Id of the roster's row. */
	roster: code.nullable(),
	name: text(60),
	organisation: code.nullable(),
	organisationText: text(120),
	/** recipient_category. */
	category: code.nullable()
};

/** One time that the person was noted (`domain/evidence.ts`). */
export const evidenceShape = {
	id,
	method: z.enum(EVIDENCE_METHODS),
	at: z.iso.datetime(),
	by: z.string().max(64),
	/** Signed or collected by somebody else: who, and how related. */
	proxy: z.object({ name: text(60), relation: text(60) }).nullable(),
	withdrawn: z.boolean()
};
/** Most pieces of evidence of one person under one record: with more, its own recorder could not amend the row any more. */
export const MOST_EVIDENCE = 50;

export const personRowShape = { ...commonShape, ...personShape };

export const personFields: readonly FieldSpec[] = [
	{ name: 'name', label: 'field_name', type: { is: 'text' }, privacy: 'personal' },
	{ name: 'organisation', label: 'field_workplace', type: { is: 'reference', kind: 'organisation' } },
	{ name: 'organisationText', label: 'field_workplace_text', type: { is: 'text' } },
	{
		name: 'category',
		label: 'field_recipient_category',
		type: { is: 'code', list: 'recipient_category' }
	},
	{ name: 'card', label: 'field_card', type: { is: 'text' } },
	{ name: 'roster', label: 'field_roster_row', type: { is: 'text' } }
];

export const evidenceFields: readonly FieldSpec[] = [
	{ name: 'method', label: 'field_sign_in_method', type: { is: 'word', words: 'evidence' } },
	{ name: 'at', label: 'field_noted_at', type: { is: 'instant' } },
	{
		name: 'proxy',
		label: 'field_proxy',
		type: {
			is: 'group',
			fields: [
				{ name: 'name', label: 'field_proxy_name', type: { is: 'text' }, privacy: 'personal' },
				{ name: 'relation', label: 'field_proxy_relation', type: { is: 'text' } }
			]
		}
	},
	{ name: 'withdrawn', label: 'field_withdrawn', type: { is: 'boolean' } }
];

interface PersonRow extends KeyedPerson {
	readonly category: string | null;
	readonly remark: string;
	readonly answers: Readonly<Record<string, string>>;
	readonly evidence: readonly Evidence[];
}

/** True while the row's person counts. */
export const counts = (row: Pick<PersonRow, 'evidence'>): boolean => isCounted(row.evidence);

/**
 * How two rows of one person become one. The standing row says who it is; what it leaves open the other one fills in.
 * @param parentOf the record that the row hangs on
 */
export function mergingPersons<Body extends PersonRow>(
	kind: string,
	parentOf: (body: Body) => string
): Merging<Body> {
	return {
		idOf: (body) => naturalId(kind, parentOf(body), body),
		authorsOf: (body) => [...new Set(body.evidence.map((one) => one.by))],
		join(standing, incoming, account, mayChange) {
			if (!standing) return { ...incoming, evidence: joinEvidence([], incoming.evidence, account, true) };
			const [first, second] = mayChange ? [incoming, standing] : [standing, incoming];
			return {
				...first,
				card: first.card ?? second.card,
				roster: first.roster ?? second.roster,
				name: first.name || second.name,
				organisation: first.organisation ?? second.organisation,
				organisationText: first.organisationText || second.organisationText,
				category: first.category ?? second.category,
				remark: first.remark || second.remark,
				answers: { ...second.answers, ...first.answers },
				evidence: joinEvidence(standing.evidence, incoming.evidence, account, mayChange, MOST_EVIDENCE)
			};
		}
	};
}
