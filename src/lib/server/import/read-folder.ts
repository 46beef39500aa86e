import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { enumsFile, suppliesFile } from './format.ts';

/** Why nothing was imported. The sentence is the catalogue's `import_stop_<code>`. */
export class ImportStop extends Error {
	readonly code: 'no_folder' | 'empty_folder' | 'not_json' | 'wrong_shape' | 'unreadable';
	readonly file: string;
	readonly detail: string;
	constructor(code: ImportStop['code'], file: string, detail: string) {
		super(`${code}: ${file} ${detail}`.trim());
		this.name = 'ImportStop';
		this.code = code;
		this.file = file;
		this.detail = detail;
	}
}

/** Files that are lists of entries. */
export const LIST_FILES = [
	'reference/regions.json',
	'reference/townships.json',
	'reference/organisations.json',
	'reference/teams.json',
	'reference/speakers.json',
	'reference/users.json',
	'reference/stations.json',
	'reference/lecture-topics.json',
	'reference/worksite-kinds.json',
	'reference/visit-purposes.json',
	'reference/heat-calendar.synthetic.json',
	'sample/sample-sessions.json',
	'sample/sample-handouts.json',
	'sample/sample-visits.json'
] as const;
export const STORES_FILE = 'reference/stores.json';
export const MOVEMENTS_FILE = 'sample/sample-movements.json';
/** Lists that a deployment may do without: where they are not there, nothing is missing. */
const OPTIONAL_FILES = [STORES_FILE, MOVEMENTS_FILE] as const;
export type ListFile = (typeof LIST_FILES)[number] | (typeof OPTIONAL_FILES)[number];
export const ENUMS_FILE = 'reference/enums.json';
export const SUPPLIES_FILE = 'reference/supplies.json';
export const HISTORY_FILE = 'sample/performances-by-county-year.csv';

/** A folder whose files all parse and have the right outer shape; entries are not yet judged. */
export interface ImportFolder {
	readonly lists: Readonly<Record<ListFile, readonly unknown[]>>;
	readonly enums: Readonly<Record<string, readonly unknown[]>>;
	readonly supplies: {
		readonly items: readonly unknown[];
		readonly kits: readonly unknown[];
		readonly extras: readonly unknown[];
	};
	/** Lines of the history file, header left out, cut at commas. */
	readonly history: readonly (readonly string[])[];
	/** Files of the format that the folder does not have. */
	readonly missing: readonly string[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const HISTORY_HEADER = /^region,year,shows[^,]*,person_times[^,]*$/;

async function textOf(folder: string, file: string): Promise<string | null> {
	let bytes: Buffer;
	try {
		bytes = await readFile(join(folder, file));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw new ImportStop('unreadable', file, error instanceof Error ? error.message : '');
	}
	try {
		return utf8.decode(bytes).replace(/^\uFEFF/, '');
	} catch {
		throw new ImportStop('not_json', file, 'UTF-8');
	}
}

function parsed(file: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new ImportStop('not_json', file, error instanceof Error ? error.message : '');
	}
}

function listed(file: string, value: unknown): readonly unknown[] {
	if (!Array.isArray(value)) throw new ImportStop('wrong_shape', file, '[…]');
	return value;
}

/**
 * Reads a folder of the import format. Every file is parsed and its outer shape checked before anything is returned, so
 * that a broken file stops the import before its first write.
 * @throws ImportStop for the first file that cannot be read, does not parse or has another shape
 */
export async function readImportFolder(folder: string): Promise<ImportFolder> {
	try {
		await readdir(folder);
	} catch {
		throw new ImportStop('no_folder', folder, '');
	}
	const missing: string[] = [];
	const read = async (file: string) => {
		const text = await textOf(folder, file);
		if (text === null) missing.push(file);
		return text;
	};
	const lists: Partial<Record<ListFile, readonly unknown[]>> = {};
	for (const file of LIST_FILES) {
		const text = await read(file);
		lists[file] = text === null ? [] : listed(file, parsed(file, text));
	}
	for (const file of OPTIONAL_FILES) {
		const text = await textOf(folder, file);
		lists[file] = text === null ? [] : listed(file, parsed(file, text));
	}
	const enumsText = await read(ENUMS_FILE);
	const enums = enumsFile.safeParse(enumsText === null ? {} : parsed(ENUMS_FILE, enumsText));
	if (!enums.success) throw new ImportStop('wrong_shape', ENUMS_FILE, '{ …: […] }');
	const suppliesText = await read(SUPPLIES_FILE);
	const supplies = suppliesFile.safeParse(
		suppliesText === null ? { items: [] } : parsed(SUPPLIES_FILE, suppliesText)
	);
	if (!supplies.success) throw new ImportStop('wrong_shape', SUPPLIES_FILE, '{ items: […] }');
	const historyText = await read(HISTORY_FILE);
	const history = historyText === null ? [] : historyText.split(/\r?\n/).filter((line) => line.trim() !== '');
	if (historyText !== null && !HISTORY_HEADER.test(history[0] ?? '')) {
		throw new ImportStop('wrong_shape', HISTORY_FILE, 'region,year,shows,person_times');
	}
	if (missing.length === LIST_FILES.length + 3) throw new ImportStop('empty_folder', folder, '');
	return {
		lists: lists as Record<ListFile, readonly unknown[]>,
		enums: enums.data,
		supplies: {
			items: supplies.data.items,
			kits: supplies.data.kits ?? [],
			extras: supplies.data.extras ?? []
		},
		history: history.slice(1).map((line) => line.split(',')),
		missing
	};
}
