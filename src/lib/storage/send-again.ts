/** Rows that were refused for want of the record they hang on: they wait again as soon as it is at the server. */
import { idAfter } from '#lib/protocol/id-after.ts';
import { getMeta, lastGiven, setMeta } from './meta.ts';
import { presentRevision } from './told-before.ts';
import { noteOvertaken } from './overtaken.ts';
import type { ReadBody } from './record-row.ts';
import type { PersonDatabase } from './schema.ts';

/** Refused with its record, and what was written on it afterwards. */
const STRANDED: ReadonlySet<unknown> = new Set(['no-such-parent', 'no-such-record']);

/**
 * @param accepted records of which something was accepted just now
 * @returns ids of the records whose work waits again; call inside a transaction
 */
export async function sendAgain(
	database: PersonDatabase,
	accepted: ReadonlySet<string>,
	read: ReadBody
): Promise<readonly string[]> {
	if (accepted.size === 0) return [];
	const stranded = await database.attention
		.filter(({ why, verdict }) => why === 'refused' && STRANDED.has(verdict?.refusal))
		.toArray();
	const isReady = ({ verdict, operation }: (typeof stranded)[number]) => {
		if (verdict?.refusal !== 'no-such-parent') return false;
		const parent = read(operation.kind, operation.schema, operation.body)?.parent;
		return parent !== null && parent !== undefined && accepted.has(parent);
	};
	const ready = new Set(stranded.filter(isReady).map((row) => row.recordId));
	if (ready.size === 0) return [];
	const rows = stranded
		.filter((row) => ready.has(row.recordId))
		.sort((one, other) => one.operation.n - other.operation.n);
	const server = await getMeta(database, 'server');
	let n = await lastGiven(database);
	await database.outbox.bulkPut(
		rows.map(({ operation }) => ({
			...operation,
			baseRev: presentRevision(operation, server),
			opId: idAfter(operation.opId, operation.at),
			n: ++n,
			verdict: null,
			lane: 'send' as const,
			before: null
		}))
	);
	await setMeta(database, 'counter', n);
	const overtaken = rows.map((row) => row.opId);
	await database.attention.bulkDelete(overtaken);
	await noteOvertaken(database, overtaken);
	return [...ready];
}
