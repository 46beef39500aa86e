import type { Issue } from '#lib/domain/issue.ts';

/** A field a person must fill in (column "required" of the registers); the form blocks, an import does not. */
export function missing(field: string): Issue {
	return { code: 'required', severity: 'block', field, message: 'rule_required' };
}

/** One `required` issue for each field whose value is empty: null, blank text, empty list. */
export function missingFields(values: Readonly<Record<string, unknown>>): Issue[] {
	return Object.entries(values)
		.filter(([, value]) => isEmpty(value))
		.map(([field]) => missing(field));
}

function isEmpty(value: unknown): boolean {
	if (value === null || value === undefined) return true;
	if (typeof value === 'string') return value.trim() === '';
	return Array.isArray(value) && value.length === 0;
}
