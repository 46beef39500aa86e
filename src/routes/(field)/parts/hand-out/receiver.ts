/** Who may receive, wherever the phone knows them from. */
import type { EvidenceMethod } from '#lib/domain/evidence.ts';
import type { KeyedPerson } from '#lib/domain/natural-key.ts';
import type { LeasedPerson, LeasedRoster } from '#lib/domain/rosters/lease.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';

/** Somebody who may receive: of a list, by a card alone, or by the name that was typed. */
export interface Receiver extends KeyedPerson {
	/** As the list shows it. */
	readonly title: string;
	readonly detail: string;
	readonly category: string | null;
	readonly leased: LeasedPerson | null;
	/** Season whose receipts the list tells; null: none. */
	readonly listSeason: string | null;
	readonly method: EvidenceMethod;
}

/** Somebody of a lent list. */
export function ofList(roster: LeasedRoster, leased: LeasedPerson): Receiver {
	return {
		card: leased.card,
		roster: leased.id,
		name: '',
		organisation: roster.organisation,
		organisationText: roster.organisation ? '' : roster.organisationText,
		title: leased.shown,
		detail: [leased.department, leased.tail].filter(Boolean).join(' · '),
		category: leased.category,
		leased,
		listSeason: roster.campaign,
		method: 'tick'
	};
}

const UNLISTED = { roster: null, detail: '', category: null, leased: null, listSeason: null };

export function ofCard(card: string): Receiver {
	const nobody = { name: '', organisation: null, organisationText: '' };
	return { ...UNLISTED, ...nobody, card, title: card, method: 'scan' };
}

/** @param handout at whose place the person works, as far as anybody knows */
export function ofName(
	name: string,
	{ organisation, placeText }: Pick<HandoutBody, 'organisation' | 'placeText'>
): Receiver {
	const organisationText = organisation ? '' : placeText;
	return { ...UNLISTED, card: null, name, organisation, organisationText, title: name, method: 'typed' };
}
