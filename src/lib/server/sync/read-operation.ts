import type { ZodError } from 'zod';
import { VERBS, type Operation, type Verb, type Verdict } from '#lib/domain/operation.ts';
import { operationEnvelope } from '#lib/protocol/push-request.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import type { KindLookup } from './push-types.ts';
import { parked, rejected, type Refused } from './refused.ts';
import { isWithinReach } from './within-reach.ts';

/** An operation that could be read, with its kind. `at` is normalised to UTC. */
export interface ReadOperation {
	readonly ok: true;
	readonly operation: Operation;
	readonly kind: RecordKind;
}

const isVerb = (verb: string): verb is Verb => (VERBS as readonly string[]).includes(verb);

/** Reads the envelope of a raw operation. What only a newer server could judge is parked, the rest rejected. */
export function readOperation(raw: unknown, kindOf: KindLookup): ReadOperation | Refused {
	const parsed = operationEnvelope.safeParse(raw);
	if (!parsed.success) return rejected('malformed');
	const { verb } = parsed.data;
	const at = Date.parse(parsed.data.at);
	if (!isWithinReach(at)) return rejected('malformed');
	if (!isVerb(verb)) return parked('unknown-verb');
	const kind = kindOf(parsed.data.kind);
	if (!kind) return parked('unknown-kind');
	return { ok: true, kind, operation: { ...parsed.data, verb, at: new Date(at).toISOString() } };
}

type ReadBody = { readonly ok: true; readonly body: unknown } | Refused;

/** Bodies read before: a push looks into each for its keys, and again to apply it. */
const read = new WeakMap<Operation, ReadBody>();

/**
 * The body of a create or amend in the kind's present form: older ones are lifted step by step, newer ones parked.
 * The raw body stays as it was in custody.
 */
export function readBody(operation: Operation, kind: RecordKind): ReadBody {
	const known = read.get(operation) ?? liftBody(operation, kind);
	read.set(operation, known);
	return known;
}

function liftBody(operation: Operation, kind: RecordKind): ReadBody {
	if (operation.schema > kind.version) return parked('newer-schema');
	let body: unknown;
	try {
		body = upcastBody(kind, operation.schema, operation.body);
	} catch {
		return parked('invalid-body');
	}
	// Older than the oldest that a step leads from: kept until a version comes that reads it.
	if (body === null && operation.body !== null) return parked('newer-schema');
	const parsed = kind.schema.safeParse(body);
	if (parsed.success) return { ok: true, body: parsed.data };
	return rejected('invalid-body', { issues: fieldIssues(parsed.error, body, kind) });
}

/** What zod found, at the paths people's fields have: rows by their id. */
function fieldIssues(error: ZodError, body: unknown, kind: RecordKind): NonNullable<Verdict['issues']> {
	return error.issues.slice(0, 50).map((issue) => {
		const [name, at, ...rest] = issue.path;
		let path = issue.path.map(String);
		const idName = typeof name === 'string' ? kind.keyedLists[name] : undefined;
		if (idName && typeof at === 'number') {
			const rows = (body as Record<string, unknown>)[name as string];
			const id: unknown = Array.isArray(rows) ? rows[at]?.[idName] : undefined;
			path = [String(name), typeof id === 'string' ? id : String(at), ...rest.map(String)];
		}
		const max: unknown = issue.code === 'custom' ? issue.params?.['max'] : undefined;
		const tooLong = issue.message === 'too-long' && typeof max === 'number';
		return {
			code: 'schema',
			field: path.join('.').slice(0, 200),
			message: tooLong ? 'rule_too_long' : 'rule_invalid',
			...(tooLong ? { params: { max } } : {})
		};
	});
}
