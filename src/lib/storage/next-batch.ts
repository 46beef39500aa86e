/** What is sent next, in order of `n`, and what the server is asked about. */
import Dexie from 'dexie';
import type { Verb } from '#lib/domain/operation.ts';
import type { Databases } from './databases.ts';
import { getMeta, setMeta } from './meta.ts';
import { bareOperation } from './operation-row.ts';
import { carriesBody, type ReadBody } from './record-row.ts';
import type { WaitingRow } from './schema.ts';

/**
 * The next operations with `n` above `after`, at most `limit` and (the first one apart) `bytes` of JSON.
 * @param options.held records whose earlier operation got no answer in this cycle, and its verb: theirs wait, so that order is
 * kept, and so does what hangs on one that is not created yet, as it would be refused
 */
export async function nextBatch(
	databases: Databases,
	options: { after: number; limit: number; bytes: number; held: ReadonlyMap<string, Verb> },
	read: ReadBody
): Promise<readonly WaitingRow[]> {
	const hangsOnHeld = (row: WaitingRow) => {
		if (options.held.size === 0 || !carriesBody(row)) return false;
		const parent = read(row.kind, row.schema, row.body)?.parent;
		return parent !== null && parent !== undefined && options.held.get(parent) === 'create';
	};
	return databases.pulls.run(async (database) => {
		const rows = await database.outbox
			.where('[lane+n]')
			.between(['send', options.after], ['send', Dexie.maxKey], false, true)
			.limit(options.limit)
			.toArray();
		const batch: WaitingRow[] = [];
		let size = 0;
		for (const row of rows) {
			if (options.held.has(row.recordId) || hangsOnHeld(row)) continue;
			// Characters, not bytes: Chinese text takes three each. Only a bound for gzip's input.
			size += JSON.stringify(bareOperation(row)).length * 2;
			if (batch.length > 0 && size > options.bytes) break;
			batch.push(row);
		}
		return batch;
	});
}

/** Ids of operations whose verdict is still open: parked ones first, going on where the last call ended, then what waits. */
export async function unresolvedIds(databases: Databases, limit: number): Promise<readonly string[]> {
	return databases.pulls.run(async (database) => {
		const from = (await getMeta(database, 'asked')) ?? 0;
		const lane = database.outbox.where('lane').equals('parked');
		const parked = await lane.offset(from).limit(limit).primaryKeys();
		const rest = limit - parked.length;
		const next = rest > 0 ? 0 : from + limit;
		// What was answered meanwhile moves the others up: one that is passed over is named in the next turn.
		if (next !== from) await setMeta(database, 'asked', next);
		const waiting =
			rest > 0 ? await database.outbox.where('lane').equals('send').limit(rest).primaryKeys() : [];
		return [...parked, ...waiting];
	});
}
