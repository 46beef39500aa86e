/** A machine whose own clock begins in 1970: what right phones send waits until it knows the time. */
import { expect, it } from 'vitest';
import { ClockGuard } from '#lib/server/clock-guard.ts';
import { answerPush } from '#lib/server/sync/answer-phone.ts';
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

/** What the route does once it knows who sends. */
async function exchange(operations: readonly unknown[], now: Date, phone: Date) {
	const guard = await ClockGuard.read(town.database);
	const sent = {
		...{ protocol: 1, deviceId: town.device('vol'), epoch: 1, schema: 1, nonce: 'nonce-nonce', grantsRev: 1 },
		...{ deviceTime: phone.toISOString(), operations },
		heartbeat: { unsent: { count: 0, oldest: null }, persistent: true, freeBytes: null, appVersion: 'test' }
	};
	const identity = {
		account: { id: 'vol', login: 'vol', zh: 'vol', en: 'vol', team: 'T1', closedAt: null },
		device: { id: town.device('vol'), account: 'vol', revoked: false }
	};
	const ports = { now, newId, guard };
	return (await answerPush(town.database, identity, sent, ports)).status;
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

it('judges where the clock was ahead before and phones say that it is right now', async () => {
	expect(await exchange([], later(3 * 365 * 86_400_000), town.now)).toBe(200);
	const own = operation();
	expect(await exchange([own], town.now, town.now)).toBe(200);
	// One that is itself ahead by an hour does not outweigh it either.
	expect(await exchange([operation()], town.now, later(3_600_000))).toBe(200);
	expect(await town.row(own.recordId)).toMatchObject({ date: '2025-07-09' });
});

it('is told of by whoever asks for the health', async () => {
	await exchange([], town.now, town.now);
	const guard = await ClockGuard.read(town.database);
	expect([BOOTED, later(-60_000), town.now].map((now) => guard.isBehind(now))).toEqual([true, false, false]);
	// It goes on with the clock, without asking the database.
	expect(guard.isBehind(later(86_400_000))).toBe(false);
	expect(guard.isBehind(town.now)).toBe(true);
});
