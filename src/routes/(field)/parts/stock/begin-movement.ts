/** What a movement starts from: its places, and what it is about. */
import { MOVEMENT_ACTS, type Place } from '#lib/domain/stock/movement.ts';
import type { StockInHand } from '#lib/domain/stock/in-hand.ts';
import { holderOf, readPlace, type PlaceKind } from '#lib/domain/stock/place.ts';
import { PLACES_OF_ACT } from '#lib/domain/stock/places-of-act.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import type { TripBody } from '#lib/records/trip/body.ts';
import type { FieldApp, LocalRecord } from '#lib/state/contract.ts';
import { newId } from '#field/mint.ts';

/** What is asked for: `act`, the transfer or movement it is about, and the trip it belongs to, where that is over. */
export interface MovementAsked {
	readonly act: string | null;
	readonly about: string | null;
	readonly trip: string | null;
}

/** The first answer of something that is watched. */
function once<Value>(watch: (listener: (value: Value) => void) => () => void): Promise<Value> {
	return new Promise((resolve) => {
		const stop = watch((value) => {
			resolve(value);
			queueMicrotask(() => stop());
		});
	});
}

/** @returns the body, or null where what it is about is not on this phone */
export async function beginMovement(
	app: FieldApp,
	blank: MovementBody,
	asked: MovementAsked
): Promise<MovementBody | null> {
	const act = MOVEMENT_ACTS.find((one) => one === asked.act) ?? 'transfer';
	const stock = await once<StockInHand>((listener) => app.stock.watch(listener));
	if (act === 'reversal') return reversalOf(app, blank, asked.about ?? '');
	if (act === 'confirm') {
		const transfer = stock.open.find(({ id }) => id === asked.about);
		if (!transfer) return null;
		const { id, from, to } = transfer;
		const lines = transfer.lines.map(({ milli, ...line }) => ({ ...line, id: newId(), qty: milli / 1000 }));
		return inItsRegion(app, { ...blank, act, from, to, about: id, lines });
	}
	const { from, to } = PLACES_OF_ACT[act];
	const outing = asked.trip ? await outingOf(app, asked.trip) : null;
	const own = outing ? holderOf(outing.team, app.person.id) : null;
	const choose = (kinds: typeof from) =>
		[...stock.places]
			.sort((one, other) => rank(app, one, own) - rank(app, other, own))
			.find((place) => kinds.some((kind) => readPlace(place)?.is === kind)) ?? null;
	const giver = choose(from);
	const taker = act === 'receive' ? choose(to) : await lastTaker(app, act, giver, to);
	return inItsRegion(app, { ...blank, ...outing, act, from: giver, to: taker });
}

/** What a movement takes from the trip it belongs to; null where this phone has no such trip. */
async function outingOf(
	app: FieldApp,
	id: string
): Promise<Pick<MovementBody, 'tripId' | 'team' | 'programme' | 'campaign'> | null> {
	const trip = await once<LocalRecord | undefined>((listener) => app.watchRecord(id, listener));
	if (trip?.kind !== 'trip') return null;
	const { team, programme, campaign } = trip.body as TripBody;
	return { tripId: id, team, programme, campaign };
}

/** So many own movements are looked through for the last of its kind. */
const LOOKED_AT = 50;

/** Where goods went from there the last time: confirming it costs no tap. */
async function lastTaker(
	app: FieldApp,
	act: MovementBody['act'],
	from: Place | null,
	kinds: readonly PlaceKind[]
): Promise<Place | null> {
	if (kinds.length === 0) return null;
	const recent = await once<readonly LocalRecord[]>((listener) =>
		app.watchRecords({ kind: 'movement', limit: LOOKED_AT, counted: false }, (rows) => listener(rows))
	);
	const taken = recent
		.map(({ body }) => body as MovementBody)
		.find((one) => one.act === act && one.from === from && one.to !== null)?.to;
	const place = readPlace(taken ?? null);
	if (!place || !kinds.includes(place.is)) return null;
	const entry = app.reference.get(place.is, place.code);
	return entry && !('closed' in entry && entry.closed === true) ? (taken ?? null) : null;
}

/** Whose trip it is first; then the own team before oneself, and both before a store. */
const rank = (app: FieldApp, place: Place, own: Place | null) =>
	place === own ? -1 : place === `team:${app.person.team ?? ''}` ? 0 : place.startsWith('person:') ? 1 : 2;

async function reversalOf(app: FieldApp, blank: MovementBody, id: string): Promise<MovementBody | null> {
	const record = await once<LocalRecord | undefined>((listener) => app.watchRecord(id, listener));
	if (!record) return null;
	const { from, to, about, region, team, tripId, lines: taken } = record.body as MovementBody;
	// They say what is taken back; all of it is, whatever stands in them.
	const lines = taken.map((line) => ({ ...line, id: newId() }));
	// It is of the trip that it takes something out of, whenever that is noticed.
	return { ...blank, act: 'reversal', from, to, about: about ?? id, region, team, tripId, lines };
}

/** A store's movements belong to the region of the store; what arrived, to that of the store it arrived at. */
function inItsRegion(app: FieldApp, body: MovementBody): MovementBody {
	const ends = body.act === 'confirm' ? [body.to, body.from] : [body.from, body.to];
	const store = ends.map(readPlace).find((place) => place?.is === 'store');
	return { ...body, region: app.reference.get('store', store?.code)?.region ?? body.region };
}
