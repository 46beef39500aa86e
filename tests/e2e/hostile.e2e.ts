/** Bad input over raw HTTP: a clear answer, nothing lost, and the server goes on. */
import { gzipSync } from 'node:zlib';
import type { Answer, Device } from './harness/device.ts';
import { expect, test } from './harness/world.ts';

const GZIP = { 'content-encoding': 'gzip' };

/** The answer is JSON with a word for the client, never a page and never a trace of the inside. */
function expectClear(answer: Answer, status: number): void {
	expect(answer.status, answer.body.slice(0, 300)).toBe(status);
	expect(answer.type).toContain('application/json');
	expect(answer.body).not.toMatch(/\bat .+:\d+:\d+|node_modules|SQLITE/);
}

/** After the blow: an honest push of the same device is accepted. */
async function expectStillServing(device: Device): Promise<void> {
	const { verdicts } = await device.push([device.operation('visit')]);
	expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied']);
}

test('a truncated gzip is refused and stores nothing', async ({ world }) => {
	const device = await world.device('volunteer');
	const operation = device.operation('visit');
	const whole = gzipSync(device.pushText([operation]));
	expectClear(await device.send('/api/sync/push', whole.subarray(0, whole.length - 20), GZIP), 400);
	const { verdicts } = await device.push([operation]);
	expect(verdicts[0]?.outcome).toBe('applied');
});

test('ten megabytes, plain or hidden in a gzip, are too big', async ({ world }) => {
	const device = await world.device('volunteer');
	const big = device.pushText([device.operation('visit', { remark: 'x'.repeat(10_000_000) })]);
	const plain = await device.send('/api/sync/push', big);
	expect(plain.status).toBe(413);
	expectClear(await device.send('/api/sync/push', gzipSync(big), GZIP), 413);
	await expectStillServing(device);
});

test('one poison operation among fifty stops only itself', async ({ world }) => {
	const device = await world.device('volunteer');
	const operations = Array.from({ length: 50 }, (_unused, at) =>
		at === 24 ? device.operation('visit', { peopleMet: 'many' }) : device.operation('visit')
	);
	const first = await device.push(operations);
	expect(first.verdicts.map(({ opId }) => opId)).toEqual(operations.map(({ opId }) => opId));
	expect(first.verdicts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(49);
	expect(first.verdicts[24]).toMatchObject({ outcome: 'rejected', refusal: 'invalid-body', no: null });
	// A lost answer: the same bytes again bring the same verdicts and no second record.
	const again = await device.push(operations);
	expect(again.verdicts.map(({ no }) => no)).toEqual(first.verdicts.map(({ no }) => no));
	expect(again.verdicts[24]).toMatchObject({ outcome: 'rejected', refusal: 'invalid-body' });
	const rows = await device.pullScope(`user:${device.session?.account.id}`);
	const pushed = new Set(operations.map(({ recordId }) => recordId));
	expect(rows.filter(({ id }) => pushed.has(id))).toHaveLength(49);
});

test('what is no operation at all stops nobody else', async ({ world }) => {
	const device = await world.device('volunteer');
	const good = device.operation('visit');
	for (const nonsense of [null, 'DROP TABLE record', [], { opId: 'x' }, { ...good, opId: 7 }]) {
		await device.push([nonsense]);
	}
	const { verdicts } = await device.push([{ hello: 1 }, good, null]);
	expect(verdicts).toContainEqual(expect.objectContaining({ opId: good.opId, outcome: 'applied' }));
});

test('another protocol, no JSON, no session: each has its status', async ({ world }) => {
	const device = await world.device('volunteer');
	expectClear(await device.send('/api/sync/push', device.pushText([], { protocol: 0 })), 426);
	expectClear(await device.send('/api/sync/push', 'hello'), 400);
	expectClear(await device.send('/api/sync/push', '{"protocol":1}'), 400);
	expectClear(await device.send('/api/sync/push', device.pushText([]), { cookie: '' }), 401);
	await expectStillServing(device);
});

test('a newer schema is kept in custody, an unknown kind has its reason', async ({ world }) => {
	const device = await world.device('volunteer');
	const newer = { ...device.operation('visit'), schema: 999 };
	const strange = { ...device.operation('visit'), kind: 'census' };
	const { verdicts } = await device.push([newer, strange]);
	expect(verdicts[0]).toMatchObject({ outcome: 'parked', refusal: 'newer-schema' });
	expect(verdicts[1]).toMatchObject({ refusal: 'unknown-kind', no: null });
});

test('an operation of another region is refused with that reason', async ({ world }) => {
	const stranger = await world.device('stranger');
	const { verdicts } = await stranger.push([stranger.operation('visit')]);
	expect(verdicts[0]).toMatchObject({ outcome: 'rejected', refusal: 'wrong-region', no: null });
});

test('a reused operation id with another body is refused, the first stands', async ({ world }) => {
	const device = await world.device('volunteer');
	const first = device.operation('visit', { remark: '第一' });
	await device.push([first]);
	const second = { ...first, body: { ...(first.body as object), remark: '第二' } };
	const { verdicts } = await device.push([second]);
	expect(verdicts[0]).toMatchObject({ outcome: 'rejected', refusal: 'reused-op-id' });
	const rows = await device.pullScope(`user:${device.session?.account.id}`);
	const row = rows.find(({ id }) => id === first.recordId);
	expect(JSON.stringify(row?.body)).toContain('第一');
	expect(JSON.stringify(row?.body)).not.toContain('第二');
});

test('a cursor from the future starts the scope again', async ({ world }) => {
	const device = await world.device('volunteer');
	await device.push([device.operation('visit')]);
	const scope = `user:${device.session?.account.id}`;
	const { pages } = await device.pull([{ scope, gen: 1, seq: 9_000_000 }]);
	const page = pages.find((candidate) => candidate.scope === scope);
	expect(page?.from).toBe(0);
	expect(page?.rows.length).toBeGreaterThan(0);
});

const TEXTS: readonly (readonly [string, string])[] = [
	['script', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
	['SQL', `'); DROP TABLE record; --`],
	['rare characters', '𠮷𡈽🈶㐂 ｶﾅ é'],
	['300 characters', '名'.repeat(300)]
];
for (const [name, remark] of TEXTS) {
	test(`${name} in a text come back as they were typed`, async ({ world }) => {
		const device = await world.device('volunteer');
		const operation = device.operation('visit', { remark });
		expect((await device.push([operation])).verdicts[0]?.outcome).toBe('applied');
		const rows = await device.pullScope(`user:${device.session?.account.id}`);
		const view = rows.find(({ id }) => id === operation.recordId)?.body as { body: { remark: string } };
		expect(view.body.remark).toBe(remark);
	});
}
