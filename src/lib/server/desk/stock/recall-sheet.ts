import { m } from '#lib/i18n.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { messageText } from '#lib/server/desk/message-text.ts';
import type { RegisterCell, RegisterColumn, RegisterSource } from '#lib/server/registers/register.ts';
import { supplyName } from './amount.ts';
import { recallSteps, type RecallFilter } from './recall.ts';

/** Who exports it, when and why. */
export interface RecallExport {
	readonly who: string;
	readonly when: string;
	readonly why: string;
}

/** The answer to "who got batch X" as a sheet, read while it is written. */
export function recallSheet(
	context: DeskContext,
	filter: RecallFilter,
	signed: RecallExport
): RegisterSource {
	const { locale } = context;
	const columns = recallColumns(locale);
	const supply = filter.supply ? supplyName(context, filter.supply) : m.stock_any_supply({}, { locale });
	return {
		frame: {
			title: m.recall_title({}, { locale }),
			sheet: m.recall_sheet({}, { locale }),
			unit: m.recall_supply({ supply }, { locale }),
			period: m.recall_batch({ batch: filter.batch }, { locale }),
			filledOn: m.register_filled_on({ date: context.today }, { locale }),
			columns,
			signatures: m.register_signatures({}, { locale }),
			watermark: m.register_watermark(signed, { locale })
		},
		async *groups() {
			let n = 0;
			for (let after: string | null = null; ;) {
				const page = await recallSteps(context, filter, after, 500);
				for (const step of page.steps) {
					const cells: Readonly<Record<string, RegisterCell>> = {
						...{
							no: ++n,
							day: step.day,
							act: messageText(`stock_act_${step.act}`, locale),
							from: step.from,
							to: step.to
						},
						...{ persons: step.persons.join(locale === 'en' ? ', ' : '\u3001'), item: step.supplyName },
						...{ batch: step.batch, expiry: step.expiry, qty: step.amount.qty, unit: step.amount.unit },
						...{ packs: step.amount.packs, by: step.by, record_no: step.no }
					};
					yield [columns.map(({ key }) => cells[key] ?? null)];
				}
				after = page.next;
				if (after === null) break;
			}
			const words = [m.register_total({}, { locale }), null, m.recall_steps({ n }, { locale })];
			return { totals: columns.map((_, at) => words[at] ?? null), capitals: '' };
		}
	};
}

function recallColumns(locale: DeskContext['locale']): readonly RegisterColumn[] {
	const inLocale = { locale };
	return [
		{ key: 'no', label: m.register_col_no({}, inLocale), width: 6, number: 'whole', once: false },
		{ key: 'day', label: m.stock_col_day({}, inLocale), width: 12, once: false },
		{ key: 'act', label: m.stock_col_act({}, inLocale), width: 12, once: false },
		{ key: 'from', label: m.stock_col_from({}, inLocale), width: 24, once: false },
		{ key: 'to', label: m.stock_col_to({}, inLocale), width: 26, once: false },
		{ key: 'persons', label: m.recall_col_persons({}, inLocale), width: 24, once: false },
		{ key: 'item', label: m.register_col_item({}, inLocale), width: 18, once: false },
		{ key: 'batch', label: m.register_col_batch({}, inLocale), width: 12, once: false },
		{ key: 'expiry', label: m.register_col_expiry({}, inLocale), width: 12, once: false },
		{ key: 'qty', label: m.register_col_qty({}, inLocale), width: 9, number: 'quantity', once: false },
		{ key: 'unit', label: m.register_col_unit({}, inLocale), width: 6, once: false },
		{ key: 'packs', label: m.stock_col_packs({}, inLocale), width: 12, once: false },
		{ key: 'by', label: m.stock_col_by({}, inLocale), width: 10, once: false },
		{ key: 'record_no', label: m.register_col_record_no({}, inLocale), width: 22, once: false }
	];
}
