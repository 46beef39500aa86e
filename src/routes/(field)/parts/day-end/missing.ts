/** What is still to be done about a trip, each with the way there. */
import { m } from '#lib/i18n.ts';
import type { TripFacts } from '#lib/state/trip-account.ts';

export interface Missing {
	readonly text: string;
	/** Address where it is done; none for what is done on paper or by waiting. */
	readonly href?: string;
}

/** What waits to be sent, and what the server has and still looks at. */
export function waitingSentences({ waiting, parked, photos }: TripFacts): Missing[] {
	const { waiting: unsent, sent, total } = photos;
	return [
		...(waiting > 0 ? [{ text: m.day_end_waiting({ n: waiting }), href: '/sync' }] : []),
		...(parked > 0 ? [{ text: m.day_end_parked({ n: parked }), href: '/sync' }] : []),
		...(unsent > 0 ? [{ text: m.day_end_photos({ n: unsent, sent, total }), href: '/sync' }] : [])
	];
}

/** That nothing of the trip waits. What was refused, lost, or never went, is not there: it is said where it is dealt with. */
export function noneWaits({ attention, photos }: TripFacts): string {
	const isShort = attention.length + photos.refused + photos.lost.length > 0;
	return isShort ? m.day_end_none_waits() : m.day_end_all_there();
}

export function missingSentences(facts: TripFacts, paperSheets: number): Missing[] {
	const { trip, records, drafts, attention, photos } = facts;
	const first = <One>(list: readonly One[], address: (one: One) => string) =>
		list[0] === undefined ? {} : { href: address(list[0]) };
	const returned = records.filter((one) => one.state === 'returned' && one.waiting === 0);
	const flagged = records.filter(
		(one) => one.state !== 'voided' && one.base?.flags.some((flag) => flag.answer === null)
	);
	const isOver = (trip?.body as { endedAt?: string | null } | undefined)?.endedAt;
	return [
		...(attention.length > 0 ? [{ text: m.day_end_attention({ n: attention.length }), href: '/sync' }] : []),
		...(returned.length > 0
			? [
					{
						text: m.day_end_returned({ n: returned.length }),
						...first(returned, (one) => `/records/${one.id}/edit`)
					}
				]
			: []),
		...(drafts.length > 0
			? [
					{
						text: m.day_end_drafts({ n: drafts.length }),
						...first(drafts, (one) =>
							one.baseRev > 0 ? `/records/${one.recordId}/edit` : `/new/${one.kind}?draft=${one.recordId}`
						)
					}
				]
			: []),
		...(flagged.length > 0
			? [{ text: m.day_end_flagged({ n: flagged.length }), ...first(flagged, (one) => `/records/${one.id}`) }]
			: []),
		...(photos.refused > 0 ? [{ text: m.day_end_photos_refused({ n: photos.refused }), href: '/sync' }] : []),
		...(paperSheets > 0 ? [{ text: m.day_end_paper({ n: paperSheets }) }] : []),
		...(trip && !isOver ? [{ text: m.day_end_open(), href: '/' }] : [])
	];
}
