import { normaliseName, nameKey, nameLength } from '#lib/domain/person-name.ts';
import { findPersonalNumber } from '#lib/domain/personal-numbers.ts';
import { readPhone } from '#lib/domain/phone.ts';
import { findHeader, type RosterHeader } from './find-header.ts';

/** A person of a unit's roster. `category` is a code of `recipient_category`, or null. */
export interface RosterEntry {
	readonly name: string;
	readonly department: string;
	readonly category: string | null;
	/** Staff or member number, as the unit gives it. */
	readonly job: string;
	readonly phone: string;
}

/**
 * Why a row is not taken: no name; a name that is none; a second time in the list; an ID or bank-card number in it. `phone`
 * alone is left out, the row is taken.
 */
export type RosterFault = 'no-name' | 'no-real-name' | 'twice' | 'personal-number' | 'too-long' | 'phone';

export interface FaultyRow {
	/** As the sheet counts, from 1. */
	readonly row: number;
	readonly fault: RosterFault;
	/** Column it lies in, for the sentence; never what stands there. */
	readonly column: keyof RosterEntry | 'organisation';
}

export interface ReadRoster {
	readonly header: RosterHeader;
	readonly entries: readonly RosterEntry[];
	readonly faults: readonly FaultyRow[];
	/** Organisations that the sheet names, each once, at most five. */
	readonly organisations: readonly string[];
	/** Headings of columns left out because what stands in them looks like ID or bank-card numbers. */
	readonly dropped: readonly string[];
}

export type RosterProblem = 'no-header' | 'no-rows' | 'too-many';

export const MOST_ROSTER_ROWS = 5_000;
/** What stands below a list where a name would stand. */
const NOT_A_PERSON = /^(合计|总计|小计|共计|备注|说明|注[:：]|填表|制表|审核|负责人|联系人|total)/i;
const LONGEST = { name: 60, department: 60, job: 30 } as const;

export interface RosterNames {
	/** Codes of `recipient_category` by their names in any language, as `nameKey` writes them. */
	readonly categories: ReadonlyMap<string, string>;
}

/** Reads the cells of a sheet. Nothing is guessed: what is not understood is said row by row. */
export function readRoster(
	rows: readonly (readonly string[])[],
	names: RosterNames
): ReadRoster | { readonly problem: RosterProblem } {
	const header = findHeader(rows);
	if (!header) return { problem: 'no-header' };
	const body = rows
		.map((cells, at) => ({ cells, row: at + 1 }))
		.slice(header.row + 1)
		.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
		.filter(({ cells }) => !NOT_A_PERSON.test(normaliseName(cells[header.at.name ?? 0] ?? '')));
	if (body.length === 0) return { problem: 'no-rows' };
	if (body.length > MOST_ROSTER_ROWS) return { problem: 'too-many' };
	const { at, dropped } = withoutNumbers(header, rows[header.row] ?? [], body);

	const entries: RosterEntry[] = [];
	const faults: FaultyRow[] = [];
	const organisations = new Set<string>();
	const seen = new Set<string>();
	for (const { cells, row } of body) {
		const cell = (column: keyof typeof at) => (cells[at[column] ?? -1] ?? '').trim();
		const typed = {
			name: normaliseName(cell('name')),
			department: cell('department'),
			job: cell('job').normalize('NFKC'),
			organisation: cell('organisation')
		};
		const fault = faultOf(typed, cell('category'));
		if (fault) {
			// A row of sums or remarks below the list says one thing and is no mistake; somebody without a name has more to them.
			const others = [typed.department, typed.organisation, cell('category')].filter(Boolean).length;
			if (fault.fault !== 'no-name' || typed.job !== '' || cell('phone') !== '' || others > 1)
				faults.push({ row, ...fault });
			continue;
		}
		const phone = readPhone(cell('phone'));
		if (cell('phone') !== '' && phone === null) faults.push({ row, fault: 'phone', column: 'phone' });
		const { name, department, job } = typed;
		const key = JSON.stringify([nameKey(name), department, job, phone]);
		if (seen.has(key)) {
			faults.push({ row, fault: 'twice', column: 'name' });
			continue;
		}
		seen.add(key);
		if (typed.organisation !== '' && organisations.size < 5) organisations.add(typed.organisation);
		const category = names.categories.get(nameKey(cell('category'))) ?? null;
		entries.push({ name, department, category, job, phone: phone ?? '' });
	}
	return { header, entries, faults, organisations: [...organisations], dropped };
}

/** Columns in which half of the filled cells or more look like ID or bank-card numbers are left out whole. */
function withoutNumbers(
	header: RosterHeader,
	headings: readonly string[],
	body: readonly { readonly cells: readonly string[] }[]
) {
	const at = { ...header.at };
	const dropped: string[] = [];
	for (const [column, place] of Object.entries(at) as [keyof typeof at, number][]) {
		const filled = body.map(({ cells }) => cells[place] ?? '').filter((cell) => cell.trim() !== '');
		const numbers = filled.filter((cell) => findPersonalNumber(cell) !== null).length;
		if (column === 'name' || numbers === 0 || numbers * 2 < filled.length) continue;
		dropped.push(headings[place]?.trim() ?? '');
		Reflect.deleteProperty(at, column);
	}
	return { at, dropped };
}

function faultOf(
	typed: {
		readonly name: string;
		readonly department: string;
		readonly job: string;
		readonly organisation: string;
	},
	category: string
): Pick<FaultyRow, 'fault' | 'column'> | null {
	const { name, department, job, organisation } = typed;
	if (name === '') return { fault: 'no-name', column: 'name' };
	const texts = { name, department, job, organisation, category };
	for (const [column, text] of Object.entries(texts) as [keyof typeof texts, string][])
		if (findPersonalNumber(text)) return { fault: 'personal-number', column };
	if (/\d/.test(name) || !/\p{L}/u.test(name)) return { fault: 'no-real-name', column: 'name' };
	for (const column of ['name', 'department', 'job'] as const)
		if (nameLength(texts[column]) > LONGEST[column]) return { fault: 'too-long', column };
	return null;
}
