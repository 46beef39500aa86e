import type { DecisionBody } from '#lib/domain/operation.ts';
import type { Decision } from '#lib/domain/review.ts';
import type { ReviewedEntry } from './format.ts';

/** Columns of the format whose field has another name than its camel case. */
const FIELD_OF_COLUMN: Readonly<Record<string, string>> = {
	org: 'organisation',
	host_org: 'hostOrganisation',
	by_org: 'byOrganisation',
	named_signins: 'namedOnPaper',
	photos: 'photosReported',
	temp_c: 'temperature',
	kind: 'handoutKind',
	place: 'placeText'
};

function fieldOf(column: string): string {
	return (
		FIELD_OF_COLUMN[column] ?? column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
	);
}

const EVENING = 'T10:00:00.000Z';

/** 18:00 in Asia/Shanghai of a day: the time of an imported record, whose format knows only the day. */
export function eveningOf(day: string): string {
	return `${day}${EVENING}`;
}

/** When an imported record arrived: its own time plus the hours it waited offline. */
export function arrivalOf(entry: Pick<ReviewedEntry, 'date' | 'offline_hours'>): string {
	return new Date(Date.parse(eveningOf(entry.date)) + entry.offline_hours * 3_600_000).toISOString();
}

export interface ReviewAct {
	readonly verb: Decision;
	readonly at: string;
	readonly body: DecisionBody;
}

/**
 * The decisions that lead from pending to the state the entry has, in order; null when the entry does not say who decided
 * and when, or a return has no reason (R36).
 */
export function reviewActs(entry: ReviewedEntry): readonly ReviewAct[] | null {
	if (entry.review === 'pending') return [];
	if (!entry.reviewed_by || !entry.reviewed_at) return null;
	const arrival = arrivalOf(entry);
	const decided = eveningOf(entry.reviewed_at);
	const at = decided < arrival ? arrival : decided;
	const { return: returned } = entry;
	const note = returned?.note ?? '';
	switch (entry.review) {
		case 'approved':
			return [{ verb: 'approve', at, body: {} }];
		case 'locked':
			return [
				{ verb: 'approve', at, body: {} },
				{ verb: 'archive', at, body: {} }
			];
		case 'voided':
			return [{ verb: 'void', at, body: { reason: returned?.reason ?? 'RR08', note: note || entry.no } }];
		case 'returned':
			if (!returned?.reason) return null;
			return [
				{
					verb: 'return',
					at,
					body: {
						reason: returned.reason,
						note,
						comments: (returned.fields ?? []).map((column) => ({ field: fieldOf(column), text: note })),
						due: returned.due ?? null
					}
				}
			];
	}
}
