/**
 * Packed operations - form 1: the same list of operations, written so that gzip has less to do.
 *
 * A push carries `packed` in the place of `operations` once an answer of this server said `packs: 1`; to others, and for a
 * list that does not fit, it stays plain. It is another writing, not another operation: what `unpackOperations` gives has the
 * same canonical form, so that its hash is the same and a retry in either writing is the same operation.
 *
 * `{ form: 1, count, common, differing, n, at, records, ops, bodies }`
 *
 * - `common`: fields of an operation that are the same in all of them (verb, kind, scope, baseRev, schema, attachments);
 *   `differing`: the others of these, a list of `count` values each.
 * - `n`: `[first, step, step, ...]`, left out behind the first where all steps are 1. `at`: Unix milliseconds in the same way,
 *   always whole; it stands for `YYYY-MM-DDTHH:mm:ss.sssZ`.
 * - `records`: `{ times: [first, step, ...], rests }` where all record ids are UUIDv7: milliseconds, and the 19 hex digits behind
 *   the version one after the other; else `{ whole }`, 32 hex digits each.
 * - `ops`: `{ rests }` where each operation's id is a UUIDv7 of the millisecond `at` that ends in the 16 digits of its record's
 *   id: the three digits in between; else `{ whole }`.
 * - `bodies`: as they are.
 */
import { z } from './zod.ts';

/** The form that this code writes and reads; what a server says it `packs`. */
export const PACKED_FORM = 1;

/** The fields of an operation in the order in which phones write them. */
const FIELDS = [
	'opId',
	'n',
	'verb',
	'kind',
	'recordId',
	'scope',
	'baseRev',
	'schema',
	'at',
	'body',
	'attachments'
] as const;
const SHARED = ['verb', 'kind', 'scope', 'baseRev', 'schema', 'attachments'] as const;
type Shared = (typeof SHARED)[number];

interface Unpacked {
	readonly opId: string;
	readonly n: number;
	readonly recordId: string;
	readonly at: string;
	readonly body: unknown;
	readonly attachments: readonly unknown[];
	readonly [shared: string]: unknown;
}

const MOST = 1_000;
/** What is written once must not become more than a push may be inflated to, in characters. */
const MOST_SHARED = 8_000_000;
const hexDigits = z.string().regex(/^[0-9a-f]*$/);
const whole = z.number().int();
const listOf = <T extends z.ZodType>(item: T) => z.array(item).max(MOST);
/** What the server reads it with; the list may still not come out right (`unpackOperations`). */
export const packedOperations = z.object({
	form: z.literal(PACKED_FORM),
	count: z.number().int().min(1).max(MOST),
	common: z.partialRecord(z.enum(SHARED), z.unknown()),
	differing: z.partialRecord(z.enum(SHARED), listOf(z.unknown())),
	n: listOf(whole).min(1),
	at: listOf(whole).min(1),
	records: z.union([
		z.object({ times: listOf(whole).min(1), rests: hexDigits }),
		z.object({ whole: hexDigits })
	]),
	ops: z.union([z.object({ rests: hexDigits }), z.object({ whole: hexDigits })]),
	bodies: listOf(z.unknown())
});
export type PackedOperations = z.infer<typeof packedOperations>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const digitsOf = (id: string): string => id.replaceAll('-', '');
const idOf = (hex: string): string =>
	`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
const millisOf = (hex: string): number => Number.parseInt(hex.slice(0, 12), 16);
const timeDigits = (millis: number): string => millis.toString(16).padStart(12, '0');

/** First value and the steps from each to the next. */
function stepsOf(values: readonly number[]): number[] {
	return values.map((value, at) => value - (values[at - 1] ?? 0));
}

function valuesOf(steps: readonly number[]): number[] {
	let sum = 0;
	return steps.map((step) => (sum += step));
}

function isPackable(value: object): value is Unpacked {
	const one = value as Readonly<Record<string, unknown>>;
	const { opId, recordId, n, at } = one;
	if (Object.keys(one).length !== FIELDS.length || FIELDS.some((name) => one[name] === undefined))
		return false;
	if (typeof opId !== 'string' || typeof recordId !== 'string') return false;
	if (!UUID.test(opId) || !UUID.test(recordId)) return false;
	if (!Number.isSafeInteger(n) || typeof at !== 'string') return false;
	const millis = Date.parse(at);
	return millis >= 0 && new Date(millis).toISOString() === at;
}

/** @returns null for a list that cannot be written so: an empty one, or one with an operation that is no ordinary one */
export function packOperations(operations: readonly object[]): PackedOperations | null {
	if (operations.length === 0 || operations.length > MOST || !operations.every(isPackable)) return null;
	const list: readonly Unpacked[] = operations;
	const common: Partial<Record<Shared, unknown>> = {};
	const differing: Partial<Record<Shared, unknown[]>> = {};
	for (const name of SHARED) {
		const values = list.map((one) => one[name]);
		const texts = new Set(values.map((value) => JSON.stringify(value)));
		if (texts.size === 1) common[name] = values[0];
		else differing[name] = values;
	}
	const n = stepsOf(list.map((one) => one.n));
	const millis = list.map((one) => Date.parse(one.at));
	const records = list.map((one) => digitsOf(one.recordId));
	const ops = list.map((one) => digitsOf(one.opId));
	const isTimed = records.every((hex) => hex[12] === '7');
	const isBeside = ops.every(
		(hex, at) =>
			hex[12] === '7' && millisOf(hex) === millis[at] && hex.slice(16) === (records[at] ?? '').slice(16)
	);
	return {
		form: PACKED_FORM,
		count: list.length,
		common,
		differing,
		n: n.slice(1).every((step) => step === 1) ? n.slice(0, 1) : n,
		at: stepsOf(millis),
		records: isTimed
			? { times: stepsOf(records.map(millisOf)), rests: records.map((hex) => hex.slice(13)).join('') }
			: { whole: records.join('') },
		ops: isBeside ? { rests: ops.map((hex) => hex.slice(13, 16)).join('') } : { whole: ops.join('') },
		bodies: list.map((one) => one.body)
	};
}

/** The list again, each with its fields in the order of a phone; null where the parts do not fit each other. */
export function unpackOperations(packed: PackedOperations): object[] | null {
	const { count, common, differing, bodies } = packed;
	if (JSON.stringify(common).length * count > MOST_SHARED) return null;
	const n = packed.n.length === 1 && count > 1 ? nextNumbers(packed.n[0] ?? 0, count) : valuesOf(packed.n);
	const millis = valuesOf(packed.at);
	const records = recordsOf(packed, count);
	const lists = [n, millis, bodies, ...Object.values(differing)];
	if (lists.some((list) => list?.length !== count) || records === null) return null;
	if (SHARED.some((name) => !(name in common) && !(name in differing))) return null;
	if (millis.some((value) => value < 0 || value > 8e15)) return null;
	const ops = opsOf(packed, millis, records);
	if (ops === null) return null;
	const shared = (name: Shared, at: number): unknown =>
		name in common ? common[name] : differing[name]?.[at];
	return bodies.map((body, at) => ({
		opId: idOf(ops[at] ?? ''),
		n: n[at],
		verb: shared('verb', at),
		kind: shared('kind', at),
		recordId: idOf(records[at] ?? ''),
		scope: shared('scope', at),
		baseRev: shared('baseRev', at),
		schema: shared('schema', at),
		at: new Date(millis[at] ?? 0).toISOString(),
		body,
		attachments: shared('attachments', at)
	}));
}

const nextNumbers = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);

/** Pieces of `width` digits; null where there are not `count` of them. */
function pieces(digits: string, width: number, count: number): string[] | null {
	if (digits.length !== width * count) return null;
	return Array.from({ length: count }, (_, at) => digits.slice(at * width, (at + 1) * width));
}

const isMillis = (value: number) => value >= 0 && value < 2 ** 48;

function recordsOf({ records }: PackedOperations, count: number): string[] | null {
	if ('whole' in records) return pieces(records.whole, 32, count);
	const times = valuesOf(records.times);
	if (times.length !== count || !times.every(isMillis)) return null;
	return pieces(records.rests, 19, count)?.map((rest, at) => `${timeDigits(times[at] ?? 0)}7${rest}`) ?? null;
}

function opsOf(
	{ ops, count }: PackedOperations,
	millis: readonly number[],
	records: readonly string[]
): string[] | null {
	if ('whole' in ops) return pieces(ops.whole, 32, count);
	if (!millis.every(isMillis)) return null;
	const rests = pieces(ops.rests, 3, count);
	return (
		rests?.map((rest, at) => `${timeDigits(millis[at] ?? 0)}7${rest}${(records[at] ?? '').slice(16)}`) ?? null
	);
}
