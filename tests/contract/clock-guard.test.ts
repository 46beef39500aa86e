/** A machine whose own clock begins in 1970: what right phones send waits until it knows the time. */
import { expect, it } from 'vitest';
import { ClockGuard } from '#lib/server/clock-guard.ts';
import { answerPull, answerPush } from '#lib/server/sync/answer-phone.ts';
import { body, newId, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	// The database was made by the machine's real clock, the town lives in its own days.
	const made = { created_at: '2025-01-01T00:00:00.000Z' };
	await town.database.transaction((trx) => trx.updateTable('meta').set(made).execute());
});

const BOOTED = new Date('1970-01-01T00:01:00.000Z');
const later = (millis: number) => new Date(town.now.getTime() + millis);
const operation = () => town.operation('create', newId(), 0, body({ date: '2025-07-09' }));

const vol = {
	account: { id: 'vol', login: 'vol', zh: 'vol', en: 'vol', team: 'T1', closedAt: null },
	device: { id: '', account: 'vol', revoked: false }
};
/** What both requests say, of a phone whose clock shows this. */
const said = (phone: Date) => ({
	...{ protocol: 1, deviceId: town.device('vol'), epoch: 1, nonce: 'nonce-nonce' },
	deviceTime: phone.toISOString(),
	heartbeat: { unsent: { count: 0, oldest: null }, persistent: true, freeBytes: null, appVersion: 'test' }
});
const identity = () => ({ ...vol, device: { ...vol.device, id: town.device('vol') } });

/** What the route does once it knows who sends. */
async function exchange(operations: readonly unknown[], now: Date, phone: Date) {
	const guard = await ClockGuard.read(town.database);
	const sent = { ...said(phone), schema: 1, grantsRev: 1, operations };
	return (await answerPush(town.database, identity(), sent, { now, newId, guard })).status;
}

it('judges nothing of a right phone, and the same work as it is when the clock is right', async () => {
	expect(await exchange([], town.now, town.now)).toBe(200);
	const waiting = operation();
	for (const behind of [BOOTED, later(-2 * 86_400_000)]) {
		expect(await exchange([waiting], behind, later(60_000))).toBe(503);
		expect(await town.custody(waiting.opId)).toBeUndefined();
	}
	expect(await exchange([waiting], later(90_000), later(90_000))).toBe(200);
	expect(await town.row(waiting.recordId)).toMatchObject({ date: '2025-07-09', late_hours: 0 });
});

it('nor of one that is itself slow by days, which would be refused for good', async () => {
	expect(await exchange([], town.now, town.now)).toBe(200);
	expect(await exchange([operation()], BOOTED, later(-2 * 86_400_000))).toBe(503);
});

it('and drops nothing that a phone may read, for the sake of rights that begin after 1970', async () => {
	expect(await exchange([], town.now, town.now)).toBe(200);
	const guard = await ClockGuard.read(town.database);
	const sent = { ...said(later(60_000)), cursors: [], unresolved: [] };
	const pulled = (now: Date) => answerPull(town.database, identity(), sent, { now, guard });
	expect([(await pulled(BOOTED)).status, (await pulled(later(0))).status]).toEqual([503, 200]);
});

it('judges where the clock was ahead before and phones say that it is right now', async () => {
	expect(await exchange([], later(3 * 365 * 86_400_000), town.now)).toBe(200);
	const own = operation();
	expect(await exchange([own], town.now, town.now)).toBe(200);
	// One that is itself ahead by an hour does not outweigh it either.
	expect(await exchange([operation()], town.now, later(3_600_000))).toBe(200);
	expect(await town.row(own.recordId)).toMatchObject({ date: '2025-07-09' });
});

it('judges where it was ahead by a wrong zone, also a phone that is ahead by some minutes', async () => {
	expect(await exchange([], later(8 * 3_600_000), town.now)).toBe(200);
	expect(await exchange([operation()], town.now, later(6 * 60_000))).toBe(200);
});

it('is behind no longer once three phones agree with it, and none between them says otherwise', () => {
	const guard = new ClockGuard(Date.parse('2035-01-01T00:00:00.000Z'));
	const tells = (deviceId: string, deviceTime: Date) =>
		guard.mayJudge(town.now, { deviceId, deviceTime: deviceTime.toISOString() });
	const ofThen = new Date('2034-12-31T00:00:00.000Z');
	expect([tells('a', town.now), tells('b', later(1_000)), tells('c', ofThen)]).toEqual([true, true, false]);
	for (const phone of ['a', 'a', 'b', 'b']) tells(phone, town.now);
	expect(guard.isBehind(town.now)).toBe(true);
	tells('d', later(-60_000));
	expect(guard.isBehind(town.now)).toBe(false);
	expect(tells('c', ofThen)).toBe(true);
	// Behind once more, later: that has to be found out anew.
	guard.isBehind(later(8 * 3_600_000));
	tells('a', town.now);
	expect(guard.isBehind(town.now)).toBe(true);
});

it('is told of by whoever asks for the health', async () => {
	await exchange([], town.now, town.now);
	const guard = await ClockGuard.read(town.database);
	expect([BOOTED, later(-60_000), town.now].map((now) => guard.isBehind(now))).toEqual([true, false, false]);
	// It goes on with the clock, without asking the database.
	expect(guard.isBehind(later(86_400_000))).toBe(false);
	expect(guard.isBehind(town.now)).toBe(true);
});
