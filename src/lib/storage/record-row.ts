/** From base and own work to the row a list shows, and from the row to a `LocalRecord`. Pure. */
import type { Operation } from '#lib/domain/operation.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import { layOver } from '#lib/domain/lay-over.ts';
import type { AttentionRow, LocalRecord, Stage } from './rows.ts';
import type { AcceptedRow, RecordRow, WaitingRow } from './schema.ts';

/** What the kind's definition says about a body; null: kind or schema unknown to this version. */
export interface BodyFacts {
	/** Body in the current schema. */
	readonly body: unknown;
	readonly region: string;
	readonly date: string;
	readonly team: string | null;
	readonly organisation: string | null;
	readonly station: string | null;
	readonly campaign: string | null;
	readonly trip: string | null;
	readonly parent: string | null;
	readonly reviewed: boolean;
	/** False: stands in no list of the person's records, only with the record it hangs on. */
	readonly listed?: boolean;
	readonly searchText: string;
}
export type ReadBody = (kind: string, schema: number, body: unknown) => BodyFacts | null;

/** Own work on one record, each list in order of `n`. */
export interface OwnWork {
	readonly waiting: readonly WaitingRow[];
	readonly accepted: readonly AcceptedRow[];
	readonly attention: readonly AttentionRow[];
}
export const NO_WORK: OwnWork = { waiting: [], accepted: [], attention: [] };

type Membership = RecordRow['memberships'];

export function carriesBody(operation: Pick<Operation, 'verb'>): boolean {
	return operation.verb === 'create' || operation.verb === 'amend';
}

/** Accepted work the pulled base does not contain yet. */
function notPulled(work: OwnWork, base: RecordView | null): AcceptedRow[] {
	return work.accepted.filter((row) => (base === null ? true : row.rev !== null && row.rev > base.rev));
}

function stageOf(work: OwnWork): Stage {
	if (work.attention.length > 0) return 'attention';
	if (work.waiting.some((row) => row.lane === 'send')) return 'on-phone';
	return work.waiting.length > 0 ? 'parked' : 'on-server';
}

/**
 * The row of a record, or null when nothing of it is left on this phone.
 * @param person account id of the phone's person
 */
export function buildRow(
	id: string,
	base: RecordView | null,
	work: OwnWork,
	memberships: Membership,
	read: ReadBody,
	person: string
): RecordRow | null {
	const fresh = notPulled(work, base);
	const own = [...fresh, ...work.waiting].filter(carriesBody);
	const refused = base === null ? work.attention.map((row) => row.operation).filter(carriesBody) : [];
	const first = own[0] ?? refused[0];
	if (!base && !first) return null;
	const kind = base?.kind ?? first?.kind ?? '';
	const baseFacts = base ? read(kind, base.schema, base.body) : null;
	const waiting = work.waiting.filter((row) => row.lane === 'send').length;
	const shared = { id, kind, base, stage: stageOf(work), waiting, memberships };

	let laid: unknown;
	let schema = base?.schema ?? first?.schema ?? 0;
	if (!base || baseFacts) {
		for (const operation of own.length > 0 ? own : refused) {
			const before = 'before' in operation ? operation.before : null;
			laid = layOver(before, operation.body, laid ?? baseFacts?.body ?? null);
			schema = operation.schema;
		}
	}
	const facts = laid === undefined ? baseFacts : read(kind, schema, laid);
	if (!facts) {
		return {
			...shared,
			opaque: 1,
			...(laid === undefined ? {} : { laid }),
			region: base?.region ?? '',
			date: (base?.recordedAt ?? first?.at ?? '').slice(0, 10),
			team: null,
			organisation: null,
			station: null,
			campaign: null,
			trip: null,
			parent: null,
			state: base?.state ?? null,
			no: base?.no ?? null,
			recorder: base?.recorder ?? person,
			savedAt: base?.recordedAt ?? first?.at ?? '',
			searchText: ''
		};
	}
	const recorder = base?.recorder ?? person;
	const no = base?.no ?? fresh.find((row) => row.no !== null)?.no ?? null;
	const upcast = baseFacts !== null && base !== null && baseFacts.body !== base.body;
	return {
		...shared,
		...(laid === undefined ? (upcast ? { laid: facts.body } : {}) : { laid: facts.body }),
		mine: recorder === person && facts.listed !== false ? 1 : 0,
		region: facts.region,
		date: facts.date,
		team: facts.team,
		organisation: facts.organisation,
		station: facts.station,
		campaign: facts.campaign,
		trip: facts.trip,
		parent: facts.parent,
		state: base ? base.state : facts.reviewed ? 'pending' : null,
		no,
		recorder,
		savedAt: base?.recordedAt ?? first?.at ?? '',
		// Its number, and the short one on its photos (`domain/photo-stamp.ts`).
		searchText: [facts.searchText, no?.toLowerCase(), id.slice(-6)].filter(Boolean).join(' ')
	};
}

export function rowToRecord(row: RecordRow): LocalRecord {
	const { laid, mine, memberships: _memberships, opaque: _opaque, ...columns } = row;
	return { ...columns, own: mine === 1, body: laid === undefined ? row.base?.body : laid };
}
