import type { ReferenceKind } from '#lib/domain/reference.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { kindOf } from '#lib/records/index.ts';
import type { ZodType } from 'zod';
import type { BadEntry } from './bad-entry.ts';
import {
	handoutEntry,
	sessionEntry,
	visitEntry,
	type HandoutEntry,
	type ReviewedEntry,
	type SessionEntry,
	type VisitEntry
} from './format.ts';
import { judgeEntries } from './judge-entries.ts';
import type { KnownCodes } from './known-codes.ts';
import type { ImportFolder, ListFile } from './read-folder.ts';
import { handoutBodyOf, requestBodyOf, requestId, sessionBodyOf, visitBodyOf } from './record-bodies.ts';
import { planMovements } from './plan-movements.ts';
import { creation } from './planned-creation.ts';
import { reviewActs } from './review-acts.ts';
import { uuidV5 } from './uuid-v5.ts';

/** One act as it goes into a push; `n` is given when it is sent. */
export interface PlannedAct {
	readonly by: string;
	readonly receivedAt: string;
	readonly operation: Omit<Operation, 'n'>;
}

/** An entry as the acts that bring it about: first its creation, then what was decided. */
export interface PlannedRecord {
	readonly file: string;
	readonly index: number;
	readonly no: string;
	readonly kind: string;
	readonly recordId: string;
	readonly date: string;
	readonly programme: string | null;
	readonly region: string;
	/** Creation of the record and of the rows that hang on it (a visit's requests). */
	readonly creations: readonly PlannedAct[];
	readonly decisions: readonly PlannedAct[];
}

type Used = readonly (readonly [column: string, kind: ReferenceKind, code: string | null | undefined])[];

interface Source<T extends ReviewedEntry> {
	readonly file: ListFile;
	readonly kind: string;
	readonly schema: ZodType<T>;
	body(entry: T): unknown;
	codes(entry: T): Used;
}

const sessions: Source<SessionEntry> = {
	file: 'sample/sample-sessions.json',
	kind: 'session',
	schema: sessionEntry,
	body: sessionBodyOf,
	codes: (entry) => [
		['programme', 'programme', entry.programme],
		['topic', 'topic', entry.topic],
		['team', 'team', entry.team],
		['host_org', 'organisation', entry.host_org],
		...(entry.speakers ?? []).map((code) => ['speakers', 'speaker', code] as const),
		...(entry.by_org ?? []).map(({ org }) => ['by_org', 'organisation', org] as const)
	]
};
const handouts: Source<HandoutEntry> = {
	file: 'sample/sample-handouts.json',
	kind: 'handout',
	schema: handoutEntry,
	body: handoutBodyOf,
	codes: (entry) => [
		['programme', 'programme', entry.programme],
		['team', 'team', entry.team],
		['org', 'organisation', entry.org],
		['station', 'station', entry.station],
		['worksite_kind', 'worksiteKind', entry.worksite_kind],
		['kit', 'kit', entry.kit],
		...entry.lines.map(({ supply }) => ['supply', 'supply', supply] as const)
	]
};
const visits: Source<VisitEntry> = {
	file: 'sample/sample-visits.json',
	kind: 'visit',
	schema: visitEntry,
	body: visitBodyOf,
	codes: (entry) => [
		['programme', 'programme', entry.programme],
		['purpose', 'visitPurpose', entry.purpose],
		['team', 'team', entry.team],
		['org', 'organisation', entry.org],
		['station', 'station', entry.station]
	]
};

/** A code that nobody knows, `column=code`, or null. */
function unknownCode(used: Used, entry: ReviewedEntry, known: KnownCodes): string | null {
	for (const [column, kind, code] of used) {
		if (code && !known.has(kind, code)) return `${column}=${code}`;
	}
	if (!known.hasAccount(entry.recorded_by)) return `recorded_by=${entry.recorded_by}`;
	if (entry.reviewed_by && !known.hasAccount(entry.reviewed_by)) return `reviewed_by=${entry.reviewed_by}`;
	return null;
}

/**
 * Plans every record of the folder, oldest first. An operation's id is the UUIDv5 of its record and verb, its time 18:00
 * of the event day (a decision: of the day it was taken), its arrival that plus the hours offline.
 * @param archivist who archives a locked record: closing is a city administrator's act, and the format names nobody for it
 */
export function planRecords(
	folder: ImportFolder,
	known: KnownCodes,
	archivist: string | null,
	bad: BadEntry[]
): PlannedRecord[] {
	const plans = [
		// The sort below keeps their order within a day: goods come before they are handed out.
		...planMovements(folder, known, bad),
		...planSource(sessions, folder, known, archivist, bad),
		...planSource(handouts, folder, known, archivist, bad),
		...planSource(visits, folder, known, archivist, bad)
	];
	return plans.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function planSource<T extends ReviewedEntry>(
	source: Source<T>,
	folder: ImportFolder,
	known: KnownCodes,
	archivist: string | null,
	bad: BadEntry[]
): PlannedRecord[] {
	const { file, kind } = source;
	const plans: PlannedRecord[] = [];
	for (const { entry: raw, index } of judgeEntries(
		file,
		folder.lists[file],
		source.schema,
		(entry) => entry.id,
		bad
	)) {
		const refuse = (code: BadEntry['code'], detail: string) =>
			bad.push({ file, index, entry: raw.no, code, detail });
		const region = known.region(raw.region);
		if (region === undefined) {
			refuse('unknown_code', `region=${raw.region}`);
			continue;
		}
		const entry: T = { ...raw, region };
		const missing = unknownCode(source.codes(entry), entry, known);
		const acts = reviewActs(entry);
		if (missing !== null) refuse('unknown_code', missing);
		else if (acts === null) refuse('review_missing', entry.review);
		else if (acts.length > 0 && entry.reviewed_by === entry.recorded_by) refuse('refused', 'own-record');
		else if (entry.review === 'locked' && archivist === null) refuse('review_missing', 'archive');
		else {
			const body = source.body(entry) as { programme: string | null };
			const creations = [creation(kind, entry.id, entry, body)];
			if (source.kind === 'visit') creations.push(...requestCreations(entry as unknown as VisitEntry));
			plans.push({
				file,
				index,
				no: entry.no,
				kind,
				recordId: entry.id,
				date: entry.date,
				programme: body.programme,
				region,
				creations,
				decisions: acts.map((act, rank) => ({
					by: act.verb === 'archive' ? (archivist ?? '') : (entry.reviewed_by ?? ''),
					receivedAt: act.at,
					operation: {
						opId: uuidV5(entry.id, act.verb),
						verb: act.verb,
						kind,
						recordId: entry.id,
						scope: `area:${region}`,
						baseRev: rank + 1,
						schema: kindOf(kind)?.version ?? 1,
						at: act.at,
						body: act.body,
						attachments: []
					}
				}))
			});
		}
	}
	return plans;
}

function requestCreations(visit: VisitEntry): PlannedAct[] {
	return (visit.appeals ?? []).map((appeal, index) =>
		creation('request', requestId(visit.id, index), visit, requestBodyOf(visit, appeal))
	);
}
