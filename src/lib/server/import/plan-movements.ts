import { readPlace } from '#lib/domain/stock/place.ts';
import type { MovementBody } from '#lib/records/movement/body.ts';
import type { BadEntry } from './bad-entry.ts';
import { movementEntry, type MovementEntry } from './format-stock.ts';
import { judgeEntries } from './judge-entries.ts';
import type { KnownCodes } from './known-codes.ts';
import { creation } from './planned-creation.ts';
import { MOVEMENTS_FILE, type ImportFolder } from './read-folder.ts';
import type { PlannedRecord } from './record-entries.ts';
import { uuidV5 } from './uuid-v5.ts';

/** Movements of goods: append-only, so each is its creation and nothing else. */
export function planMovements(folder: ImportFolder, known: KnownCodes, bad: BadEntry[]): PlannedRecord[] {
	const file = MOVEMENTS_FILE;
	return judgeEntries(file, folder.lists[file], movementEntry, (entry) => entry.id, bad).flatMap(
		({ entry, index }): PlannedRecord[] => {
			const region = known.region(entry.region);
			const missing = region === undefined ? `region=${entry.region}` : unknownCode(entry, known);
			if (region === undefined || missing !== null) {
				bad.push({ file, index, entry: entry.no, code: 'unknown_code', detail: missing ?? '' });
				return [];
			}
			const { id: recordId, no, date, recorded_by, offline_hours } = entry;
			const sender = { region, date, recorded_by, offline_hours: offline_hours ?? 0 };
			return [
				{
					...{ file, index, no, kind: 'movement', recordId, date, programme: null, region },
					creations: [creation('movement', recordId, sender, movementBodyOf({ ...entry, region }))],
					decisions: []
				}
			];
		}
	);
}

/** A code that nobody knows, `column=code`, or null. */
function unknownCode(entry: MovementEntry, known: KnownCodes): string | null {
	const supply = entry.lines.find((line) => !known.has('supply', line.supply))?.supply;
	if (supply !== undefined) return `supply=${supply}`;
	if (entry.team && !known.has('team', entry.team)) return `team=${entry.team}`;
	if (!known.hasAccount(entry.recorded_by)) return `recorded_by=${entry.recorded_by}`;
	for (const column of ['from', 'to'] as const) {
		const place = entry[column] ?? null;
		if (place === null) continue;
		const read = readPlace(place);
		const isThere =
			read && (read.is === 'person' ? known.hasAccount(read.code) : known.has(read.is, read.code));
		if (!isThere) return `${column}=${place}`;
	}
	return null;
}

function movementBodyOf(entry: MovementEntry): MovementBody {
	const { region, date, act, about, team, source, remark } = entry;
	return {
		...{ region, date, team: team ?? null, programme: null, campaign: null, tripId: null },
		...{ remark: remark ?? '', answers: {}, imported: true },
		...{ act, from: entry.from ?? null, to: entry.to ?? null, about: about ?? null },
		lines: entry.lines.map(({ supply, qty, batch, expiry }, index) => ({
			...{ id: uuidV5(entry.id, `lines:${index}`), supply, qty: qty ?? null },
			...{ batch: batch ?? '', expiry: expiry ?? null }
		})),
		source: source ?? ''
	};
}
