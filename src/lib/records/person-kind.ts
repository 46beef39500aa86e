import type { KeyedPerson } from '#lib/domain/natural-key.ts';
import type { Evidence } from '#lib/domain/evidence.ts';
import { answerTexts, notInFuture, personalNumbers } from './common-rules.ts';
import { detail } from './detail.ts';
import { facetsOfOuting } from './facets-of-outing.ts';
import { joinSearch, nameOf } from './names.ts';
import { mergingPersons } from './person-row.ts';
import { missing, missingFields } from './required.ts';
import type { RecordKind } from './kind.ts';

interface PersonBody extends KeyedPerson {
	readonly region: string;
	readonly date: string;
	readonly team: string | null;
	readonly programme: string | null;
	readonly campaign: string | null;
	readonly tripId: string | null;
	readonly category: string | null;
	readonly remark: string;
	readonly answers: Readonly<Record<string, string>>;
	readonly evidence: readonly (Evidence & {
		readonly proxy: { readonly name: string; readonly relation: string } | null;
	})[];
}

/**
 * What the kinds of persons' rows have in common: all but their fields, figures and what only one of them asks. Late entry and
 * duplicates (R08, R09) are asked once, on the record they hang on.
 * @param parentOf id of that record
 */
export function personKind<Body extends PersonBody>(
	kind: string,
	parentKind: string,
	parentOf: (body: Body) => string
) {
	return {
		kind,
		upcast: {},
		reviewed: false,
		numberPrefix: null,
		parentKind,
		keyedLists: { evidence: 'id' },
		merging: mergingPersons<Body>(kind, parentOf),
		rules: (body, context) => [
			...notInFuture(body, context),
			...personalNumbers([
				['name', body.name],
				['organisationText', body.organisationText],
				['remark', body.remark],
				...body.evidence.flatMap((one) => [
					[`evidence.${one.id}.proxy`, one.proxy?.name ?? ''] as const,
					[`evidence.${one.id}.proxy`, one.proxy?.relation ?? ''] as const
				]),
				...answerTexts(body.answers)
			])
		],
		required: (body) => {
			const { region, date } = body;
			const issues = missingFields({ region, date });
			if (!body.card && !body.roster && !body.name.trim()) issues.push(missing('name'));
			return issues;
		},
		// In no list of records, a team's or a trip's: it is shown with the record it hangs on.
		facets: (body) => ({
			...facetsOfOuting(body),
			team: null,
			trip: null,
			organisation: body.organisation,
			parent: parentOf(body)
		}),
		summary: (body, reference, locale) => ({
			title: body.name || body.card || body.roster || '',
			details: [
				detail('summary_text', {
					text: nameOf(reference, 'organisation', body.organisation, locale) || body.organisationText
				})
			]
		}),
		// Names of the audience and of who received are not searched.
		searchText: () => joinSearch([])
	} satisfies Partial<RecordKind<Body>>;
}
