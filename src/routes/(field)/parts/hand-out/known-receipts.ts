import { naturalKey } from '#lib/domain/natural-key.ts';
import type { Received } from '#lib/domain/rosters/lease.ts';
import { receiptSeason } from '#lib/records/receipt-season.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import type { LocalRecord } from '#lib/state/contract.ts';

/** What this phone's own rows say, by the natural key of the person. */
export interface OwnReceipts {
	/** Who received at the handout: id of the row. */
	readonly here: ReadonlyMap<string, string>;
	/** Who received in the season, at the handout as well, and what. */
	readonly season: ReadonlyMap<string, readonly Received[]>;
}

/**
 * Sorts the receipts on this phone by what they mean for one handout; what was taken back means nothing.
 * @param voided handouts that were voided: nobody received at them, whatever was noted
 */
export function ownReceipts(
	records: readonly LocalRecord[],
	handout: string,
	season: string,
	voided: readonly string[] = []
): OwnReceipts {
	const here = new Map<string, string>();
	const received = new Map<string, Received[]>();
	for (const record of records) {
		const body = record.body as ReceiptBody;
		const given = body.evidence.filter((one) => !one.withdrawn);
		const key = naturalKey(body);
		if (!key || given.length === 0 || voided.includes(body.handoutId)) continue;
		if (body.handoutId === handout) here.set(key, record.id);
		if (receiptSeason(body) !== season) continue;
		const { date, handoutId } = body;
		const one = { date, kit: given[0]?.kit ?? null, handout: handoutId, gifts: given };
		received.set(key, [...(received.get(key) ?? []), one]);
	}
	return { here, season: received };
}

/**
 * What two sides say of one person, each handout once, the newest first: what lies on this phone is the newer account.
 * @param voided as above: what the server told may be older than that
 */
export function joinReceived(
	told: readonly Received[],
	own: readonly Received[],
	voided: readonly string[] = []
): Received[] {
	const byHandout = new Map([...told, ...own].map((one) => [one.handout, one]));
	return [...byHandout.values()]
		.filter(({ handout }) => !voided.includes(handout))
		.sort((one, other) => (one.date < other.date ? 1 : -1));
}
