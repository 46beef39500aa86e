import type { Reference } from '#lib/domain/reference.ts';
import { maskName } from '#lib/domain/mask-name.ts';
import { maskPhone } from '#lib/domain/phone.ts';
import { formatPacks } from '#lib/domain/packs.ts';
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import { strokesPath } from '#lib/domain/strokes.ts';
import { codeName, nameOf, placeOfStock } from './names.ts';
import { readSignature } from './signature.ts';
import { labelText, stockActText, valueWords } from './texts.ts';
import type { FieldSpec, Locale } from './kind.ts';

export interface ShowOptions {
	readonly reference: Reference;
	readonly locale: Locale;
	/** The record came from a file: what is empty is shown as not provided. */
	readonly imported?: boolean;
	/** Persons are masked (auditors): names as 李**, telephone numbers as 100****0001. */
	readonly masked?: boolean;
}

/** One field ready to be read: label and value; rows and groups have parts. */
export interface ShownField {
	/** Path as in `Issue.field`. */
	readonly path: string;
	readonly label: string;
	/** '' when there is nothing to show; parts may still say more. */
	readonly text: string;
	readonly parts: readonly (readonly ShownField[])[];
	/** SVG path on the pad of `domain/strokes.ts`, for handwriting that this reader may see. */
	readonly drawing?: string;
}

/** All fields of a body in the kind's order. */
export function showFields(
	fields: readonly FieldSpec[],
	body: unknown,
	options: ShowOptions,
	prefix = ''
): ShownField[] {
	const values = (body ?? {}) as Readonly<Record<string, unknown>>;
	const shown = fields.filter((field) => isShown(field, values[field.name]));
	return shown.map((field) => {
		const path = prefix + field.name;
		const value = values[field.name];
		const { locale } = options;
		return {
			path,
			label: labelText(field.label, { locale }),
			text: showIn(field, value, values, options),
			parts: partsOf(field, value, options, path),
			...drawingOf(field, value, options)
		};
	});
}

/** False for an empty field that only imports fill. */
export function isShown(field: FieldSpec, value: unknown): boolean {
	return !field.onlyFilled || (value ?? null) !== null;
}

/** Handwriting says who somebody is: masked readers are told only that there is some. */
export function drawingOf(field: FieldSpec, value: unknown, options: Pick<ShowOptions, 'masked'>) {
	if (field.type.is !== 'signature' || options.masked || typeof value !== 'string') return {};
	const signed = readSignature(value);
	return signed ? { drawing: strokesPath(signed.strokes) } : {};
}

function partsOf(field: FieldSpec, value: unknown, options: ShowOptions, path: string): ShownField[][] {
	if (field.type.is === 'group' && value) {
		return [showFields(field.type.fields, value, options, `${path}.`)];
	}
	if (field.type.is !== 'rows' || !Array.isArray(value)) return [];
	const { fields } = field.type;
	return value.map((row: { readonly id?: string }) =>
		showFields(fields, row, options, `${path}.${row.id ?? ''}.`)
	);
}

/** The value of one field as text in the reader's language: names for codes, 是/否, 未提供（导入） for what a file left out. */
export function showValue(field: FieldSpec, value: unknown, options: ShowOptions): string {
	return showIn(field, value, {}, options);
}

function showIn(
	field: FieldSpec,
	value: unknown,
	row: Readonly<Record<string, unknown>>,
	options: ShowOptions
): string {
	const { reference, locale } = options;
	const words = valueWords(locale);
	if (isEmpty(value)) return options.imported ? words.notProvided : '';
	const { type } = field;
	switch (type.is) {
		case 'boolean':
			return value === true ? words.yes : words.no;
		case 'reference':
			return listed(value, locale, (code) => nameOf(reference, type.kind, code, locale));
		case 'code':
			return listed(value, locale, (code) => codeName(reference, type.list, code, locale));
		case 'texts':
			return listed(value, locale, (text) => (options.masked && field.privacy ? mask(text, field) : text));
		case 'minutes':
			return words.minutes(Number(value));
		case 'integer':
		case 'decimal': {
			const supply = typeof row.supply === 'string' ? reference.get('supply', row.supply) : undefined;
			return supply ? formatPacks(Number(value), supply, locale) : String(value);
		}
		case 'signature': {
			const signed = readSignature(String(value));
			return signed ? words.signed(shanghaiTime(signed.at)) : '';
		}
		case 'photos':
			// In a history also one photo that came or went, or what was said of one.
			if (typeof value === 'boolean') return value ? words.yes : words.no;
			return typeof value === 'object'
				? words.photos(Array.isArray(value) ? value.length : 1)
				: String(value);
		case 'instant':
			return shanghaiTime(String(value));
		case 'word':
			return labelText(`${type.words}_${String(value)}`, { locale });
		case 'place':
			return placeOfStock(reference, String(value), locale);
		case 'act':
			return stockActText(String(value), { locale });
		case 'rows':
			return Array.isArray(value) ? String(value.length) : '';
		case 'group':
			return showFields(type.fields, value, { ...options, imported: false })
				.map((part) => part.text)
				.filter(Boolean)
				.join(locale === 'en' ? ', ' : '\uff0c');
		case 'text':
		case 'longText':
		case 'date':
		case 'time':
			return options.masked && field.privacy === 'personal' ? mask(String(value), field) : String(value);
	}
}

function listed(value: unknown, locale: Locale, name: (code: string) => string): string {
	const codes = (Array.isArray(value) ? value : [value]).map(String);
	return codes.map(name).join(locale === 'en' ? ', ' : '\u3001');
}

function mask(text: string, field: FieldSpec): string {
	return field.name === 'phone' ? maskPhone(text) : maskName(text);
}

function isEmpty(value: unknown): boolean {
	return (
		value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
	);
}
