import type { RequestBody } from './request/body.ts';
import type { FormRow, OpenForm } from './open-form.ts';

/** Path under which the issues and fields of a row stand. */
export const rowPrefix = (recordId: string) => `requests.${recordId}.`;

/** The form of one row inside the form of its record: its own body, paths under its id, all else the record's. */
export function rowForm(form: OpenForm, row: FormRow): OpenForm<RequestBody> {
	return {
		get body() {
			return row.body as RequestBody;
		},
		set body(next) {
			row.body = next;
		},
		get typed() {
			return form.typed;
		},
		set typed(next) {
			form.typed = next;
		},
		rows: [],
		get issues() {
			return form.issues;
		},
		get comments() {
			return form.comments ?? [];
		},
		get reference() {
			return form.reference;
		},
		findPlaces: (query, options) => form.findPlaces(query, options),
		get today() {
			return form.today;
		},
		get locale() {
			return form.locale;
		},
		newId: () => form.newId(),
		now: () => form.now(),
		prefix: rowPrefix(row.recordId)
	};
}
