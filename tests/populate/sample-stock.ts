/**
 * Opens the sample's stores: one in each region that handed out, whose receipts are what was handed out there and a tenth more.
 * The files in src/sample are what this makes of the sample handouts; `node tests/populate/write-sample-stock.ts` writes them
 * anew, and a test compares.
 */
import { addDays } from '#lib/domain/calendar.ts';
import type { MovementAct } from '#lib/domain/stock/movement.ts';
import { uuidV5 } from '#lib/server/import/uuid-v5.ts';

export interface SampleLine {
	readonly supply: string;
	readonly qty?: number;
	readonly batch?: string;
	readonly expiry?: string;
}
export interface SampleHandout {
	readonly region: string;
	readonly date: string;
	readonly team: string;
	readonly lines: readonly SampleLine[];
}
export interface SampleSource {
	readonly handouts: readonly SampleHandout[];
	readonly regions: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
	readonly users: readonly { readonly code: string; readonly role: string; readonly region: string }[];
	readonly supplies: readonly {
		readonly code: string;
		readonly units_per_pack?: number | null;
	}[];
}
export interface SampleMovement {
	readonly id: string;
	readonly no: string;
	readonly act: MovementAct;
	readonly region: string;
	readonly date: string;
	readonly from: string | null;
	readonly to: string | null;
	readonly team: string | null;
	readonly lines: readonly SampleLine[];
	readonly source: string;
	readonly recorded_by: string;
}

const NAMESPACE = '1b0e6c0d-8a43-5a0e-9d0c-5d9ad0f1c7a4';
/** The season is over: what nobody may keep in a bag goes back. */
const LAST_DAY = '2025-09-15';

const keyOf = ({ supply, batch, expiry }: SampleLine) => [supply, batch ?? '', expiry ?? ''].join('|');
const milliOf = (qty = 0) => Math.round(qty * 1000);
/** The team draws goods on the first and the sixteenth. */
const drawnOn = (date: string) => `${date.slice(0, 8)}${date.slice(8) < '16' ? '01' : '16'}`;

/** One line of a store: what comes in, what the team draws, what it has left. Thousandths. */
class Good {
	given = 0;
	store = 0;
	held = 0;
	readonly needs = new Map<string, number>();
	readonly line: SampleLine;
	constructor(line: SampleLine) {
		this.line = line;
	}
	withQty(milli: number): SampleLine {
		return { ...this.line, qty: milli / 1000 };
	}
}

export function openSampleStock(source: SampleSource) {
	const codes = [...new Set(source.handouts.map((one) => one.region))].sort();
	const stores = codes.map((region) => {
		const named = source.regions.find((one) => one.code === region);
		return { code: `CK-${region}`, zh: `${named?.zh}总工会物资库`, en: `${named?.en} union store`, region };
	});
	return { stores, movements: codes.flatMap((region) => movementsOf(region, source)) };
}

function movementsOf(region: string, { handouts, users, supplies }: SampleSource): SampleMovement[] {
	const own = handouts.filter((one) => one.region === region);
	const [team] = new Set(own.map((one) => one.team));
	const [keeper] = users.filter((one) => one.role === 'KEEP' && one.region === region);
	if (!team || !keeper) throw new Error(`${region} has no team or no keeper`);
	const goods = goodsOf(own);
	const movements: SampleMovement[] = [];
	const add = (
		act: MovementAct,
		date: string,
		places: readonly [string | null, string | null],
		lines: readonly SampleLine[]
	) => {
		if (lines.length === 0) return;
		const no = `CK-${region}-${date.replaceAll('-', '')}-${act}`;
		movements.push({
			...{ id: uuidV5(NAMESPACE, no), no, act, region, date, from: places[0], to: places[1] },
			...{
				team: act === 'receive' ? null : team,
				lines,
				source: act === 'receive' ? '市总工会集中采购' : ''
			},
			recorded_by: keeper.code
		});
	};
	const [store, hands] = [`store:CK-${region}`, `team:${team}`];
	for (const day of [...new Set(own.map((one) => drawnOn(one.date)))].sort()) {
		const needed = goods.filter((good) => good.needs.has(day));
		// Goods come the day before they are drawn.
		add(
			'receive',
			addDays(day, -1),
			[null, store],
			needed.filter((good) => good.store + good.held === 0).map(receive)
		);
		add(
			'issue',
			day,
			[store, hands],
			needed.flatMap((good) => draw(good, day, supplies))
		);
	}
	const back = goods.filter(({ held, line }) => held > 0 && line.batch !== undefined);
	add(
		'return',
		LAST_DAY,
		[hands, store],
		back.map((good) => good.withQty(good.held))
	);
	return movements;
}

function goodsOf(handouts: readonly SampleHandout[]): Good[] {
	const goods = new Map<string, Good>();
	for (const { date, lines } of handouts) {
		for (const { supply, batch, expiry, qty } of lines) {
			const line = { supply, ...(batch ? { batch } : {}), ...(expiry ? { expiry } : {}) };
			const good = goods.get(keyOf(line)) ?? new Good(line);
			goods.set(keyOf(line), good);
			good.given += milliOf(qty);
			good.needs.set(drawnOn(date), (good.needs.get(drawnOn(date)) ?? 0) + milliOf(qty));
		}
	}
	return [...goods.values()].sort((a, b) => (keyOf(a.line) < keyOf(b.line) ? -1 : 1));
}

/** What was handed out of it and a tenth more, in whole units, all at once. */
function receive(good: Good): SampleLine {
	good.store = Math.ceil((good.given * 11) / 10_000) * 1000;
	return good.withQty(good.store);
}

/** What is needed until the next time and not yet in hand: whole packs, as long as the store has them. */
function draw(good: Good, day: string, supplies: SampleSource['supplies']): SampleLine[] {
	const need = good.needs.get(day) ?? 0;
	const pack = (supplies.find(({ code }) => code === good.line.supply)?.units_per_pack ?? 1) * 1000;
	const wanted = Math.max(0, need - good.held);
	const drawn = Math.min(good.store, Math.ceil(wanted / pack) * pack);
	good.store -= drawn;
	good.held += drawn - need;
	return drawn > 0 ? [good.withQty(drawn)] : [];
}
