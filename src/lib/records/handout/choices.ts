/** What follows from one choice in a handout's form; each writes to the body it is given. */
import type { Reference } from '#lib/domain/reference.ts';
import type { HandoutBody } from './body.ts';
import { STATION_RESUPPLY } from './rules/counts.ts';
import { withKit, type LineSource } from './with-kit.ts';

/** At a station nobody is counted and no kit belongs to anybody. */
export function chooseHandoutKind(body: HandoutBody, kind: string): void {
	body.handoutKind = kind;
	if (kind !== STATION_RESUPPLY) return;
	body.organisation = null;
	body.worksiteKind = null;
	body.personTimes = 0;
	body.firstTimePersons = 0;
	body.newFormPersonTimes = 0;
	body.kit = null;
}

/** The lines become those of the kit, in the amounts for the people counted. */
export function chooseKit(body: HandoutBody, kit: string | null, from: LineSource): void {
	const before = { kit: body.kit, personTimes: body.personTimes };
	body.kit = kit;
	body.lines = withKit(body, before, from);
}

/** A kind of worksite has its kit, and may be one of the new forms of employment: then all or none are counted there. */
export function chooseWorksite(body: HandoutBody, code: string | null, from: LineSource): void {
	body.worksiteKind = code;
	const kind = from.reference.get('worksiteKind', code);
	if (kind?.defaultKit) chooseKit(body, kind.defaultKit, from);
	if (kind) body.newFormPersonTimes = kind.newForm ? body.personTimes : 0;
}

/** First-time persons and new forms follow the count for as long as they were all of it. */
export function setPersonTimes(body: HandoutBody, personTimes: number | null, from: LineSource): void {
	const before = { kit: body.kit, personTimes: body.personTimes };
	if (body.firstTimePersons === before.personTimes) body.firstTimePersons = personTimes;
	if (body.newFormPersonTimes !== 0 && body.newFormPersonTimes === before.personTimes)
		body.newFormPersonTimes = personTimes;
	body.personTimes = personTimes;
	body.lines = withKit(body, before, from);
}

/** A new handout of the kind and at the worksite of the last one: nobody is counted yet. */
export function beginHandout(body: HandoutBody, reference: Reference): void {
	body.signature = '';
	if (body.handoutKind === STATION_RESUPPLY) chooseHandoutKind(body, STATION_RESUPPLY);
	const kind = reference.get('worksiteKind', body.worksiteKind);
	if (kind && !kind.newForm) body.newFormPersonTimes = 0;
}
