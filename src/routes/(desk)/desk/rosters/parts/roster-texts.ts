/** Sentences about rosters, by the codes that the server answers with. */
import type { FaultyRow } from '#lib/domain/rosters/read-roster.ts';
import { m } from '#lib/i18n.ts';

const PROBLEMS: Readonly<Record<string, () => string>> = {
	none: m.rosters_problem_none,
	'too-big': m.rosters_problem_too_big,
	'not-a-sheet': m.rosters_problem_not_a_sheet,
	empty: m.rosters_problem_no_rows,
	'no-header': m.rosters_problem_no_header,
	'no-rows': m.rosters_problem_no_rows,
	'too-many': m.rosters_problem_too_many,
	malformed: m.rosters_problem_malformed,
	'no-title': m.rosters_problem_no_title,
	'no-unit': m.rosters_problem_no_unit,
	'not-permitted': m.rosters_problem_not_permitted,
	'no-team': m.rosters_problem_no_team,
	days: m.rosters_problem_days
};

export const rosterProblem = (code: string): string => (PROBLEMS[code] ?? m.desk_why_internal)();

const COLUMNS: Readonly<Record<FaultyRow['column'], () => string>> = {
	name: m.rosters_name,
	department: m.rosters_department,
	category: m.rosters_category,
	job: m.rosters_job,
	phone: m.rosters_phone,
	organisation: m.rosters_unit
};

/** Row and reason in words; never what stands in the cell. */
export function faultText({ row, fault, column }: FaultyRow): string {
	const where = { row, column: COLUMNS[column]() };
	switch (fault) {
		case 'no-name':
			return m.rosters_fault_no_name({ row });
		case 'no-real-name':
			return m.rosters_fault_no_real_name({ row });
		case 'twice':
			return m.rosters_fault_twice({ row });
		case 'personal-number':
			return m.rosters_fault_personal_number(where);
		case 'too-long':
			return m.rosters_fault_too_long(where);
		case 'phone':
			return m.rosters_fault_phone({ row });
	}
}
