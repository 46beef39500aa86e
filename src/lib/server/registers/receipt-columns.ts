import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { RegisterColumn } from './register.ts';

/** Columns of `handout_person_sheet` in forms.json, in its order. */
export function receiptColumns(locale: Locale): readonly RegisterColumn[] {
	const inLocale = { locale };
	return [
		{ key: 'no', label: m.register_col_no({}, inLocale), width: 6, number: 'whole', once: true },
		{ key: 'name', label: m.register_col_name({}, inLocale), width: 12, once: true },
		{ key: 'org', label: m.register_col_workplace({}, inLocale), width: 26, once: true },
		{ key: 'category', label: m.register_col_category({}, inLocale), width: 14, once: true },
		{ key: 'phone', label: m.register_col_receiver_phone({}, inLocale), width: 14, once: true },
		{ key: 'items', label: m.register_col_items({}, inLocale), width: 22, once: false },
		{ key: 'qty', label: m.register_col_qty({}, inLocale), width: 9, number: 'quantity', once: false },
		{ key: 'unit', label: m.register_col_unit({}, inLocale), width: 6, once: false },
		{ key: 'amount', label: m.register_col_amount({}, inLocale), width: 11, number: 'money', once: false },
		{ key: 'date', label: m.register_col_receipt_date({}, inLocale), width: 12, once: true },
		{ key: 'sign', label: m.register_col_receipt_sign({}, inLocale), width: 14, once: true },
		{ key: 'proxy', label: m.register_col_proxy({}, inLocale), width: 16, once: true },
		{ key: 'remark', label: m.register_col_remark({}, inLocale), width: 20, once: true }
	];
}
