/** Persons of handouts and sessions in rows of their own, written past the push: what an import does not bring. */
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { kindOf } from '#lib/records/index.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { RecordTable, Tables, Trx } from '#lib/server/database/schema.ts';
import { keepWordings, wordingId } from '#lib/server/sync/wordings.ts';

type Parent = Pick<RecordTable, 'id' | 'kind' | 'region' | 'date' | 'team' | 'campaign' | 'recorder'>;

/** Persons of one record. */
const EACH = 10;
/** Records whose persons are written at a time. */
const AT_ONCE = 500;
const NAMES = '安柏川达恩帆谷海健康林明宁平晴泉瑞山松涛文希新雪阳依远云泽哲正志舟卓子';
const COUNTED = ['approved', 'archived'];

/** The first of every fifth record's persons was the second of the record before: received twice. */
const numberOf = (at: number, n: number) =>
	n === 0 && at > 0 && at % 5 === 0 ? (at - 1) * EACH + 1 : at * EACH + n;
const nameOf = (number: number) =>
	`李${[number, Math.floor(number / NAMES.length)].map((drawn) => NAMES[drawn % NAMES.length]).join('')}`;

function personRow(parent: Parent, at: number, n: number): RecordTable {
	const kind = parent.kind === 'handout' ? 'receipt' : 'sign-in';
	const sample = kind === 'receipt' ? receiptSample : signInSample;
	const number = numberOf(at, n);
	const { region, date, team, campaign } = parent;
	const person = {
		card: null,
		roster: null,
		name: nameOf(number),
		organisation: null,
		organisationText: `单位${number}`
	};
	// Every two hundredth was given something twice at one handout.
	const times = number % 200 === 3 ? 2 : 1;
	const evidence = Array.from({ length: times }, () => ({ ...sample.evidence[0], by: parent.recorder }));
	const of = kind === 'receipt' ? { handoutId: parent.id } : { sessionId: parent.id };
	const body = { ...sample, ...of, ...person, region, date, team, campaign, evidence };
	const instant = `${date}T09:00:00.000Z`;
	return {
		...{
			id: naturalId(kind, parent.id, person) ?? '',
			kind,
			region,
			date,
			team,
			campaign,
			parent: parent.id
		},
		...{
			no: null,
			legacy_no: null,
			rev: 1,
			schema: 1,
			state: null,
			sensitive: 0,
			late_hours: 0,
			corrected: 0
		},
		...{
			recorder: parent.recorder,
			recorder_team: team,
			organisation: null,
			station: null,
			programme: null,
			trip: null
		},
		...{ body: JSON.stringify(body), recorded_at: instant, corrected_at: instant, received_at: instant },
		...{ device_id: null, open_flags: 0, conflicts: 0, wording: wordingId(''), duplicate_key: null },
		season_key: kindOf(kind)?.merging?.seasonKey?.(body) ?? null
	};
}

async function write<T extends keyof Tables>(trx: Trx, table: T, rows: readonly Tables[T][]): Promise<void> {
	const [first] = rows;
	if (first) await insertRows(trx, table, Object.keys(first) as (keyof Tables[T] & string)[], rows);
}

/** @param from how many records had persons written before these */
async function writePersons(trx: Trx, parents: readonly Parent[], from: number): Promise<void> {
	const rows = parents.flatMap((parent, at) =>
		Array.from({ length: EACH }, (_, n) => personRow(parent, from + at, n))
	);
	await write(trx, 'record', rows);
	const measures = rows.flatMap((row) =>
		(kindOf(row.kind)?.measures(JSON.parse(row.body)) ?? []).map((one) => ({ record_id: row.id, ...one }))
	);
	await write(
		trx,
		'measure',
		measures.filter((one) => one.value !== 0)
	);
	const feed = rows.flatMap(({ id: record_id, kind, recorder, parent }, at) => {
		const scope = `${kind === 'receipt' ? 'handout' : 'session'}:${parent}`;
		return [{ scope, seq: (at % EACH) + 1, kind, record_id, rev: 1, gone: 0 as const, recorder }];
	});
	await write(
		trx,
		'feed',
		feed.map(({ recorder: _recorder, ...row }) => row)
	);
	const scopes = [...new Set(feed.map(({ scope }) => scope))];
	const head = { gen: 0, head: EACH, floor: 0, count: EACH, hash: 0 };
	await write(
		trx,
		'scope_head',
		scopes.map((scope) => ({ scope, ...head }))
	);
}

/**
 * Ten persons for every `step`-th handout and session that is counted, where no record has any yet: some of them received
 * twice. They are in no figure.
 */
export async function fillPersons(database: ServerDatabase, step: number): Promise<void> {
	const { reader } = database;
	const there = await reader
		.selectFrom('record')
		.select('id')
		.where('kind', '=', 'receipt')
		.limit(1)
		.execute();
	if (there.length > 0) return;
	const all = await reader
		.selectFrom('record')
		.select(['id', 'kind', 'region', 'date', 'team', 'campaign', 'recorder'])
		.where('kind', 'in', ['handout', 'session'])
		.where('state', 'in', COUNTED)
		.orderBy('kind')
		.orderBy('campaign')
		.orderBy('date')
		.orderBy('id')
		.execute();
	const parents = all.filter((_, at) => at % step === 0);
	await database.transaction((trx) => keepWordings(trx, new Map([[wordingId(''), '']])));
	for (let from = 0; from < parents.length; from += AT_ONCE) {
		await database.transaction((trx) => writePersons(trx, parents.slice(from, from + AT_ONCE), from));
	}
}
