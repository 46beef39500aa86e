/**
 * What a new record starts from. An empty body follows from the kind's schema; laid on it is what people would otherwise
 * enter again: last time's team, campaign, kit and people, and for "same again, next place" all that does not belong to
 * the place, its people or its counts.
 */
import type { Reference } from '#lib/domain/reference.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';

type Body = Record<string, unknown>;

const EMPTY = [null, [], '', false, 0, {}] as const;

/** What the next record takes over, wherever it is. */
const OUTING = [
	'team',
	'programme',
	'campaign',
	'kit',
	'handoutKind',
	'type',
	'mode',
	'visitors',
	'speakers',
	'purpose',
	'category',
	'worksiteKind',
	'receipt',
	'paperKeeper'
];
/** What a new record besides starts from, in the area of the last one; any other place is one press away. */
const PLACE = ['organisation', 'station'];
/** What "same again, next place" takes over: more of the record, but neither the place nor its people and counts. */
const SAME_AGAIN = [
	...OUTING,
	'tripId',
	'region',
	'topic',
	'topicText',
	'otherSpeakers',
	'minutes',
	'audience',
	'minorsPresent',
	'attendanceMethods',
	'temperature'
];

/** The first empty value that the field's schema takes; a code that must be chosen starts as ''. */
function emptyValue(
	kind: RecordKind,
	field: string,
	spec: FieldSpec | undefined,
	reference: Reference
): unknown {
	const shape = (
		kind.schema as unknown as { shape?: Record<string, { safeParse(v: unknown): { success: boolean } }> }
	).shape;
	const schema = shape?.[field];
	for (const value of EMPTY)
		if (schema?.safeParse(value).success) return Array.isArray(value) ? [] : structuredClone(value);
	if (spec?.type.is === 'code' && !spec.type.many)
		return reference.get('codeList', spec.type.list)?.items[0]?.code ?? '';
	return '';
}

export function emptyBody(kind: RecordKind, reference: Reference): Body {
	const specs = new Map(kind.fields.map((spec) => [spec.name, spec]));
	const body: Body = {};
	for (const field of Object.keys(kind.sample as Body))
		body[field] = emptyValue(kind, field, specs.get(field), reference);
	return body;
}

function take(from: Body, fields: readonly string[], into: Body): void {
	for (const field of fields)
		if (field in into && from[field] !== undefined) into[field] = structuredClone(from[field]);
}

interface Line {
	readonly supply: string;
	readonly batch: string;
	readonly expiry: string | null;
}
export type Batches = Readonly<Record<string, { readonly batch: string; readonly expiry: string | null }>>;

function linesOf(body: Body): readonly Line[] {
	return Array.isArray(body['lines']) ? (body['lines'] as Line[]) : [];
}

/** Batches as this body names them, over those known before. */
export function rememberBatches(known: Batches, body: unknown): Batches {
	const next: Record<string, { batch: string; expiry: string | null }> = { ...known };
	for (const { supply, batch, expiry } of linesOf((body ?? {}) as Body))
		if (batch || expiry) next[supply] = { batch, expiry };
	return next;
}

export interface BlankOptions {
	readonly today: string;
	readonly region: string;
	readonly team: string | null;
	/** Name of the person who records: went there, until somebody says otherwise. */
	readonly person: string;
	readonly reference: Reference;
	/** Body of the last record of this kind that was saved on this phone. */
	readonly last: unknown;
	readonly sameAs: unknown;
	/** Body and id of the record it belongs to (a request's visit). */
	readonly parent: { readonly id: string; readonly kind: string; readonly body: unknown } | null;
	readonly trip: { readonly id: string; readonly body: unknown } | null;
	/** Batch of a new line of the supply: what the team is to give out first, else what was given out last. */
	readonly batchOf: (supply: string, team: string | null) => Batches[string] | undefined;
	readonly newId: () => string;
}

/** True while a campaign runs, or where the data does not know it. */
function isRunning(options: BlankOptions, campaign: unknown): boolean {
	const known = typeof campaign === 'string' ? options.reference.get('campaign', campaign) : undefined;
	return known !== undefined && known.from <= options.today && options.today <= known.to;
}

function supplyLines(options: BlankOptions, body: Body): unknown[] {
	const same = options.sameAs
		? [...new Set(linesOf(options.sameAs as Body).map((line) => line.supply))]
		: null;
	const kit = options.reference.get('kit', body['kit'] as string | null);
	return (same ?? kit?.lines.map((line) => line.supply) ?? []).map((supply) => {
		const { batch = '', expiry = null } = options.batchOf(supply, body['team'] as string | null) ?? {};
		return { id: options.newId(), supply, qty: null, batch, expiry };
	});
}

export function blankBody(kind: RecordKind, options: BlankOptions): Body {
	const body = emptyBody(kind, options.reference);
	body['team'] = options.team;
	// A request raised on a visit is not like the one before it.
	if (options.last && !options.sameAs && !options.parent)
		take(options.last as Body, [...OUTING, ...PLACE], body);
	body['region'] = options.region;
	if (Array.isArray(body['visitors']) && body['visitors'].length === 0) body['visitors'] = [options.person];
	if (options.trip) {
		const trip = options.trip.body as Body;
		take(trip, ['team', 'programme', 'campaign', 'region'], body);
		if ('visitors' in body && Array.isArray(trip['people']) && trip['people'].length > 0)
			body['visitors'] = [...(trip['people'] as string[])];
	}
	if (options.last && (options.last as Body)['region'] !== body['region'])
		for (const field of PLACE) if (field in body) body[field] = null;
	if (options.sameAs) take(options.sameAs as Body, SAME_AGAIN, body);
	if (options.parent) {
		take(options.parent.body as Body, ['region', 'team', 'programme', 'campaign', 'tripId'], body);
		if (`${options.parent.kind}Id` in body) body[`${options.parent.kind}Id`] = options.parent.id;
	}
	if (body['campaign'] && !options.sameAs && !options.parent && !isRunning(options, body['campaign']))
		body['campaign'] = null;
	if (!options.parent) kind.begin?.(body, options.reference);
	if (options.trip && kind.kind !== 'trip' && 'tripId' in body) body['tripId'] = options.trip.id;
	body['date'] = options.today;
	if ('lines' in body) body['lines'] = supplyLines(options, body);
	return body;
}
