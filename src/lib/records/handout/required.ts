import { answerKey, type Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import { hasPlace } from '#lib/records/place.ts';
import { missing, missingFields } from '#lib/records/required.ts';
import type { HandoutBody } from './body.ts';
import { STATION_RESUPPLY } from './rules/counts.ts';
import { notExpired } from './rules/goods.ts';

/**
 * Columns marked required in the two handout sheets, as far as no rule asks for them already (person-times R11,
 * supplies R10, evidence R22). Persons who signed on paper or on a photographed sheet need not be typed again,
 * and who signs one by one is noted after the record is saved (`counted-rows.ts` watches that it is done).
 */
export function requiredOfHandout(body: HandoutBody, context: RuleContext): Issue[] {
	if (context.origin === 'import') return [];
	const station = body.handoutKind === STATION_RESUPPLY;
	const { region, date, handoutKind, worksiteKind, firstTimePersons } = body;
	const issues = missingFields({ region, date, handoutKind });
	if (station) issues.push(...missingFields({ station: body.station ?? body.placeText }));
	else {
		if (!hasPlace(body)) issues.push(missing('organisation'));
		issues.push(...missingFields({ worksiteKind, firstTimePersons }));
	}
	for (const line of body.lines) if (line.qty === null) issues.push(missing(`lines.${line.id}.qty`));
	if ((handoutKind === 'DW' || station) && !body.receiver?.name.trim()) issues.push(missing('receiver.name'));
	// null: written by a version that did not ask.
	if (body.receipt === 'SIGN' && handoutKind !== 'GR' && body.signature === '') {
		issues.push(missing('signature'));
	}
	for (const row of body.recipients) {
		const at = (field: string) => missing(`recipients.${row.id}.${field}`);
		if (!row.name.trim()) issues.push(at('name'));
		if (body.receipt === 'SIGN' && row.signature === '') issues.push(at('signature'));
		// Written by a version that did not ask: its work waits on phones and is not refused for it.
		if (row.portions === null) continue;
		if (row.portions === 0) issues.push(at('portions'));
		if (!row.category) issues.push(at('category'));
		if (!row.organisation && !row.organisationText.trim() && !body.organisation) {
			issues.push(at('organisationText'));
		}
	}
	return [...issues, ...incidentsTicked(body)];
}

/** R15's second half: on a form, an expired item is saved only once its incident box is ticked. */
function incidentsTicked(body: HandoutBody): Issue[] {
	return notExpired(body)
		.filter((issue) => !body.answers[answerKey(issue)]?.trim())
		.map((issue) => ({ ...missing(issue.field), message: 'rule_incident_required' }));
}
