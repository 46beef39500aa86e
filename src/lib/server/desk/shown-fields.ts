/**
 * A record's body as text for a reader: labels and names resolved on the server, persons masked and sensitive values
 * left out where the reader does not handle the record, so that what may not be read never leaves the server.
 */
import type { FieldSpec } from '#lib/records/kind.ts';
import { drawingOf, isShown, showValue } from '#lib/records/show-value.ts';
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
	/** SVG path of handwriting, where this reader may see it. */
	readonly drawing?: string;
	/** Rows of a keyed list, each with its cells in the order of `columns`. */
	readonly rows?: readonly { readonly id: string; readonly cells: readonly ShownField[] }[];
	readonly columns?: readonly { readonly label: string; readonly number: boolean }[];
}

/**
 * `whole`: everything; otherwise persons are masked and sensitive values withheld. `guarded`: the record is about hardship,
 * so that its free texts are withheld as well, whatever field they were written into.
 */
export interface Reader {
	readonly whole: boolean;
	readonly guarded?: boolean;
}

/** True when this reader is not given the field's value. */
function isWithheld(spec: FieldSpec, reader: Reader): boolean {
	if (reader.whole) return false;
	return spec.privacy === 'sensitive' || (reader.guarded === true && spec.type.is === 'longText');
}

type Fields = Readonly<Record<string, unknown>>;
const asFields = (value: unknown): Fields =>
	typeof value === 'object' && value !== null ? (value as Fields) : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * One value as text, as the field app shows it (`records/show-value.ts`), but for what the desk shows otherwise: rows and
 * groups in one line (history, conflicts), without the parts this reader may not see, and figures with separators.
 */
export function valueText(context: DeskContext, spec: FieldSpec, value: unknown, reader: Reader): string {
	if (value === null || value === undefined || value === '') return '';
	const { reference, locale } = context;
	const { type } = spec;
	const inOneLine = (fields: readonly FieldSpec[], values: unknown) =>
		fields
			.map((inner) => innerText(context, inner, asFields(values)[inner.name], reader))
			.filter((text) => text !== '');
	if (type.is === 'group') return inOneLine(type.fields, value).join(locale === 'en' ? ', ' : '、');
	if (type.is === 'rows') {
		const lines = asList(value).map((row) => inOneLine(type.fields, row).join(' '));
		return lines.join(locale === 'en' ? '; ' : '；');
	}
	if (typeof value === 'number' && isNumber(spec)) return value.toLocaleString(locale);
	return showValue(spec, value, { reference, locale, masked: !reader.whole });
}

const innerText = (context: DeskContext, spec: FieldSpec, value: unknown, reader: Reader) =>
	isWithheld(spec, reader) ? '' : valueText(context, spec, value, reader);

const isNumber = (spec: FieldSpec) => spec.type.is === 'integer' || spec.type.is === 'decimal';

function shown(
	context: DeskContext,
	spec: FieldSpec,
	path: string,
	value: unknown,
	reader: Reader
): ShownField {
	const withheld = isWithheld(spec, reader);
	const base = {
		path,
		label: messageText(spec.label, context.locale),
		long: spec.type.is === 'longText',
		number: isNumber(spec),
		withheld
	};
	if (withheld) return { ...base, text: '' };
	if (spec.type.is !== 'rows') {
		const text = valueText(context, spec, value, reader);
		return { ...base, text, ...drawingOf(spec, value, { masked: !reader.whole }) };
	}
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
		if (!isShown(spec, values[spec.name])) return [];
		if (spec.type.is !== 'group' || isWithheld(spec, reader)) {
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
	if (parts.length === 1 || (outer.type.is !== 'rows' && outer.type.is !== 'group')) {
		return { spec: outer, label, withheld: (reader) => isWithheld(outer, reader) };
	}
	const inner = outer.type.fields.find((spec) => spec.name === parts.at(-1));
	if (!inner) return { spec: outer, label, withheld: (reader) => isWithheld(outer, reader) };
	return {
		spec: inner,
		label: `${label} · ${messageText(inner.label, context.locale)}`,
		withheld: (reader) => isWithheld(outer, reader) || isWithheld(inner, reader)
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
