import { describe, expect, it } from 'vitest';
import rulesInChinese from '#i18n/zh-CN/rules.json' with { type: 'json' };
import recordsInChinese from '#i18n/zh-CN/records.json' with { type: 'json' };
import { contextOf, referenceOf } from './fixture/reference-fixture.ts';
import { kindOf, recordKinds } from './index.ts';
import { showFields } from './show-value.ts';
import { detailText, issueText, labelText } from './texts.ts';
import type { FieldSpec } from './kind.ts';

const labels = (fields: readonly FieldSpec[]): string[] =>
	fields.flatMap((field) => [
		field.label,
		...(field.type.is === 'rows' || field.type.is === 'group' ? labels(field.type.fields) : [])
	]);

describe.each(recordKinds.map((kind) => kind.kind))('%s', (name) => {
	const kind = kindOf(name);
	if (!kind) throw new Error('every kind is in the registry');

	it('accepts its sample, unchanged', () => {
		expect(kind.schema.parse(kind.sample)).toEqual(kind.sample);
	});

	it('refuses a body with something missing', () => {
		const { date: _date, ...rest } = kind.sample as Record<string, unknown>;
		expect(kind.schema.safeParse(rest).success).toBe(false);
	});

	it('has no block and nothing missing in its sample', () => {
		const context = contextOf();
		const issues = [...kind.rules(kind.sample, context), ...kind.required(kind.sample, context)];
		expect(issues.filter((issue) => issue.severity === 'block')).toEqual([]);
	});

	it('blocks a year typed short, and no day that a phone begins with whose clock was lost', () => {
		const blocks = (date: string) =>
			kind
				.rules({ ...(kind.sample as object), date }, contextOf({ today: date, recordedOn: date }))
				.flatMap(({ severity, field, message }) => (severity === 'block' && field === 'date' ? message : []));
		for (const date of ['0026-07-24', '0206-07-24', '1926-07-24'])
			expect(blocks(date)).toEqual(['rule_too_early']);
		expect(blocks('1970-01-01')).toEqual([]);
		expect(issueText({ message: 'rule_too_early' }, { locale: 'zh-CN' })).toBe(rulesInChinese.rule_too_early);
	});

	it('has a sentence for every label and figure', () => {
		for (const label of labels(kind.fields)) expect(labelText(label), label).not.toBe(label);
		const summary = kind.summary(kind.sample, referenceOf(), 'zh-CN');
		expect(summary.title).not.toBe('');
		for (const detail of summary.details) expect(detailText(detail), detail.message).not.toBe('');
	});

	it('counts in whole thousandths', () => {
		for (const { value } of kind.measures(kind.sample)) expect(Number.isSafeInteger(value)).toBe(true);
	});

	it('describes every field of its body but those that are plumbing', () => {
		const plumbing = [
			'tripId',
			'answers',
			'imported',
			'visitId',
			'sessionId',
			'handoutId',
			'startedAt',
			'endedAt',
			'about'
		];
		const unsaid = name === 'feedback' ? ['team', 'programme', 'campaign', 'remark'] : [];
		const named = [...kind.fields.map((field) => field.name), ...plumbing, ...unsaid];
		expect(Object.keys(kind.sample as object).filter((key) => !named.includes(key))).toEqual([]);
	});

	it('can be shown in both languages', () => {
		for (const locale of ['zh-CN', 'en'] as const) {
			const shown = showFields(kind.fields, kind.sample, { reference: referenceOf(), locale });
			expect(shown).toHaveLength(kind.fields.filter((field) => !field.onlyFilled).length);
		}
	});

	it('shows what only imports fill where it is filled', () => {
		for (const { name } of kind.fields.filter((field) => field.onlyFilled)) {
			const body = { ...(kind.sample as object), [name]: 3 };
			const shown = showFields(kind.fields, body, { reference: referenceOf(), locale: 'zh-CN' });
			expect(shown.find((field) => field.path === name)?.text).toBe('3');
		}
	});
});

describe('sentences', () => {
	it('has the catalogue’s words for R01 to R41', () => {
		for (let n = 1; n <= 41; n++) {
			const message = `rule_r${String(n).padStart(2, '0')}`;
			const words: Record<string, string> = rulesInChinese;
			expect(issueText({ message }, { locale: 'zh-CN' })).toBe(words[message]);
		}
	});
	it('says something for a key it does not know', () => {
		expect(issueText({ message: 'rule_of_tomorrow' }, { locale: 'zh-CN' })).toBe(rulesInChinese.rule_invalid);
	});
	it('shows what an import left out as not provided, and masks persons', () => {
		const fields: FieldSpec[] = [
			{ name: 'name', label: 'field_name', type: { is: 'text' }, privacy: 'personal' },
			{ name: 'phone', label: 'field_phone', type: { is: 'text' }, privacy: 'personal' },
			{ name: 'minutes', label: 'field_minutes', type: { is: 'minutes' } }
		];
		const reference = referenceOf();
		const body = { name: '李示安', phone: '10000000001', minutes: null };
		const texts = (imported: boolean, masked: boolean) =>
			showFields(fields, body, { reference, locale: 'zh-CN', imported, masked }).map((one) => one.text);
		expect(texts(true, false)).toEqual(['李示安', '10000000001', recordsInChinese.value_not_provided]);
		expect(texts(false, true)).toEqual(['李**', '100****0001', '']);
	});
});
