/** Enough records of all sorts that the order in which a database reads them matters, written past the push. */
import { CompiledQuery } from 'kysely';
import { uuidV7 } from '#lib/domain/ids.ts';
import { kindOf } from '#lib/records/index.ts';
import { keepWordings } from '#lib/server/sync/wordings.ts';
import { fillPersons } from '#tests/populate/persons.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { fillSums } from './plan-people.ts';
import type { FlagTable, RecordTable, Tables, Trx } from '#lib/server/database/schema.ts';

export const COUNTIES = ['361002', '361021', '361022', '361023', '361024', '361025', '361026', '361027'];
const KINDS = ['handout', 'visit', 'session', 'request'] as const;
const STATES = ['approved', 'approved', 'approved', 'archived', 'approved', 'pending', 'returned', 'voided'];
const DAY = 86_400_000;
const FIRST_DAY = Date.parse('2023-06-01T00:00:00.000Z');

const id = (at: number) =>
	uuidV7(
		FIRST_DAY + at,
		Uint8Array.from({ length: 10 }, (_, i) => (at * (i + 7)) % 256)
	);
const day = (at: number) => new Date(FIRST_DAY + (at % 1_100) * DAY).toISOString();

const asked = (at: number) => ({ status: at % 3 === 0 ? 'NEW' : 'CLOSED', due: null, closedOn: null });

function recordOf(at: number): RecordTable {
	const kind = KINDS[at % KINDS.length] ?? 'visit';
	const state = kind === 'request' ? null : (STATES[Math.floor(at / 7) % STATES.length] ?? null);
	const region = COUNTIES[Math.floor(at / 5) % COUNTIES.length] ?? '';
	const instant = day(at);
	const date = instant.slice(0, 10);
	return {
		...{
			id: id(at),
			kind,
			region,
			state,
			date,
			rev: 1,
			schema: 1,
			sensitive: 0,
			late_hours: 0,
			corrected: 0
		},
		no: kind === 'request' ? null : `QL-${region}-${String(at).padStart(6, '0')}`,
		legacy_no: at % 9 === 0 ? `OLD-${at}` : null,
		recorder: at % 50 === 0 ? 'vol' : 'mate',
		recorder_team: 'T1',
		team: `T${at % 40}`,
		organisation: `OG-${at % 300}`,
		station: null,
		programme: 'SQL',
		campaign: `SQL-${date.slice(0, 4)}`,
		trip: null,
		parent: kind === 'request' ? id(at - 2) : null,
		body: JSON.stringify({ ...(kindOf(kind)?.sample as object), ...(kind === 'request' ? asked(at) : {}) }),
		...{ recorded_at: instant, corrected_at: instant, received_at: instant, device_id: null },
		...{ open_flags: at % 13 === 0 ? 1 : 0, conflicts: 0 },
		wording: `w${at % 900}`,
		duplicate_key: `${date}|OG-${at % 300}|T${at % 40}`,
		season_key: `SQL|OG-${at % 300}`
	};
}

/** Each record has one, most of them answered long ago; few of the open ones say that it may be there twice. */
function flagOf({ id, open_flags }: RecordTable, at: number): FlagTable {
	const code = open_flags > 0 && at % 39 === 0 ? 'R09' : 'R14';
	const said = { field: '', message: `rule_${code.toLowerCase()}`, params: null, answer: null };
	return { id, record_id: id, code, ...said, created_rev: 1, closed: open_flags > 0 ? 0 : 1 };
}

async function write<T extends keyof Tables>(trx: Trx, table: T, rows: readonly Tables[T][]): Promise<void> {
	const [first] = rows;
	if (first) await insertRows(trx, table, Object.keys(first) as (keyof Tables[T] & string)[], rows);
}

/** `count` records of eight counties and three years with their figures, flags, operations and feeds. */
export async function fillRecords(database: ServerDatabase, count: number): Promise<void> {
	const records = Array.from({ length: count }, (_, at) => recordOf(at));
	await database.transaction(async (trx) => {
		await write(trx, 'record', records);
		const texts = Array.from({ length: 900 }, (_, at) => [`w${at}`, `工地${at} 示云 gd${at}`] as const);
		await keepWordings(trx, new Map(texts));
		const figure = { name: 'records', dimension: '', value: 1_000 };
		await write(
			trx,
			'measure',
			records.map((record) => ({ record_id: record.id, ...figure }))
		);
		await write(trx, 'flag', records.map(flagOf));
		await write(
			trx,
			'feed',
			records.map(({ id: record_id, kind }, at) => ({
				...{ scope: 'user:vol', seq: at + 1, kind, record_id, rev: 1, gone: 0 as const }
			}))
		);
		const head = { scope: 'user:vol', gen: 1, head: count, floor: 0, count, hash: 0 };
		await write(trx, 'scope_head', [head]);
		await fillSums(trx, COUNTIES, 1_100);
	});
	await fillPersons(database, 5);
	// As PostgreSQL does by itself after a while; SQLite is asked as it is, without.
	if (database.engine === 'postgres') await database.writer.executeQuery(CompiledQuery.raw('analyze'));
}
