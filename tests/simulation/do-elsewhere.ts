/** Steps of a story that happen to the server, or at a coordinator's desk. */
import type { Verb } from '#lib/domain/operation.ts';
import { raiseGrantsRevision } from '#lib/server/accounts/grants.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { push } from '#lib/server/sync/push.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { CITY, GRANTS, REGIONS, TEAM } from './population.ts';
import { judgeAgain, olderKinds } from './older-server.ts';
import { Crash } from './server.ts';
import type { Act } from './story.ts';
import { watchPhone } from './watch-phone.ts';
import { noteBefore } from './watch-restored.ts';
import type { World } from './world.ts';

interface Standing {
	readonly id: string;
	readonly rev: number;
	readonly region: string;
}

/** Lets the server do something that needs no request; a crash in the middle is one more thing that happens. */
async function atServer(world: World, work: () => Promise<void>): Promise<void> {
	if (!world.server.isUp) return;
	await world.timeline.enter(world.server.owner, () => {
		work().catch((error: unknown) => {
			// A planted bug may make the desk fail as well; it is the phones that must find it.
			if (!(error instanceof Crash) && !world.bug) world.timeline.uncaught.push(error);
		});
	});
}

async function desk(
	world: World,
	account: string,
	verb: string,
	record: Standing,
	baseRev: number,
	body: unknown,
	kind = 'visit'
): Promise<void> {
	const { server } = world;
	const operation = {
		opId: server.newId(),
		n: world.lines.length,
		verb: verb as Verb,
		kind,
		recordId: record.id,
		scope: `area:${record.region}`,
		baseRev,
		schema: 1,
		at: server.clock().toISOString(),
		body,
		attachments: []
	};
	world.memory.decidedOn.set(operation.opId, baseRev);
	const sent = { operations: [operation], grantsRev: 0, deviceTime: null };
	const given = (world.bug?.request?.(sent, server, account) ?? sent) as typeof sent;
	const actor = { account: world.bug?.actor?.(account, operation, server) ?? account, device: null };
	const options = { origin: 'desk' as const, newId: server.newId, alert: server.alert };
	const [verdict] = await push(server.database, actor, given, server.clock, options);
	world.bug?.after?.(operation, account, server);
	world.log(
		`${account} ${verb} ${record.id.slice(-6)} on ${baseRev}: ${verdict?.refusal ?? verdict?.outcome}`
	);
}

async function changeRights(world: World, account: string, give: boolean, region?: string): Promise<void> {
	const { server } = world;
	const now = server.clock().toISOString();
	const regions = region === undefined ? [...REGIONS, CITY] : [region];
	await server.database.transaction(async (trx: Trx) => {
		const standing = await trx
			.selectFrom('grant_right')
			.selectAll()
			.where('account_id', '=', account)
			.where('valid_to', 'is', null)
			.where('region', 'in', regions)
			.execute();
		if (give === standing.length > 0) return;
		const rev = await raiseGrantsRevision(trx);
		if (!give) {
			await trx
				.updateTable('grant_right')
				.set({ valid_to: now, ended_rev: rev })
				.where('account_id', '=', account)
				.where('valid_to', 'is', null)
				.where('region', 'in', regions)
				.execute();
		} else {
			const lost = GRANTS.filter((one) => one.account === account && regions.includes(one.region));
			for (const { role, region, team } of lost) {
				const id = server.newId();
				await trx
					.insertInto('grant_right')
					.values({
						id,
						account_id: account,
						role,
						region,
						team,
						valid_from: now,
						valid_to: null,
						rev,
						ended_rev: null
					})
					.execute();
			}
		}
		world.log(`${account} ${give ? 'is given' : 'loses'} rights in ${regions.join()}`);
	});
}

/** The server is today's again, and a coordinator goes through what it had parked. */
export function endRollback(world: World): Promise<void> {
	world.server.kinds = {};
	return atServer(world, () => judgeAgain(world));
}

export async function doElsewhere(world: World, act: Act): Promise<void> {
	const { server, memory } = world;
	switch (act.is) {
		case 'crash':
			server.crashNext = act.when;
			return;
		case 'down':
			server.down(act.millis);
			return;
		case 'backup':
			if (server.isUp) world.backup = { image: server.backUp(), revisions: new Map(memory.revisions) };
			return;
		case 'restore':
			if (!world.backup || !server.isUp) return;
			world.log('the server goes back to its backup');
			noteBefore(memory, server, world.backup.revisions);
			memory.restores++;
			memory.revisions = new Map(world.backup.revisions);
			return atServer({ ...world }, () => server.restore(world.backup?.image ?? new Map(), server.epoch));
		case 'decide': {
			const records = server.all<Standing>(
				"select id, rev, region from record where kind = 'visit' order by id"
			);
			const record = records[act.pick % Math.max(1, records.length)];
			if (!record) return;
			const body = { note: 'because', reason: null };
			const baseRev = Math.max(1, record.rev - (act.stale ? 1 : 0));
			return atServer(world, () => desk(world, act.by, act.verb, record, baseRev, body));
		}
		case 'void': {
			const handouts = server.all<Standing>(
				"select id, rev, region from record where kind = 'handout' order by id"
			);
			const one = handouts[act.pick % Math.max(1, handouts.length)];
			if (!one) return;
			const body = { note: 'because', reason: null };
			return atServer(world, () => desk(world, act.by, 'void', one, one.rev, body, 'handout'));
		}
		case 'settle': {
			const open = server.all<Standing & { conflict: string; fields: string }>(
				`select record.id, record.rev, record.region, conflict.id as conflict, fields from conflict
				join record on record.id = record_id where settled_at is null order by conflict.id`
			);
			const one = open[act.pick % Math.max(1, open.length)];
			if (!one) return;
			const fields = JSON.parse(one.fields) as { field: string }[];
			const keep = Object.fromEntries(fields.map(({ field }) => [field, act.keep]));
			const body = { conflictId: one.conflict, keep };
			return atServer(world, () => desk(world, act.by, 'settle', one, one.rev, body));
		}
		case 'drawer':
			for (const phone of world.phones) {
				await phone.kill();
				watchPhone(phone, memory, server, world.timeline.now);
			}
			await world.timeline.run(1_000, world.timeline.now + act.millis);
			for (const phone of world.phones) if (!phone.isOpen) await phone.open();
			return;
		case 'team':
			return atServer(world, async () => {
				const body = act.gone ? null : TEAM.body;
				await server.database.transaction((trx) => writeReference(trx, [{ ...TEAM, body }]));
				world.log(`the team is ${act.gone ? 'dissolved' : 'there'}`);
			});
		case 'outdated':
			server.refusePulls(act.millis);
			return;
		case 'rollback':
			server.kinds = { kindOf: olderKinds };
			world.timeline.after(act.millis, () => void endRollback(world), world.fate);
			return;
		case 'rights':
			return atServer(world, () => changeRights(world, act.account, act.give, act.region));
	}
}
