import { readXlsx } from 'hucre/xlsx';
import Papa from 'papaparse';

export type SheetProblem = 'not-a-sheet' | 'empty';

/** Cells of the first sheet that holds anything, as text; rows and columns in their places. */
export async function sheetCells(
	bytes: Uint8Array
): Promise<readonly (readonly string[])[] | { readonly problem: SheetProblem }> {
	// A ZIP begins so, and XLSX is one; the old XLS and PDF begin with a mark of their own and are no text.
	if (bytes[0] === 0x50 && bytes[1] === 0x4b) return xlsxCells(bytes);
	if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return { problem: 'not-a-sheet' };
	const text = textOf(bytes);
	if (text === null || text.startsWith('%PDF') || text.includes('\u0000')) return { problem: 'not-a-sheet' };
	const { data } = Papa.parse<string[]>(text, { skipEmptyLines: false });
	const rows = data.map((row) => row.map((cell) => cell.trim()));
	return rows.some((row) => row.some(Boolean)) ? rows : { problem: 'empty' };
}

async function xlsxCells(
	bytes: Uint8Array
): Promise<readonly (readonly string[])[] | { readonly problem: SheetProblem }> {
	try {
		const { sheets } = await readXlsx(bytes);
		const sheet = sheets.find(({ rows }) => rows.some((row) => row.some((cell) => cellText(cell) !== '')));
		return sheet ? sheet.rows.map((row) => row.map(cellText)) : { problem: 'empty' };
	} catch {
		return { problem: 'not-a-sheet' };
	}
}

/** A long number (a telephone number typed as one) without exponent or fraction. */
function cellText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number') return Number.isInteger(value) ? value.toFixed(0) : String(value);
	if (value instanceof Date) return value.toISOString().slice(0, 10);
	return typeof value === 'boolean' ? String(value) : '';
}

/** UTF-8 or UTF-16 by its mark, UTF-8 where it is valid, else GB18030 as Excel in China writes CSV; null where it is neither. */
function textOf(bytes: Uint8Array): string | null {
	const encodings =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? ['utf-16le']
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? ['utf-16be']
				: ['utf-8', 'gb18030'];
	for (const encoding of encodings) {
		try {
			return new TextDecoder(encoding, { fatal: true }).decode(bytes);
		} catch {
			// The next one.
		}
	}
	return null;
}
