import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { RegisterColumn } from './register.ts';

/** Columns of `handout_org_sheet` in forms.json, in its order. */
export function handoutColumns(locale: Locale): readonly RegisterColumn[] {
	const inLocale = { locale };
	return [
		{ key: 'no', label: m.register_col_no({}, inLocale), width: 6, number: 'whole', once: true },
		{ key: 'record_no', label: m.register_col_record_no({}, inLocale), width: 22, once: true },
		{ key: 'date', label: m.register_col_date({}, inLocale), width: 12, once: true },
		{ key: 'region', label: m.register_col_region({}, inLocale), width: 10, once: true },
		{ key: 'org', label: m.register_col_org({}, inLocale), width: 26, once: true },
		{ key: 'worksite_kind', label: m.register_col_worksite_kind({}, inLocale), width: 16, once: true },
		{ key: 'persons', label: m.register_col_persons({}, inLocale), width: 8, number: 'whole', once: true },
		{
			key: 'first_time',
			label: m.register_col_first_time({}, inLocale),
			width: 10,
			number: 'whole',
			once: true
		},
		{ key: 'new_form', label: m.register_col_new_form({}, inLocale), width: 10, number: 'whole', once: true },
		{ key: 'item', label: m.register_col_item({}, inLocale), width: 18, once: false },
		{ key: 'spec', label: m.register_col_spec({}, inLocale), width: 10, once: false },
		{ key: 'unit', label: m.register_col_unit({}, inLocale), width: 6, once: false },
		{ key: 'qty', label: m.register_col_qty({}, inLocale), width: 9, number: 'quantity', once: false },
		{ key: 'batch', label: m.register_col_batch({}, inLocale), width: 12, once: false },
		{ key: 'expiry', label: m.register_col_expiry({}, inLocale), width: 12, once: false },
		{ key: 'price', label: m.register_col_price({}, inLocale), width: 9, number: 'money', once: false },
		{ key: 'amount', label: m.register_col_amount({}, inLocale), width: 12, number: 'money', once: false },
		{ key: 'receiver', label: m.register_col_receiver({}, inLocale), width: 14, once: true },
		{ key: 'receiver_phone', label: m.register_col_receiver_phone({}, inLocale), width: 14, once: true },
		{ key: 'sign', label: m.register_col_sign({}, inLocale), width: 10, once: true },
		{ key: 'team', label: m.register_col_team({}, inLocale), width: 18, once: true },
		{ key: 'issuer', label: m.register_col_issuer({}, inLocale), width: 10, once: true },
		{ key: 'evidence', label: m.register_col_evidence({}, inLocale), width: 26, once: true }
	];
}
