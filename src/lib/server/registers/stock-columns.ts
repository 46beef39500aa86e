import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { RegisterColumn } from './register.ts';

/** Columns of `stock_ledger` in forms.json, in its order. */
export function stockColumns(locale: Locale): readonly RegisterColumn[] {
	const inLocale = { locale };
	const amount = { width: 10, number: 'quantity', once: false } as const;
	return [
		{ key: 'item', label: m.register_col_item({}, inLocale), width: 18, once: false },
		{ key: 'spec', label: m.register_col_spec({}, inLocale), width: 10, once: false },
		{ key: 'unit', label: m.register_col_unit({}, inLocale), width: 6, once: false },
		{ key: 'opening', label: m.stock_col_opening({}, inLocale), ...amount },
		{ key: 'in', label: m.stock_col_in({}, inLocale), ...amount },
		{ key: 'issue', label: m.stock_col_issue({}, inLocale), ...amount },
		{ key: 'give', label: m.stock_col_give({}, inLocale), ...amount },
		{ key: 'back', label: m.stock_col_back({}, inLocale), ...amount },
		{ key: 'loss', label: m.stock_col_loss({}, inLocale), ...amount },
		{ key: 'expired', label: m.stock_col_expired({}, inLocale), ...amount },
		{ key: 'closing', label: m.stock_col_closing({}, inLocale), ...amount },
		{ key: 'counted', label: m.stock_col_counted({}, inLocale), ...amount },
		{ key: 'diff', label: m.stock_col_diff({}, inLocale), ...amount },
		{ key: 'holder', label: m.stock_col_holder({}, inLocale), width: 24, once: true }
	];
}
