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

/** Handwriting: an SVG path on the pad of `domain/strokes.ts`, and the words where it cannot be drawn. */
export interface Ink {
	readonly ink: string;
	readonly text: string;
}

export type RegisterCell = string | number | Ink | null;

/**
 * A record's lines. A `once` column has its value in the first only; a line whose first cell is null says more of the one
 * above it.
 */
export type RegisterGroup = readonly (readonly RegisterCell[])[];

/** How many lines of it stand for themselves. */
export const ownLines = (group: RegisterGroup): number => group.filter(([first]) => first !== null).length;

/** What stands around the records, known before the first is read. */
export interface RegisterFrame {
	readonly title: string;
	readonly sheet: string;
	readonly unit: string;
	readonly period: string;
	readonly filledOn: string;
	readonly columns: readonly RegisterColumn[];
	readonly signatures: string;
	/** Records on a printed page, where the form says how many. */
	readonly rowsPerPage?: number;
	/** Who exported it, when and why. */
	readonly watermark: string;
}

/** What is known when all records were read. */
export interface RegisterEnd {
	readonly totals: readonly RegisterCell[];
	/** The amount in words; '' for a register without amounts. */
	readonly capitals: string;
}

/** A register that is read while it is written: its groups in their order, then its end. */
export interface RegisterSource {
	readonly frame: RegisterFrame;
	groups(): AsyncGenerator<RegisterGroup, RegisterEnd>;
}

/** A whole register, for a page. */
export interface Register extends RegisterFrame, RegisterEnd {
	readonly groups: readonly RegisterGroup[];
}

/** Reads a register to its end. */
export async function wholeRegister({ frame, groups }: RegisterSource): Promise<Register> {
	const read: RegisterGroup[] = [];
	const reading = groups();
	for (;;) {
		const { done, value } = await reading.next();
		if (done) return { ...frame, groups: read, ...value };
		read.push(value);
	}
}
