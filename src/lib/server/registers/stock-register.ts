import { addDays, monthOf } from '#lib/domain/calendar.ts';
import { milliOf } from '#lib/domain/stock/movement.ts';
import { m } from '#lib/i18n.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { amountOf, supplyName } from '#lib/server/desk/stock/amount.ts';
import { placesOf, stockPlace, type StockPlace } from '#lib/server/desk/stock/stock-places.ts';
import { listed } from '#lib/server/database/listed.ts';
import { ownLines, type RegisterCell, type RegisterSource } from './register.ts';
import { stockColumns } from './stock-columns.ts';
import { addFlow, emptyFlow, type StockFlow } from './stock-flows.ts';
import { figuresOf, inUnits, KEYS, packsLine, UnitTotals } from './stock-figures.ts';

export interface StockRegisterRequest {
	readonly region: string;
	/** One store, as a place; null for all that is at home in the area, and what others have in hand of it. */
	readonly store: string | null;
	/** `YYYY-MM`. */
	readonly month: string;
	readonly who: string;
	readonly why: string;
	/** Local time of the export, `YYYY-MM-DD HH:mm`. */
	readonly when: string;
}

/** A place in the register: whole, or only what it did in the area. */
type Part = StockPlace & { readonly isGuest: boolean };
/**
 * The ledger register of a month (forms.json `stock_ledger`): one row a place and supply, stores first, out of the running sums
 * by day. Opening, receipts, issues, ... and closing are one sum in every row (`closingOf`), and numbers: what has packs has a
 * line of texts below, in which the same stands in cases and loose units. Read place by place as it is taken.
 */
export function stockRegister(context: DeskContext, request: StockRegisterRequest): RegisterSource {
	const { reference, locale } = context;
	const columns = stockColumns(locale);
	const county = reference.get('region', request.region);
	const store = stockPlace(context, request.store);
	const unit = county ? (locale === 'en' && county.en) || county.zh : request.region;
	return {
		frame: {
			title: m.stock_register_title({}, { locale }),
			sheet: m.stock_register_sheet({}, { locale }),
			unit: store
				? m.stock_register_store({ store: store.name }, { locale })
				: m.register_unit({ unit }, { locale }),
			period: m.register_period({ period: request.month }, { locale }),
			filledOn: m.register_filled_on({ date: context.today }, { locale }),
			columns,
			signatures: m.register_signatures({}, { locale }),
			watermark: m.register_watermark({ who: request.who, when: request.when, why: request.why }, { locale })
		},
		async *groups() {
			const counts = await countsOf(context, request);
			const totals = new UnitTotals();
			let lines = 0;
			for (const part of await partsOf(context, request)) {
				const flows = await flowsAt(context, request, part);
				const holder = flows.size > 0 ? await holderOf(context, part) : '';
				const rows = [...flows].flatMap(([supply, flow]) => {
					const figures = figuresOf(flow, part.place, counts.get(`${part.place} ${supply}`) ?? null);
					const { unit } = amountOf(context, supply, 0);
					totals.add(unit, figures);
					const inPacks = packsLine(context, supply, figures);
					const cells = [
						{
							...{ item: supplyName(context, supply), spec: specOf(context, supply), unit, holder },
							...Object.fromEntries(KEYS.map((key) => [key, inUnits(figures[key])]))
						},
						...(inPacks ? [inPacks] : [])
					] as readonly Readonly<Record<string, RegisterCell>>[];
					return cells.map((line) => columns.map(({ key }) => line[key] ?? null));
				});
				lines += ownLines(rows);
				if (rows.length > 0) yield rows;
			}
			const total: Readonly<Record<string, RegisterCell>> = {
				item: m.register_total({}, { locale }),
				spec: m.stock_register_rows({ n: lines }, { locale }),
				...Object.fromEntries(KEYS.map((key) => [key, totals.of(key)]))
			};
			return { totals: columns.map(({ key }) => total[key] ?? null), capitals: '' };
		}
	};
}

function specOf({ reference, locale }: DeskContext, code: string): string {
	const supply = reference.get('supply', code);
	const unit = supply ? (locale === 'en' && supply.unitEn) || supply.unitZh : '';
	return supply?.unitsPerPack && supply.packZh
		? m.register_pack_spec({ n: supply.unitsPerPack, unit, pack: supply.packZh }, { locale })
		: '';
}

async function partsOf(context: DeskContext, { region, store }: StockRegisterRequest): Promise<Part[]> {
	const own = placesOf(context, region);
	const whole = own.map((one) => ({ ...one, isGuest: false }));
	if (store !== null) return whole.filter((one) => one.place === store);
	const there = await context.sql
		.selectFrom('stock_place')
		.select('place')
		.where('region', '=', region)
		.orderBy('place')
		.execute();
	const home = new Set(own.map((one) => one.place));
	const guests = there.flatMap(({ place }) => (home.has(place) ? [] : (stockPlace(context, place) ?? [])));
	return [...whole, ...guests.map((one) => ({ ...one, isGuest: true }))];
}

/** What moved at a place until the end of the month, by supply in the order of its code; what is at nothing all along is left out. */
async function flowsAt(
	{ sql }: DeskContext,
	{ region, month }: StockRegisterRequest,
	part: Part
): Promise<Map<string, StockFlow>> {
	const { first, last } = monthOf(`${month}-01`);
	const sums = (from: string, to: string) =>
		sql
			.selectFrom('stock_day')
			.select(['supply', 'act'])
			.select((eb) => eb.fn.sum<number>('qty').as('qty'))
			.where('place', '=', part.place)
			.$if(part.isGuest, (query) => query.where('region', '=', region))
			.where('day', '>=', from)
			.where('day', '<=', to)
			.groupBy(['supply', 'act'])
			.execute();
	const flows = new Map<string, StockFlow>();
	const flowOf = (supply: string) => {
		const flow = flows.get(supply) ?? emptyFlow();
		flows.set(supply, flow);
		return flow;
	};
	for (const { supply, qty } of await sums('', addDays(first, -1))) flowOf(supply).opening += Number(qty);
	for (const { supply, act, qty } of await sums(first, last))
		addFlow(flowOf(supply), part.place, act, Number(qty));
	return new Map(
		[...flows]
			.filter(([, flow]) => Object.values(flow).some((milli) => milli !== 0))
			.sort(([one], [other]) => (one < other ? -1 : 1))
	);
}

/** What the month's last count of each place and supply found; a count that was taken back counts for nothing. */
async function countsOf(
	{ sql }: DeskContext,
	{ region, month }: StockRegisterRequest
): Promise<Map<string, number>> {
	const { first, last } = monthOf(`${month}-01`);
	const rows = await sql
		.selectFrom('record')
		.select(['id', 'body'])
		.where('kind', '=', 'movement')
		.where('region', '=', region)
		.where('date', '>=', first)
		.where('date', '<=', last)
		.orderBy('date')
		.orderBy('id')
		.execute();
	const counts = rows
		.map(({ id, body }) => ({ id, body: JSON.parse(body) as MovementBody }))
		.filter(({ body }) => body.act === 'count');
	if (counts.length === 0) return new Map();
	const hanging = await sql
		.selectFrom('record')
		.select('parent')
		.where(
			'parent',
			'in',
			listed(
				sql,
				counts.map(({ id }) => id)
			)
		)
		.execute();
	const back = new Set(hanging.map(({ parent }) => parent));
	const found = new Map<string, number>();
	for (const { id, body } of counts) {
		if (back.has(id)) continue;
		const sums = new Map<string, number>();
		for (const { supply, qty } of body.lines) sums.set(supply, (sums.get(supply) ?? 0) + milliOf(qty));
		for (const [supply, milli] of sums) found.set(`${body.from} ${supply}`, milli);
	}
	return found;
}

/** Who keeps it: of a store its name and its area's keepers, else the team or person. */
async function holderOf({ sql, locale }: DeskContext, part: Part): Promise<string> {
	if (part.is !== 'store')
		return part.isGuest ? m.stock_register_guest({ name: part.name }, { locale }) : part.name;
	const keepers = await sql
		.selectFrom('grant_right')
		.innerJoin('account', 'account.id', 'grant_right.account_id')
		.select(['account.id', 'account.zh', 'account.en'])
		.where('grant_right.role', '=', 'KEEP')
		.where('grant_right.region', '=', part.region)
		.where('grant_right.valid_to', 'is', null)
		.orderBy('account.id')
		.execute();
	const names = keepers.map(({ zh, en }) => (locale === 'en' && en) || zh);
	return [part.name, ...new Set(names)].join('\n');
}
