/**
 * Scopes of large sign-ins and hand-outs, `session:<id>` and `handout:<id>`: the rows of all who note persons there, for the day
 * and the two after it. Later each phone keeps what its own person noted, and the names that others noted are gone from it.
 */
import { addDays } from '#lib/domain/calendar.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { listed } from '#lib/server/database/listed.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { Rights } from './rights.ts';
import { readableScopes } from './scopes.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';

/** Days after its day on which the rows of a session are still shown to those who were there. */
const SHOWN_AFTER_DAYS = 2;
/** A phone holds 200 scopes at most. */
const MOST = 60;

const KINDS = (recordKinds as unknown as readonly RecordKind[]).flatMap((kind) =>
	kind.countedRows ? [kind.kind] : []
);
const ROWS = (recordKinds as unknown as readonly RecordKind[]).flatMap((kind) =>
	kind.merging && kind.parentKind ? [[kind.kind, kind.parentKind] as const] : []
);

/** All scopes that an account may read now, in order of need. */
export async function accountScopes(
	trx: Trx,
	rights: Rights,
	now: string,
	reference: Reference,
	dissolved: ReadonlySet<string>
): Promise<string[]> {
	const scopes = readableScopes(rights, now, reference, dissolved);
	const teams = scopes.flatMap((scope) => (scope.startsWith('team:') ? [scope.slice('team:'.length)] : []));
	const from = addDays(shanghaiDay(new Date(now)), -SHOWN_AFTER_DAYS);
	return [...scopes, ...(await rowScopes(trx, rights.account, teams, from))];
}

/** Of the records that the account made, or noted persons for, and of the open ones of the teams it leads; newest first. */
async function rowScopes(
	trx: Trx,
	account: string,
	teams: readonly string[],
	from: string
): Promise<string[]> {
	const own = await trx
		.selectFrom('record')
		.select(['id', 'kind', 'parent'])
		.distinct()
		.where('recorder', '=', account)
		.where('date', '>=', from)
		.where('kind', 'in', [...KINDS, ...ROWS.map(([kind]) => kind)])
		.execute();
	const led =
		teams.length === 0
			? []
			: await trx
					.selectFrom('record')
					.select(['id', 'kind', 'parent'])
					.where('team', 'in', teams)
					.where('date', '>=', from)
					.where('kind', 'in', KINDS)
					.where('state', 'in', ['pending', 'returned'])
					.execute();
	const wanted = new Set(
		[...own, ...led].flatMap(({ id, kind, parent }) => {
			const upper = ROWS.find(([row]) => row === kind)?.[1];
			return upper === undefined ? [`${kind}:${id}`] : parent ? [`${upper}:${parent}`] : [];
		})
	);
	if (wanted.size === 0) return [];
	const there = await trx
		.selectFrom('scope_head')
		.select('scope')
		.where('scope', 'in', listed(trx, [...wanted]))
		.execute();
	return there
		.map(({ scope }) => scope)
		.sort()
		.reverse()
		.slice(0, MOST);
}
