import { readXlsx } from 'hucre/xlsx';

/** All that stands in a sheet, to be searched. */
export async function sheetText(bytes: Uint8Array): Promise<string> {
	return JSON.stringify(await readXlsx(bytes));
}
