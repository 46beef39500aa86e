import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visit } from '#lib/records/visit/visit.ts';
import { markDealtWith, retryParked, stoppedOperations } from './stopped-operations.ts';
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
