/** A register as finance wants it, before it becomes a sheet or a page: texts are in the reader's language already. */
export interface RegisterColumn {
	readonly key: string;
	readonly label: string;
	/** Width in characters. */
	readonly width: number;
	readonly number?: 'whole' | 'money' | 'quantity';
	/** True: one value for a record, spanning its lines. */
	readonly once: boolean;
}

export type RegisterCell = string | number | null;

export interface Register {
	readonly title: string;
	readonly sheet: string;
	readonly unit: string;
	readonly period: string;
	readonly filledOn: string;
	readonly columns: readonly RegisterColumn[];
	/** One group a record; each row one line of it. A `once` column has its value in the group's first row only. */
	readonly groups: readonly (readonly (readonly RegisterCell[])[])[];
	readonly totals: readonly RegisterCell[];
	readonly capitals: string;
	readonly signatures: string;
	/** Who exported it, when and why. */
	readonly watermark: string;
}
