/**
 * What the code of a stock box says: `<supply>/<batch>/<expiry>/<units>`, so that a phone knows the box without a network.
 * Batch and expiry may be empty; units are whole, those of one box.
 */
export interface BoxContent {
	readonly supply: string;
	readonly batch: string;
	/** `YYYY-MM-DD`, or null where the supply has none. */
	readonly expiry: string | null;
	readonly units: number;
}

export function boxId({ supply, batch, expiry, units }: BoxContent): string {
	return [supply, batch.replaceAll('/', '-').trim(), expiry ?? '', String(units)].join('/');
}

/** @returns null where the id is that of no box */
export function readBoxId(id: string): BoxContent | null {
	const [supply = '', batch = '', expiry = '', units = '', ...rest] = id.split('/');
	if (rest.length > 0 || !supply || !/^[1-9]\d{0,5}$/.test(units)) return null;
	if (expiry !== '' && !/^\d{4}-\d\d-\d\d$/.test(expiry)) return null;
	return { supply, batch, expiry: expiry || null, units: Number(units) };
}
