import { naturalKey } from '#lib/domain/natural-key.ts';
import { receiptSeason } from '#lib/records/receipt-season.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import type { LocalRecord } from '#lib/state/contract.ts';

/** What this phone's own rows say, by the natural key of the person. */
export interface OwnReceipts {
	/** Who received at the handout: id of the row. */
	readonly here: ReadonlyMap<string, string>;
	/** Who received elsewhere in the season, and what. */
	readonly season: ReadonlyMap<string, readonly { readonly date: string; readonly kit: string | null }[]>;
}

/** Sorts the receipts on this phone by what they mean for one handout; what was taken back means nothing. */
export function ownReceipts(records: readonly LocalRecord[], handout: string, season: string): OwnReceipts {
	const here = new Map<string, string>();
	const elsewhere = new Map<string, { date: string; kit: string | null }[]>();
	for (const record of records) {
		const body = record.body as ReceiptBody;
		const given = body.evidence.filter((one) => !one.withdrawn);
		const key = naturalKey(body);
		if (!key || given.length === 0) continue;
		if (body.handoutId === handout) here.set(key, record.id);
		else if (receiptSeason(body) === season)
			elsewhere.set(key, [...(elsewhere.get(key) ?? []), { date: body.date, kit: given[0]?.kit ?? null }]);
	}
	return { here, season: elsewhere };
}
