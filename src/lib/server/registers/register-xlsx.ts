import { cellRef, writeXlsx, type Cell, type CellStyle, type CellValue, type MergeRange } from 'hucre/xlsx';
import type { Register, RegisterCell } from './register.ts';

const thin = { style: 'thin' as const };
const boxed = { top: thin, bottom: thin, left: thin, right: thin };
const base: CellStyle = { border: boxed, alignment: { vertical: 'center', wrapText: true } };
const bold: CellStyle = { ...base, font: { bold: true } };
const FORMATS = { whole: '0', money: '#,##0.00', quantity: '#,##0.###' } as const;

/**
 * The register as an XLSX file: merged title, unit and date, header, data, total, amount in capitals, signatures and the
 * export's own line, on A4 landscape. Texts (telephone numbers, batches, numbers of records) are text cells, never numbers.
 */
export function registerXlsx(register: Register): Promise<Uint8Array> {
	const { columns } = register;
	const last = columns.length - 1;
	const rows: CellValue[][] = [];
	const cells = new Map<string, Partial<Cell>>();
	const merges: MergeRange[] = [];
	const styled = (row: number, col: number, value: RegisterCell, style: CellStyle) =>
		cells.set(`${row},${col}`, { value, type: typeof value === 'number' ? 'number' : 'string', style });
	const across = (text: string, style: CellStyle) => {
		const row = rows.push([text]) - 1;
		styled(row, 0, text, style);
		merges.push({ startRow: row, startCol: 0, endRow: row, endCol: last });
	};
	const lined = (values: readonly RegisterCell[], style: CellStyle) => {
		const row = rows.push([...values]) - 1;
		values.forEach((value, col) => {
			const { number } = columns[col] ?? {};
			const numFmt = number && typeof value === 'number' ? FORMATS[number] : '@';
			styled(row, col, value, { ...style, numFmt });
		});
		return row;
	};

	across(register.title, {
		font: { bold: true, size: 16 },
		alignment: { horizontal: 'center', vertical: 'center' }
	});
	across([register.unit, register.period, register.filledOn].join('　　'), {
		alignment: { vertical: 'center' }
	});
	const header = lined(
		columns.map((column) => column.label),
		{ ...bold, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } }
	);
	for (const group of register.groups) {
		const first = rows.length;
		for (const values of group) lined(values, base);
		if (group.length < 2) continue;
		columns.forEach((column, col) => {
			if (column.once)
				merges.push({ startRow: first, startCol: col, endRow: first + group.length - 1, endCol: col });
		});
	}
	lined(register.totals, bold);
	across(register.capitals, bold);
	across(register.signatures, { alignment: { vertical: 'center' } });
	across(register.watermark, { font: { size: 9 }, alignment: { vertical: 'center' } });

	return writeXlsx({
		sheets: [
			{
				name: register.sheet,
				columns: columns.map((column) => ({ width: column.width })),
				rows,
				cells,
				merges,
				freezePane: { rows: header + 1 },
				pageSetup: {
					paperSize: 'a4',
					orientation: 'landscape',
					fitToPage: true,
					fitToWidth: 1,
					fitToHeight: 0,
					printTitlesRow: `$${header + 1}:$${header + 1}`,
					printArea: `$A$1:${cellRef(rows.length - 1, last)}`
				}
			}
		],
		defaultFont: { name: 'SimSun', size: 10 }
	});
}
