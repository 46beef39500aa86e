/**
 * A record's body as text for a reader: labels and names resolved on the server, persons masked and sensitive values
 * left out where the reader does not handle the record, so that what may not be read never leaves the server.
 */
import { maskPerson } from './mask-person.ts';
import type { FieldSpec } from '#lib/records/kind.ts';
import { codeName, nameOf } from '#lib/records/names.ts';
import type { DeskContext } from './desk-context.ts';
import { messageText } from './message-text.ts';

export interface ShownField {
	/** Path as in `Issue.field`. */
	readonly path: string;
	readonly label: string;
	/** '' where nothing was entered. */
	readonly text: string;
	readonly long: boolean;
	readonly number: boolean;
	/** Kept from this reader. */
	readonly withheld: boolean;
	/** Rows of a keyed list, each with its cells in the order of `columns`. */
	readonly rows?: readonly { readonly id: string; readonly cells: readonly ShownField[] }[];
	readonly columns?: readonly { readonly label: string; readonly number: boolean }[];
}

/** `whole`: everything; otherwise persons are masked and sensitive values withheld. */
export interface Reader {
	readonly whole: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
const asFields = (value: unknown): Fields =>
	typeof value === 'object' && value !== null ? (value as Fields) : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One value as text. Names of codes in the reader's language; unknown codes as they are. */
export function valueText(context: DeskContext, spec: FieldSpec, value: unknown, reader: Reader): string {
	if (value === null || value === undefined || value === '') return '';
	const { reference, locale } = context;
	const joined = (texts: readonly string[]) => texts.join(locale === 'en' ? ', ' : '、');
	const masked = (text: string) => (spec.privacy === 'personal' && !reader.whole ? maskPerson(text) : text);
	const type = spec.type;
	switch (type.is) {
		case 'reference':
			return joined(
				(type.many ? asList(value) : [value]).map((code) =>
					nameOf(reference, type.kind, String(code), locale)
				)
			);
		case 'code':
			return joined(
				(type.many ? asList(value) : [value]).map((code) =>
					codeName(reference, type.list, String(code), locale)
				)
			);
		case 'boolean':
			return messageText(value === true ? 'desk_yes' : 'desk_no', locale);
		case 'texts':
			return joined(asList(value).map((text) => masked(String(text))));
		case 'minutes':
			return messageText('desk_minutes', locale, { n: String(value) });
		case 'integer':
		case 'decimal':
			return typeof value === 'number' ? value.toLocaleString(locale) : String(value);
		case 'group':
			return joined(
				type.fields
					.map((inner) => innerText(context, inner, asFields(value)[inner.name], reader))
					.filter((text) => text !== '')
			);
		case 'rows':
			return asList(value)
				.map((row) =>
					type.fields
						.map((inner) => innerText(context, inner, asFields(row)[inner.name], reader))
						.filter((text) => text !== '')
						.join(' ')
				)
				.join(locale === 'en' ? '; ' : '；');
		case 'text':
		case 'longText':
		case 'date':
		case 'time':
			return masked(String(value));
	}
}

const innerText = (context: DeskContext, spec: FieldSpec, value: unknown, reader: Reader) =>
	spec.privacy === 'sensitive' && !reader.whole ? '' : valueText(context, spec, value, reader);

const isNumber = (spec: FieldSpec) => spec.type.is === 'integer' || spec.type.is === 'decimal';

function shown(
	context: DeskContext,
	spec: FieldSpec,
	path: string,
	value: unknown,
	reader: Reader
): ShownField {
	const withheld = spec.privacy === 'sensitive' && !reader.whole;
	const base = {
		path,
		label: messageText(spec.label, context.locale),
		long: spec.type.is === 'longText',
		number: isNumber(spec),
		withheld
	};
	if (withheld) return { ...base, text: '' };
	if (spec.type.is !== 'rows') return { ...base, text: valueText(context, spec, value, reader) };
	const inner = spec.type.fields;
	return {
		...base,
		text: '',
		columns: inner.map((one) => ({
			label: messageText(one.label, context.locale),
			number: isNumber(one)
		})),
		rows: asList(value).map((row) => {
			const id = String(asFields(row)['id'] ?? '');
			return {
				id,
				cells: inner.map((one) =>
					shown(context, one, `${path}.${id}.${one.name}`, asFields(row)[one.name], reader)
				)
			};
		})
	};
}

/** All fields of a body in the kind's order; groups are opened into their parts. */
export function shownFields(
	context: DeskContext,
	specs: readonly FieldSpec[],
	body: unknown,
	reader: Reader
): ShownField[] {
	const values = asFields(body);
	return specs.flatMap((spec) => {
		if (spec.type.is !== 'group' || (spec.privacy === 'sensitive' && !reader.whole)) {
			return [shown(context, spec, spec.name, values[spec.name], reader)];
		}
		const group = asFields(values[spec.name]);
		const title = messageText(spec.label, context.locale);
		return spec.type.fields.map((inner) => {
			const part = shown(context, inner, `${spec.name}.${inner.name}`, group[inner.name], reader);
			return { ...part, label: `${title} · ${part.label}` };
		});
	});
}

/** Label and specification of a path (`headcount`, `lines.<id>.qty`, `receiver.name`); undefined when unknown. */
export function fieldAt(
	context: DeskContext,
	specs: readonly FieldSpec[],
	path: string
):
	| { readonly spec: FieldSpec; readonly label: string; readonly withheld: (reader: Reader) => boolean }
	| undefined {
	const parts = path.split('.');
	const outer = specs.find((spec) => spec.name === parts[0]);
	if (!outer) return undefined;
	const label = messageText(outer.label, context.locale);
	const hidden = (spec: FieldSpec, reader: Reader) => spec.privacy === 'sensitive' && !reader.whole;
	if (parts.length === 1 || (outer.type.is !== 'rows' && outer.type.is !== 'group')) {
		return { spec: outer, label, withheld: (reader) => hidden(outer, reader) };
	}
	const inner = outer.type.fields.find((spec) => spec.name === parts.at(-1));
	if (!inner) return { spec: outer, label, withheld: (reader) => hidden(outer, reader) };
	return {
		spec: inner,
		label: `${label} · ${messageText(inner.label, context.locale)}`,
		withheld: (reader) => hidden(outer, reader) || hidden(inner, reader)
	};
}

/** A value at a path, for history and conflicts: whole rows when the path names a row. */
export function valueAtText(
	context: DeskContext,
	specs: readonly FieldSpec[],
	path: string,
	value: unknown,
	reader: Reader
): string {
	const found = fieldAt(context, specs, path);
	if (!found) return typeof value === 'string' ? value : JSON.stringify(value ?? '');
	if (found.withheld(reader)) return messageText('desk_withheld', context.locale);
	const { spec } = found;
	// A path that names one row, or one whole row added or removed.
	if (spec.type.is === 'rows' && value !== null && !Array.isArray(value) && typeof value === 'object') {
		return valueText(context, spec, [value], reader);
	}
	return valueText(context, spec, value, reader);
}
