import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visit } from '#lib/records/visit/visit.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import { push } from '#lib/server/sync/push.ts';
import { retryParked } from './retry-parked.ts';
import { markDealtWith, stoppedOperations } from './stopped-operations.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

/** A visit written by a newer version of the app than the server knows. */
async function parkedVisit(): Promise<{ opId: string; recordId: string }> {
	const recordId = bench.mintId();
	const body = { ...visit.sample, region: '361002', date: '2026-07-24', placeText: '新版工地' };
	const operation = bench.operation({ recordId, body, schema: visit.version + 1 });
	const [verdict] = await bench.send('vol', [operation]);
	expect(verdict).toMatchObject({ outcome: 'parked', refusal: 'newer-schema' });
	return { opId: operation.opId, recordId };
}

/** The server as it is after an update that knows one version more. */
async function updated<T>(run: () => Promise<T>): Promise<T> {
	const version = visit.version;
	Object.assign(visit, { version: version + 1 });
	try {
		return await run();
	} finally {
		Object.assign(visit, { version });
	}
}

describe('operations that were not applied', () => {
	it('are judged again, stay parked at this version and are applied by a newer one', async () => {
		const { opId, recordId } = await parkedVisit();
		const { actor, context } = await bench.desk('rev');
		expect(await retryParked(actor, context.rights, opId)).toMatchObject({ outcome: 'parked' });
		const verdict = await updated(() => retryParked(actor, context.rights, opId));
		expect(verdict).toMatchObject({ outcome: 'applied' });
		expect(await stoppedOperations(context, { handled: false })).toEqual([]);
		const record = await bench.database.reader
			.selectFrom('record')
			.select(['recorder', 'state'])
			.where('id', '=', recordId)
			.executeTakeFirstOrThrow();
		expect(record).toEqual({ recorder: 'vol', state: 'pending' });
	});

	it('keep the time they were made at, corrected as the phone’s clock was wrong when they came', async () => {
		const recordId = bench.mintId();
		const body = { ...visit.sample, region: '361002', date: '2026-07-24', placeText: '快钟工地' };
		const ahead = 40 * 60_000;
		const at = new Date(bench.now().getTime() + ahead).toISOString();
		const operation = bench.operation({ recordId, body, schema: visit.version + 1, at });
		const device = bench.deviceOf('vol');
		const input = { operations: [operation], grantsRev: 1, deviceTime: at };
		await push(bench.database, { account: 'vol', device }, input, bench.now, { origin: 'phone' });
		const { actor, context } = await bench.desk('rev');
		await updated(() => retryParked(actor, context.rights, operation.opId));
		const record = await bench.database.reader
			.selectFrom('record')
			.select('corrected_at')
			.where('id', '=', recordId)
			.executeTakeFirstOrThrow();
		expect(Math.abs(Date.parse(record.corrected_at) - (Date.parse(at) - ahead))).toBeLessThan(60_000);
	});

	it('are known by their kind once a server knows it: who may see what was refused is decided by that', async () => {
		const body = { ...visit.sample, region: '361002', date: '2026-07-24', placeText: '旧服务器' };
		const operation = bench.operation({ recordId: bench.mintId(), body });
		const input = { operations: [operation], grantsRev: 1, deviceTime: operation.at };
		const older = { origin: 'phone' as const, kindOf: () => undefined };
		const device = bench.deviceOf('vol');
		await push(bench.database, { account: 'vol', device }, input, bench.now, older);
		const kept = () =>
			bench.database.reader
				.selectFrom('operation')
				.select(['kind', 'outcome'])
				.where('op_id', '=', operation.opId)
				.executeTakeFirstOrThrow();
		expect(await kept()).toEqual({ kind: null, outcome: 'parked' });
		const { actor, context } = await bench.desk('rev');
		await retryParked(actor, context.rights, operation.opId);
		expect(await kept()).toEqual({ kind: 'visit', outcome: 'applied' });
	});

	it('let what hangs on them wait, and bring it with them', async () => {
		const { opId, recordId } = await parkedVisit();
		const id = bench.mintId();
		const body = { ...requestSample, region: '361002', visitId: recordId };
		const request = bench.operation({ kind: 'request', recordId: id, body, schema: 1 });
		const [waits] = await bench.send('vol', [request]);
		expect(waits).toMatchObject({ outcome: 'parked', refusal: 'no-such-parent' });
		const { actor, context } = await bench.desk('rev');
		await updated(() => retryParked(actor, context.rights, opId));
		const rows = await bench.database.reader
			.selectFrom('record')
			.select(['id', 'parent'])
			.where('id', '=', id)
			.execute();
		expect(rows).toEqual([{ id, parent: recordId }]);
		expect(await stoppedOperations(context, { handled: false })).toEqual([]);
	});

	it('are nobody’s to judge who has no right there', async () => {
		const { opId } = await parkedVisit();
		for (const person of ['revfar', 'aud']) {
			const { actor, context } = await bench.desk(person);
			expect(await retryParked(actor, context.rights, opId)).toBeUndefined();
			expect(await markDealtWith(actor, context.rights, opId)).toBe(false);
		}
	});

	it('leave the list when they were dealt with, and stay in custody', async () => {
		const { opId } = await parkedVisit();
		const { actor, context } = await bench.desk('rev');
		expect(await markDealtWith(actor, context.rights, opId)).toBe(true);
		expect(await stoppedOperations(context, { handled: false })).toEqual([]);
		const [handled] = await stoppedOperations(context, { handled: true });
		expect(handled?.opId).toBe(opId);
		expect(handled?.raw).toContain('新版工地');
	});
});
