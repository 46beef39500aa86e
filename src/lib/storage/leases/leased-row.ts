/** One row of a roster that is lent to this phone: the roster itself, or one of its people. */
export interface LeasedRow {
	/** `roster:<lease>`. */
	readonly scope: string;
	readonly id: string;
	readonly kind: string;
	readonly rev: number;
	readonly mark: number;
	readonly body: unknown;
	/** Server's clock when it came, Unix milliseconds: however long it was lent, it does not stay longer than 72 hours. */
	readonly receivedAt: number;
}
