import type { Period } from '#lib/server/figures/period.ts';

export type { Period };

/**
 * Address of the records a figure of a period comes from, or of those that stand beside it.
 * @param filter parameters of the explorer, as `record-filter.ts` reads them; '' or null leaves one out
 */
export function listAddress(
	period: Period,
	filter: Readonly<Record<string, string | null>>,
	page: 'records' | 'requests' = 'records'
): string {
	const search = new URLSearchParams();
	const all = { ...filter, ...periodParameters(period) };
	for (const [name, value] of Object.entries(all)) if (value) search.set(name, value);
	return `/desk/${page}?${search}`;
}

function periodParameters(period: Period): Record<string, string> {
	switch (period.is) {
		case 'season':
			return { season: period.campaign };
		case 'month': {
			const [year = 0, month = 0] = period.month.split('-').map(Number);
			const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
			return { from: `${period.month}-01`, to: `${period.month}-${days}` };
		}
		case 'dates':
			return { from: period.from, to: period.to };
		case 'all':
			return {};
	}
}
