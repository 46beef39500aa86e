/**
 * What a file of unsent work cannot do. Anybody can write one in anybody's name: it decides on nothing, whoever brings it is
 * named, and decides on nothing of it either.
 */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '#lib/domain/review.ts';
import { kindOf } from '#lib/records/index.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { approveBatch, decide, dismissFlag, settle } from '#lib/server/desk/decide.ts';
import { deliveries } from '#lib/server/desk/deliveries.ts';
import { deskDevice } from '#lib/server/desk/desk-device.ts';
import { openDesk, type OpenDesk } from '#lib/server/desk/open-desk.ts';
import { recordSheet } from '#lib/server/desk/record-sheet.ts';
import { importUnsent } from '#lib/server/desk/testing/bring-unsent.ts';
import { body, Deployment, newId, OTHER_REGION, type Person } from './deployment.ts';

let town: Deployment;
let end: () => Promise<void>;
beforeEach(async () => {
	const { database, remove } = await openTestDatabase();
	end = remove;
	town = await Deployment.open(database);
});
afterEach(() => end());

async function deskOf(id: Person): Promise<OpenDesk> {
	const account = { id, login: id, zh: id, en: id, team: null, closedAt: null };
	const grants = await grantsOf(town.database.reader, id);
	const desk = await openDesk(town.database, { account, grants }, 'zh-CN', () => town.now);
	if (!desk) throw new Error(`${id} has no desk`);
	return desk;
}

async function fileOf(accountId: Person, deviceId: string, operations: readonly unknown[]): Promise<string> {
	const { server_id: serverId } = await town.database.reader
		.selectFrom('meta')
		.select('server_id')
		.executeTakeFirstOrThrow();
	return JSON.stringify({
		...{ format: 'liangfeng-unsent', version: 1, serverId, accountId, deviceId, operations }
	});
}

async function bring(by: Person, text: string) {
	const { actor, context } = await deskOf(by);
	return importUnsent(actor, context.rights, text);
}

/** Brings operations of somebody's phone; gives what became of each. */
async function broughtBy(
	by: Person,
	author: Person,
	operations: readonly unknown[],
	device: string = author
): Promise<string[]> {
	const answer = await bring(by, await fileOf(author, town.device(device), operations));
	if (!answer.ok) return [answer.problem];
	return answer.result.verdicts.map(({ outcome, refusal }) => refusal ?? outcome);
}

async function decided(by: Person, recordId: string, decision: Decision = 'approve', rev = 1) {
	const { actor, context, mintId } = await deskOf(by);
	const answer = await decide(actor, context.rights, {
		...{ opId: mintId(), recordId, rev, decision },
		body: decision === 'approve' ? {} : { reason: 'RR01', note: '请核对' }
	});
	return answer.done ? 'done' : answer.why;
}

const create = (content: Record<string, unknown> = {}, more: object = {}) =>
	town.operation('create', newId(), 0, body(content), more);

describe('a file in the name of another', () => {
	it('does not approve the own record of who brings it: not as a desk, not as a phone', async () => {
		const own = await town.visit('rev');
		const desk = await deskDevice(town.database, 'rev2', 'desk', town.now.toISOString());
		const approve = () => town.operation('approve', own, 1, {});
		expect(await bring('rev', await fileOf('rev2', desk.id, [approve()]))).toEqual({
			...{ ok: false, problem: 'unknown-device' }
		});
		const { opId, ...rest } = approve();
		expect(await broughtBy('rev', 'rev2', [{ opId, ...rest }])).toEqual(['not-permitted']);
		expect(await town.row(own)).toMatchObject({ state: 'pending', rev: 1 });
		expect(await town.custody(opId)).toMatchObject({ outcome: 'rejected', origin: 'file:rev' });
		// The same by the coordinator's own hand.
		expect(await decided('rev2', own)).toBe('done');
	});

	it('decides on nothing at all, and takes what a phone sends', async () => {
		const pending = await town.visit('vol');
		const deciding = (
			['approve', 'return', 'void', 'reopen', 'archive', 'settle', 'dismiss-flag'] as const
		).map((verb) => town.operation(verb, pending, 1, { reason: 'RR01', note: '无' }));
		expect(await broughtBy('rev', 'rev2', deciding)).toEqual(deciding.map(() => 'not-permitted'));
		const made = create();
		const sent = [
			made,
			town.operation('amend', made.recordId, 1, { ...(made.body as object), remark: '改' }),
			town.operation('ask-correction', made.recordId, 2, { text: '人数写错了' })
		];
		expect(await broughtBy('rev', 'vol', sent)).toEqual(['applied', 'applied', 'applied']);
		expect(await town.row(pending)).toMatchObject({ state: 'pending', rev: 1, open_flags: 0 });
	});

	it('decides on nothing when it is judged again either, by whatever road it comes then', async () => {
		const own = await town.visit('rev');
		const waits = town.operation('approve', own, 1, {}, { kind: 'tour' });
		expect(await broughtBy('rev', 'rev2', [waits])).toEqual(['unknown-kind']);
		const newer = (name: string) => kindOf(name === 'tour' ? 'visit' : name);
		const [verdict] = await town.send('rev2', [waits], { options: { kindOf: newer } });
		expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
		expect(await town.row(own)).toMatchObject({ state: 'pending' });
	});

	it('is refused from a phone of another, and of a person who works elsewhere by now', async () => {
		expect(await broughtBy('rev', 'vol', [create()], 'mate')).toEqual(['unknown-device']);
		expect(await broughtBy('rev', 'far', [create({ region: OTHER_REGION })])).toEqual(['not-permitted']);
		const ended = async (days: number) =>
			town.database.transaction(async (trx) => {
				await trx.deleteFrom('grant_right').where('id', '=', 'g-once').execute();
				const valid_to = new Date(town.now.getTime() - days * 86_400_000).toISOString();
				await trx
					.insertInto('grant_right')
					.values({
						...{ id: 'g-once', account_id: 'far', role: 'VOL', region: '361024', team: null },
						...{ valid_from: '1970-01-01T00:00:00.000Z', valid_to, rev: 1, ended_rev: 1 }
					})
					.execute();
			});
		await ended(31);
		expect(await broughtBy('rev', 'far', [create()])).toEqual(['not-permitted']);
		await ended(29);
		expect(await broughtBy('rev', 'far', [create()])).not.toEqual(['not-permitted']);
		// Nobody else's any more: whoever had them last takes the file.
		await ended(400);
		await town.database.transaction((trx) =>
			trx.deleteFrom('grant_right').where('id', '=', 'g-far').execute()
		);
		expect((await bring('rev', await fileOf('far', town.device('far'), [create()]))).ok).toBe(true);
	});

	it('stands in the audit log with who brought it and its hash', async () => {
		const text = await fileOf('vol', town.device('vol'), [create(), create()]);
		expect((await bring('rev', text)).ok).toBe(true);
		const entries = await town.database.reader.selectFrom('audit_log').selectAll().execute();
		expect(entries).toMatchObject([{ actor: 'rev', action: 'unsent-brought', subject: 'vol' }]);
		expect(JSON.parse(entries[0]?.detail ?? '')).toEqual({
			operations: 2,
			sha256: createHash('sha256').update(text).digest('hex')
		});
	});
});

describe('who brought a file', () => {
	it('does not decide on a record that came with it, another coordinator does', async () => {
		const [one, two] = [create(), create()];
		await broughtBy('rev', 'vol', [one, two]);
		const { actor, context, mintId } = await deskOf('rev');
		for (const decision of ['approve', 'return', 'void'] as const)
			expect(await decided('rev', one.recordId, decision)).toBe('own-record');
		const batch = [{ recordId: two.recordId, rev: 1, opId: mintId() }];
		expect(await approveBatch(actor, context.rights, batch)).toEqual({ approved: 0, flagged: 0, others: 1 });
		const sheet = await recordSheet(context, one.recordId);
		expect(sheet).toMatchObject({ own: true, maySettle: false, bar: { approve: 'own-record' } });
		const [first] = await deliveries(context, one.recordId);
		expect(first).toMatchObject({ verb: 'create', origin: 'file', byName: 'vol', broughtBy: 'rev' });
		const other = await recordSheet((await deskOf('rev2')).context, one.recordId);
		expect(other).toMatchObject({ own: false, maySettle: true, bar: { approve: null } });
		// It counts as brought also after the phone has sent it itself.
		await town.send('vol', [one]);
		expect(await decided('rev', one.recordId)).toBe('own-record');
		expect(await decided('rev2', one.recordId)).toBe('done');
	});

	it('does not decide on a record that it changed', async () => {
		const id = await town.visit('vol');
		const amend = town.operation('amend', id, 1, { ...(await town.bodyOf(id)), remark: '改' });
		expect(await broughtBy('rev', 'vol', [amend])).toEqual(['applied']);
		expect(await decided('rev', id, 'approve', 2)).toBe('own-record');
		expect(await decided('rev2', id, 'approve', 2)).toBe('done');
	});

	it('does not settle what it proposed', async () => {
		const id = await town.visit('vol');
		const before = await town.bodyOf(id);
		await town.addDevice('vol', 'vol, second');
		await town.act('vol', 'amend', id, 1, { ...before, peopleMet: 11 });
		const amend = town.operation('amend', id, 1, { ...before, peopleMet: 12 });
		expect(await broughtBy('rev', 'vol', [amend], 'vol, second')).toEqual(['merged']);
		const conflict = await town.database.reader
			.selectFrom('conflict')
			.select('id')
			.where('record_id', '=', id)
			.executeTakeFirstOrThrow();
		const settled = async (by: Person) => {
			const { actor, context, mintId } = await deskOf(by);
			const given = { conflictId: conflict.id, keep: { peopleMet: 'proposed' as const } };
			const answer = await settle(actor, context.rights, {
				...{ opId: mintId(), recordId: id, rev: 3, body: given }
			});
			return answer.done ? 'done' : answer.why;
		};
		expect(await settled('rev')).toBe('own-record');
		expect(await settled('rev2')).toBe('done');
		expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 12 });
	});
});

describe('the clock of a phone whose work came by file', () => {
	const AHEAD = 400 * 86_400_000;
	const wrote = (millis: number) => new Date(town.now.getTime() + millis).toISOString();

	async function isAhead(skew_ms: number | null): Promise<void> {
		await town.database.transaction((trx) =>
			trx.updateTable('device').set({ skew_ms }).where('id', '=', town.device('vol')).execute()
		);
	}

	it('is taken to be as wrong as it last was: the record is flagged and in its time', async () => {
		await isAhead(AHEAD);
		const made = create({}, { at: wrote(AHEAD - 3_600_000) });
		expect(await broughtBy('rev', 'vol', [made])).toEqual(['applied']);
		expect(await town.row(made.recordId)).toMatchObject({ corrected_at: wrote(-3_600_000), late_hours: 1 });
		const flagged = await town.database.reader
			.selectFrom('flag')
			.select(['code', 'field'])
			.where('record_id', '=', made.recordId)
			.where('code', '=', 'R39')
			.execute();
		expect(flagged).toEqual([{ code: 'R39', field: 'date' }]);
		const dismissed = async (by: Person) => {
			const { actor, context, mintId } = await deskOf(by);
			const answer = await dismissFlag(actor, context.rights, {
				...{ opId: mintId(), recordId: made.recordId, rev: 1 },
				body: { code: 'R39', field: 'date', note: '手机日期错了' }
			});
			return answer.done ? 'done' : answer.why;
		};
		expect(await dismissed('rev')).toBe('own-record');
		expect(await dismissed('rev2')).toBe('done');
	});

	it('is taken to be right where nothing is known of it', async () => {
		await isAhead(null);
		const made = create({}, { at: wrote(-3_600_000) });
		expect(await broughtBy('rev', 'vol', [made])).toEqual(['applied']);
		expect(await town.row(made.recordId)).toMatchObject({ corrected_at: wrote(-3_600_000) });
		expect(await town.custody(made.opId)).toMatchObject({ skew_ms: null });
	});
});
