import { sql } from 'kysely';
import type { Campaign, ReferenceKind } from '#lib/domain/reference.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import type { BadEntry, DifferingEntry } from './bad-entry.ts';
import { historicalEntry } from './format.ts';
import { judgeEntries } from './judge-entries.ts';
import type { KnownCodes } from './known-codes.ts';
import { HISTORY_FILE, type ImportFolder } from './read-folder.ts';
import type { AccountEntry, ReferencePlan } from './reference-plan.ts';
import { differingKeys, sameValue } from './same-value.ts';
import { uuidV5 } from './uuid-v5.ts';

/** Rights and accounts that come with an import stand from the beginning. */
const BEGINNING = '1970-01-01T00:00:00.000Z';
/** Namespace of ids that belong to an account of an import. */
export const IMPORT_NAMESPACE = '6f0f4e55-5c54-5d7e-8f0b-0a6f3f6a8f10';

export interface NewReferenceRow {
	readonly kind: ReferenceKind;
	readonly code: string;
	readonly body: unknown;
}
/** Writes reference rows with their feed. */
export type WriteReference = (trx: Trx, rows: readonly NewReferenceRow[]) => Promise<unknown>;

/** What is new of everything that is not a record; what was there and reads the same is only counted. */
export interface NewLists {
	readonly rows: readonly NewReferenceRow[];
	readonly prices: readonly { supply: string; price_fen: number }[];
	readonly accounts: readonly AccountEntry[];
	readonly history: readonly { region: string; year: number; shows: number; person_times: number }[];
	readonly unchanged: number;
}

const accountFacts = (entry: { login: string; zh: string; en: string; team: string | null }) => ({
	login: entry.login,
	zh: entry.zh,
	en: entry.en,
	team: entry.team
});

/** Compares lists, prices, accounts and historical figures with what stands; the changed ones are reported, not kept. */
export async function findNewLists(
	db: Sql,
	folder: ImportFolder,
	plan: ReferencePlan,
	known: KnownCodes,
	bad: BadEntry[],
	differing: DifferingEntry[]
): Promise<NewLists> {
	let unchanged = 0;
	const differs = (file: string, index: number, entry: string, before: object, after: object) => {
		if (sameValue(before, after)) unchanged++;
		else differing.push({ file, index, entry, detail: differingKeys(before, after) });
	};

	const stored = new Map(
		(await db.selectFrom('reference_row').select(['kind', 'code', 'body']).execute()).map((row) => [
			`${row.kind} ${row.code}`,
			row.body
		])
	);
	const rows: NewReferenceRow[] = [];
	for (const { kind, code, body, file, index } of plan.rows) {
		const before = stored.get(`${kind} ${code}`);
		if (before === undefined) rows.push({ kind, code, body });
		else differs(file, index, code, JSON.parse(before) as object, body);
	}

	const storedPrices = new Map(
		(await db.selectFrom('supply_price').selectAll().execute()).map((row) => [row.supply, row.price_fen])
	);
	const prices: { supply: string; price_fen: number }[] = [];
	for (const { supply, priceFen, file, index } of plan.prices) {
		const before = storedPrices.get(supply);
		if (before === undefined) prices.push({ supply, price_fen: priceFen });
		else differs(file, index, supply, { price: before }, { price: priceFen });
	}

	const storedAccounts = await db.selectFrom('account').select(['id', 'login', 'zh', 'en', 'team']).execute();
	const byId = new Map(storedAccounts.map((row) => [row.id, row]));
	const byLogin = new Map(storedAccounts.map((row) => [row.login, row.id]));
	const accounts: AccountEntry[] = [];
	for (const entry of plan.accounts) {
		const before = byId.get(entry.id);
		if (before) {
			differs(entry.file, entry.index, entry.id, accountFacts(before), accountFacts(entry));
		} else if (byLogin.has(entry.login)) {
			const { file, index, id, login } = entry;
			bad.push({ file, index, entry: id, code: 'login_taken', detail: login });
		} else {
			byLogin.set(entry.login, entry.id);
			accounts.push(entry);
		}
	}

	const storedHistory = new Map(
		(await db.selectFrom('historical_figure').selectAll().execute()).map((row) => [
			`${row.region} ${row.year}`,
			row
		])
	);
	const history: { region: string; year: number; shows: number; person_times: number }[] = [];
	const lines = folder.history.map(([region, year, shows, personTimes]) => ({
		region,
		year,
		shows,
		personTimes
	}));
	for (const { entry, index } of judgeEntries(
		HISTORY_FILE,
		lines,
		historicalEntry,
		(line) => `${line.region} ${line.year}`,
		bad
	)) {
		const region = known.region(entry.region);
		if (region === undefined) {
			const detail = `region=${entry.region}`;
			bad.push({ file: HISTORY_FILE, index, entry: String(entry.year), code: 'unknown_code', detail });
			continue;
		}
		const { year, shows, personTimes } = entry;
		const before = storedHistory.get(`${region} ${year}`);
		if (before === undefined) history.push({ region, year, shows, person_times: personTimes });
		else {
			const was = { shows: before.shows, person_times: before.person_times };
			differs(HISTORY_FILE, index, `${region} ${year}`, was, { shows, person_times: personTimes });
		}
	}
	return { rows, prices, accounts, history, unchanged };
}

/** Writes what is new in one transaction. Accounts come without credentials; nobody can sign in to them yet. */
export async function writeNewLists(
	trx: Trx,
	lists: NewLists,
	campaigns: readonly Campaign[],
	writeReference: WriteReference,
	now: string
): Promise<void> {
	const rows = [
		...lists.rows,
		...campaigns.map((body) => ({ kind: 'campaign' as const, code: body.code, body }))
	];
	if (rows.length > 0) await writeReference(trx, rows);
	for (const price of lists.prices) await trx.insertInto('supply_price').values(price).execute();
	for (const figure of lists.history) {
		await trx
			.insertInto('historical_figure')
			.values({ kind: 'performance', ...figure })
			.execute();
	}
	if (lists.accounts.length === 0) return;
	const { grants_rev: rev } = await trx
		.updateTable('meta')
		.set({ grants_rev: sql<number>`grants_rev + 1` })
		.where('id', '=', 1)
		.returning('grants_rev')
		.executeTakeFirstOrThrow();
	for (const { id, login, zh, en, role, region, team, phone } of lists.accounts) {
		await trx
			.insertInto('account')
			.values({
				id,
				login,
				zh,
				en,
				team,
				status: 'active',
				password_hash: null,
				failed_count: 0,
				locked_until: null,
				phone,
				created_at: now,
				closed_at: null
			})
			.execute();
		await trx
			.insertInto('grant_right')
			.values({
				id: uuidV5(IMPORT_NAMESPACE, `grant:${id}:${role}:${region}`),
				account_id: id,
				role,
				region,
				team,
				valid_from: BEGINNING,
				valid_to: null,
				rev,
				ended_rev: null
			})
			.execute();
	}
}
