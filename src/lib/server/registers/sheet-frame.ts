import { writeXlsx, type Cell, type CellStyle, type CellValue } from 'hucre/xlsx';
import type { RegisterFrame } from './register.ts';
import { readZip } from './zip.ts';

const thin = { style: 'thin' as const };
const boxed = { top: thin, bottom: thin, left: thin, right: thin };
const base: CellStyle = { border: boxed, alignment: { vertical: 'center', wrapText: true } };
const bold: CellStyle = { ...base, font: { bold: true } };
const FORMATS = { whole: '0', money: '#,##0.00', quantity: '#,##0.###' } as const;
const SHEET = 'xl/worksheets/sheet1.xml';
const WORKBOOK = 'xl/workbook.xml';

/** Rows of the frame, one of each sort. */
export const SORTS = [
	'title',
	'about',
	'header',
	'texts',
	'numbers',
	'totalTexts',
	'totalNumbers',
	'capitals',
	'signatures',
	'watermark'
] as const;
export type Sort = (typeof SORTS)[number];

/** A workbook with one row of each sort, taken apart: what a sheet of any length is made of. */
export interface SheetFrame {
	/** Number of the style of a cell, by the sort of its row and its column. */
	style(sort: Sort, column: number): number;
	/** The sheet before its first row, and after its last without merged cells. */
	readonly before: string;
	readonly after: string;
	/** All other files; `lastRow` is where the sheet ends. */
	others(lastRow: number): Map<string, string | Uint8Array>;
}

/** The library draws the frame: styles, widths, frozen header, A4 landscape, what is printed on every page. */
export async function sheetFrame({ sheet, columns }: RegisterFrame): Promise<SheetFrame> {
	const first = (style: CellStyle) => [style];
	const each = (style: CellStyle, isNumber: boolean) =>
		columns.map(({ number }) => ({ ...style, numFmt: isNumber && number ? FORMATS[number] : '@' }));
	const centred = { horizontal: 'center', vertical: 'center' } as const;
	const styles: Readonly<Record<Sort, readonly CellStyle[]>> = {
		title: first({ font: { bold: true, size: 16 }, alignment: centred }),
		about: first({ alignment: { vertical: 'center' } }),
		header: each({ ...bold, alignment: { ...centred, wrapText: true } }, false),
		texts: each(base, false),
		numbers: each(base, true),
		totalTexts: each(bold, false),
		totalNumbers: each(bold, true),
		capitals: first(bold),
		signatures: first({ alignment: { vertical: 'center' } }),
		watermark: first({ font: { size: 9 }, alignment: { vertical: 'center' } })
	};
	const cells = new Map<string, Partial<Cell>>();
	const rows: CellValue[][] = SORTS.map((sort, row) =>
		styles[sort].map((style, col) => {
			cells.set(`${row},${col}`, { value: 0, type: 'number', style });
			return 0;
		})
	);
	const header = SORTS.indexOf('header') + 1;
	const book = await writeXlsx({
		sheets: [
			{
				name: sheet,
				columns: columns.map((column) => ({ width: column.width })),
				rows,
				cells,
				freezePane: { rows: header },
				pageSetup: {
					paperSize: 'a4',
					orientation: 'landscape',
					fitToPage: true,
					fitToWidth: 1,
					fitToHeight: 0,
					printTitlesRow: `$${header}:$${header}`,
					printArea: `$A$1:$${columnName(columns.length - 1)}$${SORTS.length}`
				}
			}
		],
		defaultFont: { name: 'SimSun', size: 10 }
	});
	const files = readZip(book);
	const drawn = files.get(SHEET)?.toString() ?? '';
	const numbers = new Map(
		[...drawn.matchAll(/<c r="([A-Z]+\d+)"[^>]*? s="(\d+)"/g)].map(([, ref = '', style]) => [
			ref,
			Number(style)
		])
	);
	const [before = '', rest = ''] = drawn.split('<sheetData>');
	const [, after = ''] = rest.split('</sheetData>');
	return {
		style: (sort, column) => numbers.get(`${columnName(column)}${SORTS.indexOf(sort) + 1}`) ?? 0,
		before: before.replace(/<dimension [^>]*>/, ''),
		after,
		others(lastRow) {
			const others = new Map<string, string | Uint8Array>(files);
			others.delete(SHEET);
			const workbook = files.get(WORKBOOK)?.toString() ?? '';
			// The area that is printed ends where the sheet does.
			others.set(WORKBOOK, workbook.replace(/(\$[A-Z]+\$)\d+(<\/definedName>)/, `$1${lastRow}$2`));
			return others;
		}
	};
}

/** `A` of 0, `AA` of 26. */
export function columnName(column: number): string {
	const letter = String.fromCharCode(65 + (column % 26));
	return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}
