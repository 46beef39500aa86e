/** At rest all that people were told is safe is at the server, and nothing of it was refused for what only a loss explains. */
import type { Memory } from './memory.ts';
import type { SimServer } from './server.ts';
import { custody } from './watch-phone.ts';

/** Refusals that only a loss or a wrong order could bring about. */
const STRANGE = new Set(['no-such-record', 'exists-already', 'malformed', 'invalid-body', 'unknown-verb']);

/** Truths 1, 2 and 16: all that people were told is safe is at the server, and stands for what it was meant. */
export function checkAllThere(memory: Memory, server: SimServer): void {
	const kept = custody(server);
	const refusals = new Map(
		server
			.all<{ op_id: string; refusal: string; came: number }>(
				'select op_id, refusal, rowid as came from operation where refusal is not null'
			)
			.map((row) => [row.op_id, row])
	);
	const created = new Map(
		server
			.all<{ record_id: string; device_id: string | null; n: number; came: number }>(
				`select record_revision.record_id, device_id, n, operation.rowid as came from record_revision
				join operation on operation.op_id = record_revision.op_id where rev = 1`
			)
			.map((row) => [row.record_id, row])
	);
	for (const { operation, phone, storage, settled, place } of memory.saved.values()) {
		if (settled || storage !== memory.lossesOf(phone) || place === 'attention') continue;
		const outcome = kept.get(operation.opId);
		if (outcome === undefined)
			memory.fail(memory.answered.has(operation.opId) ? 16 : 1, `${operation.opId} of ${phone.name} is lost`);
	}
	/** Counter of the first create that was refused, by device and record. */
	const refusedCreates = new Map<string, number>();
	for (const { operation, device } of memory.saved.values()) {
		if (operation.verb !== 'create') continue;
		// What was refused before a restore is with its person, and does not come again.
		if (kept.get(operation.opId) !== 'rejected' && !memory.refusedOnce.has(operation.opId)) continue;
		const key = `${device} ${operation.recordId}`;
		refusedCreates.set(key, Math.min(operation.n, refusedCreates.get(key) ?? Infinity));
	}
	for (const { operation, poison, device } of memory.saved.values()) {
		const { refusal = '', came = 0 } = refusals.get(operation.opId) ?? {};
		if (poison || !STRANGE.has(refusal)) continue;
		const first = created.get(operation.recordId);
		// Whose create was refused, and who made it anew later, may be told so in between.
		const isAnew = first?.device_id === device && first.n > operation.n;
		// A person's row has the id that everybody gives it: one who may not record there is refused (wrong-region), and so is
		// what was written on that before it was known; somebody who may, made the row after all of it.
		const refusedAt = refusedCreates.get(`${device} ${operation.recordId}`) ?? Infinity;
		const isBefore = first !== undefined && refusedAt < operation.n && came < first.came;
		if (refusal === 'no-such-record' && (!first || isAnew || isBefore)) continue;
		memory.fail(2, `${operation.verb} ${operation.opId} of ${operation.recordId} was refused: ${refusal}`);
	}
}
