/** PostgreSQL out of reach, silent, and ending connections: the server stays, says when to come back, and loses nothing. */
import type { Operation } from '#lib/domain/operation.ts';
import { credentials } from '../harness/accounts.ts';
import { health, test } from '../harness/away.ts';
import { Browser, PHONE } from '../harness/browser.ts';
import type { Device } from '../harness/device.ts';
import { Phone } from '../harness/phone.ts';
import { runSql } from '../harness/postgres.ts';
import { VISIT } from '../harness/samples.ts';
import { expect } from '../harness/world.ts';

test('out of reach: a phone keeps its work and is told to wait, and goes on afterwards', async ({ away }) => {
	const { server, proxy } = away;
	const device = await away.device();
	const phone = new Phone(new Browser(server.url, PHONE));
	await phone.open();
	const { login, password } = credentials('otherVolunteer');
	await phone.signIn(login, password);
	const operation = device.operation('visit');
	const text = device.pushText([operation]);

	await proxy.cut();
	const answers = await Promise.all(Array.from({ length: 15 }, () => device.send('/api/sync/push', text)));
	for (const answer of answers) expect(answer).toMatchObject({ status: 503, retryAfter: '10' });
	const page = await fetch(`${server.url}/desk`, { headers: { cookie: 'lf_desk=of-somebody' } });
	expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
	const saved = await phone.save('visit', VISIT);
	const sync = await phone.sync();
	await sync.sendNow();
	await expect(sync.waiting).toHaveText('1');
	expect(await health(away)).toBe(200);

	await proxy.mend();
	await phone.settle();
	await (await phone.record(saved)).isAtStage('on_server');
	expect((await device.push([operation])).verdicts).toMatchObject([{ outcome: 'applied' }]);
	const rows = await runSql(
		away.database,
		`select id from record where id in ('${saved}', '${operation.recordId}')`
	);
	expect(rows.rowCount).toBe(2);
	await phone.browser.dispose();
});

test('silent for a while: what was asked is answered when it speaks again', async ({ away }) => {
	const device = await away.device();
	const operations = [device.operation('visit'), device.operation('visit')];
	away.proxy.silence();
	const asked = operations.map((operation) => device.push([operation]));
	expect(await health(away)).toBe(200);
	away.proxy.speak();
	for (const answer of await Promise.all(asked))
		expect(answer.verdicts).toMatchObject([{ outcome: 'applied' }]);
});

test('connections ended in the middle of pushes: nothing acknowledged is lost, nothing is there twice', async ({
	away
}) => {
	const senders = await Promise.all(Array.from({ length: 4 }, () => away.device()));
	const { pid } = away.server;
	const acknowledged = new Map<string, string | null>();
	let refused = 0;
	const send = async (device: Device, operations: readonly Operation[]) => {
		for (;;) {
			const answer = await device.send('/api/sync/push', device.pushText(operations));
			if (answer.status === 503) {
				refused++;
				continue;
			}
			expect(answer.status).toBe(200);
			const { verdicts } = JSON.parse(answer.body) as {
				verdicts: { opId: string; outcome: string; no: string | null }[];
			};
			for (const { opId, outcome, no } of verdicts) {
				expect(outcome).toBe('applied');
				acknowledged.set(opId, no);
			}
			return;
		}
	};
	const sent: Operation[] = [];
	while (refused < 5) {
		const batches = senders.map((device) => Array.from({ length: 40 }, () => device.operation('visit')));
		sent.push(...batches.flat());
		let isSending = true;
		const sending = Promise.all(senders.map((device, at) => send(device, batches[at] ?? []))).finally(
			() => (isSending = false)
		);
		for (let times = 0; times < 5 && isSending; times++) {
			await runSql(
				away.database,
				`select pg_terminate_backend(pid) from pg_stat_activity
				 where application_name = 'liangfeng' and datname = current_database() and state <> 'idle'`
			);
		}
		await sending;
	}
	expect(away.server.pid).toBe(pid);
	expect(acknowledged.size).toBe(sent.length);
	expect(new Set(acknowledged.values()).size).toBe(sent.length);
	const ids = sent.map(({ recordId }) => `'${recordId}'`).join();
	const { rows } = await runSql(away.database, `select no, rev from record where id in (${ids})`);
	expect(rows).toHaveLength(sent.length);
	expect(rows.every(({ rev }: { rev: number }) => rev === 1)).toBe(true);
	expect(away.server.log).not.toContain('operation-parked');
});
