import type { Reference } from '#lib/domain/reference.ts';
import { campaignOf } from '#lib/records/campaign-of.ts';
import type { VisitBody } from './body.ts';

/**
 * A purpose is chosen, and what follows from it is written to the body: household or place, programme with its campaign,
 * who may read it. An unknown code changes nothing.
 */
export function choosePurpose(body: VisitBody, code: string | null, reference: Reference): void {
	const next = reference.get('visitPurpose', code);
	if (!next) return;
	body.purpose = next.code;
	body.sensitive = next.sensitive;
	if (next.programme) {
		body.programme = next.programme;
		body.campaign = campaignOf(reference, next.programme, body.date);
	}
	if (next.household) {
		body.organisation = null;
		body.station = null;
		body.placeText = '';
		body.household ??= { person: '', address: '' };
		body.households = Math.max(1, body.households);
		body.heatCheck = null;
		body.problemsFound = null;
		body.problemsFixed = null;
		body.temperature = null;
	} else {
		body.household = null;
		body.households = 0;
		body.hardshipLevel = null;
		body.hardshipCause = null;
	}
}

/** A new visit for the purpose of the last one; a programme it already has (the trip's, last time's) goes first. */
export function beginVisit(body: VisitBody, reference: Reference): void {
	const { programme, campaign } = body;
	choosePurpose(body, body.purpose, reference);
	if (programme) Object.assign(body, { programme, campaign });
}
