import { afterEach, beforeEach, expect, it } from 'vitest';
import { visit } from '#lib/records/visit/visit.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';
import { importUnsent } from './testing/bring-unsent.ts';
import { markDealtWith, stoppedOperations, countStopped } from './stopped-operations.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

async function fileOf(operations: readonly unknown[], changes: object = {}): Promise<string> {
	const meta = await bench.database.reader.selectFrom('meta').select('server_id').executeTakeFirstOrThrow();
	return JSON.stringify({
		format: 'liangfeng-unsent',
		version: 1,
		serverId: meta.server_id,
		accountId: 'vol',
		deviceId: bench.deviceOf('vol'),
		operations,
		...changes
	});
}
const body = { ...visit.sample, region: '361002', date: '2026-07-24' };

it('takes a phone’s file once, however often it is brought', async () => {
	const { actor, context } = await bench.desk('rev');
	const operations = [
		bench.operation({ recordId: bench.mintId(), body }),
		bench.operation({ recordId: bench.mintId(), body: { ...body, date: '2027-01-01' } })
	];
	const text = await fileOf(operations);
	const first = await importUnsent(actor, context.rights, text);
	const second = await importUnsent(actor, context.rights, text);
	expect(first).toEqual(second);
	expect(first.ok && first.result.verdicts.map((one) => one.outcome)).toEqual(['applied', 'rejected']);
	const records = await bench.database.reader.selectFrom('record').select('recorder').execute();
	expect(records).toEqual([{ recorder: 'vol' }]);

	const stopped = await stoppedOperations(context, { handled: false });
	expect(stopped.map((one) => one.opId)).toEqual([operations[1]?.opId]);
	expect(stopped[0]?.issues[0]?.text).not.toMatch(/^rule_/);
	const far = await bench.desk('revfar');
	expect(await markDealtWith(far.actor, far.context.rights, stopped[0]?.opId ?? '')).toBe(false);
	expect(await countStopped(context)).toBe(1);
	expect(await markDealtWith(actor, context.rights, stopped[0]?.opId ?? '')).toBe(true);
	expect(await countStopped(context)).toBe(0);
});

it('says of a wrong file what is wrong and changes nothing', async () => {
	const { actor, context } = await bench.desk('rev');
	const problemOf = async (text: string) => {
		const answer = await importUnsent(actor, context.rights, text);
		return answer.ok ? 'none' : answer.problem;
	};
	expect(await problemOf('PK\u0003')).toBe('not-json');
	expect(await problemOf('{"a":1}')).toBe('not-ours');
	expect(await problemOf(await fileOf([], { version: 2 }))).toBe('newer');
	const tooMany = Array.from({ length: 10_001 }, () => null);
	expect(await problemOf(await fileOf(tooMany))).toBe('too-big');
	expect(await problemOf(await fileOf([], { serverId: 'another' }))).toBe('other-server');
	expect(await problemOf(await fileOf([], { deviceId: bench.deviceOf('far') }))).toBe('unknown-device');
	const far = await bench.desk('revfar');
	const answer = await importUnsent(far.actor, far.context.rights, await fileOf([]));
	expect(answer).toEqual({ ok: false, problem: 'not-permitted' });
});
