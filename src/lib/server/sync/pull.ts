/** Pull: what one device may see, from one snapshot. Rights are computed anew each time. */
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { PACKED_FORM } from '#lib/protocol/packed-operations.ts';
import { MAX_ANSWER_BYTES, type PullResponse, type ScopePage } from '#lib/protocol/pull.ts';
import type { PullRequest } from '#lib/protocol/pull-request.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { ScopeHeadTable, Trx } from '#lib/server/database/schema.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { publicSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { noteHeartbeat } from './note-device.ts';
import { phoneScopes } from './phone-scopes.ts';
import { readPage, startOf, type Asked } from './pull-page.ts';
import type { Clock } from './push-types.ts';
import { goneTeams, loadReference } from './reference-store.ts';
import { issueGrants, loadRights, stands, type Rights } from './rights.ts';

/** A device that shows up more often than this is not written down again. */
const SEEN_EVERY_MILLIS = 60_000;

export interface DeviceActor {
	readonly account: string;
	readonly device: string;
}

/** Answers a pull and notes that the device was told of this grants revision. */
export async function pull(
	database: ServerDatabase,
	actor: DeviceActor,
	request: PullRequest,
	clock: Clock
): Promise<PullResponse> {
	const now = clock();
	const { response, isIssued, seen } = await database.snapshot((trx) => answer(trx, actor, request, now));
	const quiet = seen !== null && now.getTime() - Date.parse(seen) < SEEN_EVERY_MILLIS;
	if (!isIssued || !quiet) {
		await database.concurrently(async (trx) => {
			if (!isIssued) await issueGrants(trx, actor.device, response.grantsRev, now.toISOString());
			await noteHeartbeat(trx, actor.device, request.heartbeat, request.deviceTime, now);
		});
	}
	return response;
}

async function answer(trx: Trx, actor: DeviceActor, request: PullRequest, now: Date) {
	const instant = now.toISOString();
	const meta = await trx.selectFrom('meta').selectAll().executeTakeFirstOrThrow();
	const device = await trx
		.selectFrom('device')
		.select(['revoked_at', 'account_id', 'last_seen_at', 'unsent_count'])
		.where('id', '=', actor.device)
		.executeTakeFirst();
	const rights = (await loadRights(trx, [actor.account], actor.device)).get(actor.account);
	const revoked = device?.account_id !== actor.account || device.revoked_at !== null;
	const readable = revoked || !rights ? [] : await scopesNow(trx, rights, instant, request);
	const most = Math.min(request.most ?? MAX_ANSWER_BYTES, MAX_ANSWER_BYTES);
	const asked = { now, knows: request.knows ?? [], most };
	const pages = await readPages(trx, readable, request, meta.epoch, asked);
	const response: PullResponse = {
		protocol: 1,
		serverId: meta.server_id,
		epoch: meta.epoch,
		nonce: request.nonce,
		serverTime: instant,
		today: shanghaiDay(now),
		revoked,
		grantsRev: meta.grants_rev,
		grants: revoked || !rights ? [] : standingGrants(rights, instant),
		drop: request.cursors.map((one) => one.scope).filter((scope) => !readable.includes(scope)),
		verdicts: await verdictsFor(trx, actor, request.unresolved),
		pages,
		more: pages.some((page) => page.more) || pages.length < readable.length,
		...(await newSealingKey(trx, revoked ? undefined : request.sealing)),
		packs: PACKED_FORM
	};
	// A revoked device is told of no rights; its heartbeat is still worth knowing.
	const isIssued = revoked || (rights?.issued.has(meta.grants_rev) ?? false);
	const same = device?.unsent_count === request.heartbeat.unsent.count;
	return { response, isIssued, seen: same ? (device?.last_seen_at ?? null) : null };
}

/** The key for sealed files, where the phone has another or none. Phones that do not ask know of none. */
async function newSealingKey(trx: Trx, known: string | undefined): Promise<Pick<PullResponse, 'sealing'>> {
	const sealing = known === undefined ? undefined : await publicSealingKey(trx);
	return sealing && sealing.id !== known ? { sealing } : {};
}

async function scopesNow(
	trx: Trx,
	rights: Rights,
	instant: string,
	{ knows = [], leases = false }: PullRequest
): Promise<string[]> {
	const reference = await loadReference(trx);
	const gone = await goneTeams(trx);
	return phoneScopes(trx, rights, instant, { stock: knows.includes('stock'), leases }, reference, gone);
}

function standingGrants(rights: Rights, instant: string): PullResponse['grants'] {
	return rights.grants
		.filter((grant) => stands(grant, instant))
		.map(({ id, role, region, team, validFrom, validTo }) => ({
			id,
			role,
			region,
			team,
			validFrom,
			validTo
		}));
}

/** One page of each scope, in order of need, until the answer is full. */
async function readPages(
	trx: Trx,
	readable: readonly string[],
	request: PullRequest,
	epoch: number,
	asked: Asked
): Promise<ScopePage[]> {
	if (readable.length === 0) return [];
	const heads = await trx.selectFrom('scope_head').selectAll().where('scope', 'in', readable).execute();
	const headByScope = new Map(heads.map((head) => [head.scope, head]));
	const cursorByScope = new Map(request.cursors.map((cursor) => [cursor.scope, cursor]));
	const pages: ScopePage[] = [];
	let left = asked.most;
	for (const scope of readable) {
		const empty: ScopeHeadTable = { scope, gen: epoch, head: 0, floor: 0, count: 0, hash: 0 };
		const head = headByScope.get(scope) ?? empty;
		const { page, bytes } = await readPage(trx, head, startOf(head, cursorByScope.get(scope)), asked);
		// The first rows come however many bytes they are: what is never sent would stop all that is behind it.
		if (left < asked.most && bytes > left) break;
		left -= bytes;
		pages.push(page);
	}
	return pages;
}

/** Answers that may have been lost on the way; only the own ones. */
async function verdictsFor(
	trx: Trx,
	actor: DeviceActor,
	unresolved: readonly string[]
): Promise<PullResponse['verdicts']> {
	const verdicts: PullResponse['verdicts'] = [];
	for (const chunk of inChunks(unresolved, 500)) {
		const rows = await trx
			.selectFrom('operation')
			.select('verdict')
			.where('op_id', 'in', chunk)
			.where('account_id', '=', actor.account)
			.execute();
		for (const row of rows)
			if (row.verdict) verdicts.push(JSON.parse(row.verdict) as PullResponse['verdicts'][number]);
	}
	return verdicts;
}
