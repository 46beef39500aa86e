/** PostgreSQL away for a minute: nobody is told anything but to come again, and afterwards all of it is there, once. */
import type { Operation } from '#lib/domain/operation.ts';
import { credentials } from '../harness/accounts.ts';
import { health, test, type Away } from '../harness/away.ts';
import { Browser, PHONE } from '../harness/browser.ts';
import type { Answer, Device } from '../harness/device.ts';
import { Phone } from '../harness/phone.ts';
import { runSql } from '../harness/postgres.ts';
import { VISIT } from '../harness/samples.ts';
import { expect } from '../harness/world.ts';

const CUT = 60_000;
/** Longer than the database itself waits for a transaction of which it hears nothing (`database/postgres.ts`). */
const SILENCE = 65_000;

/** Does something once a second for so long: that is how long the database is away. */
async function everySecond(millis: number, work: () => Promise<void>): Promise<void> {
	for (const until = performance.now() + millis; performance.now() < until;) {
		await work();
		await new Promise((wake) => setTimeout(wake, 1_000));
	}
}

async function isThereOnce(away: Away, ids: readonly string[]): Promise<void> {
	const listed = ids.map((id) => `'${id}'`).join();
	const { rows } = await runSql(away.database, `select rev, no from record where id in (${listed})`);
	expect(rows).toHaveLength(ids.length);
	expect(rows.every(({ rev }: { rev: number }) => rev === 1)).toBe(true);
	expect(new Set(rows.map(({ no }: { no: string }) => no)).size).toBe(ids.length);
}

/** Sent again until it is taken: a connection that broke meanwhile may only be found by who uses it next. */
async function isApplied(device: Device, operations: readonly Operation[]): Promise<void> {
	await expect(async () => {
		const { verdicts } = await device.push(operations);
		expect(verdicts.map(({ outcome }) => outcome)).toEqual(operations.map(() => 'applied'));
	}).toPass({ timeout: 60_000 });
}

test('cut off for a minute: every answer says when to come back, and the phone that saved meanwhile sends it', async ({
	away
}) => {
	const { server, proxy } = away;
	const { pid } = server;
	const device = await away.device();
	const phone = new Phone(new Browser(server.url, PHONE));
	await phone.open();
	const { login, password } = credentials('otherVolunteer');
	await phone.signIn(login, password);
	const sent: Operation[] = [];

	await proxy.cut();
	const saved = await phone.save('visit', VISIT);
	const sync = await phone.sync();
	await sync.sendNow();
	let asked = 0;
	await everySecond(CUT, async () => {
		const operation = device.operation('visit');
		sent.push(operation);
		const answer = await device.send('/api/sync/push', device.pushText([operation]));
		expect(answer).toMatchObject({ status: 503, retryAfter: '10' });
		const page = await fetch(`${server.url}/desk`, { headers: { cookie: 'lf_desk=of-somebody' } });
		expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
		expect(await health(away)).toBe(200);
		asked++;
	});
	expect(asked).toBeGreaterThan(10);
	await expect(sync.waiting).toHaveText('1');

	await proxy.mend();
	await phone.settle();
	await (await phone.record(saved)).isAtStage('on_server');
	await isApplied(device, sent);
	await isThereOnce(away, [saved, ...sent.map(({ recordId }) => recordId)]);
	expect(server.pid).toBe(pid);
	await phone.browser.dispose();
});

test('silent for longer than a minute: what was asked is answered or to be asked again, and is there once', async ({
	away
}) => {
	const { server, proxy } = away;
	const { pid } = server;
	const devices = await Promise.all(Array.from({ length: 3 }, () => away.device()));
	const sent = devices.map((): Operation[] => []);
	const answers: Promise<Answer>[] = [];
	const ask = (count: number) => {
		for (const [at, device] of devices.entries()) {
			const operations = Array.from({ length: count }, () => device.operation('visit'));
			sent[at]?.push(...operations);
			answers.push(device.send('/api/sync/push', device.pushText(operations)));
		}
	};
	// Pushes of this size take some hundred milliseconds: most are in the middle of their transaction, which the database then
	// gives up.
	ask(200);
	expect(await health(away)).toBe(200);
	proxy.silence();
	ask(1);
	let asked = 0;
	await everySecond(SILENCE, async () => {
		expect(await health(away)).toBe(200);
		// More of them than the server has connections.
		if (asked++ < 4) ask(1);
	});
	proxy.speak();
	for (const { status, retryAfter } of await Promise.all(answers)) {
		expect([200, 503]).toContain(status);
		if (status === 503) expect(retryAfter).toBe('10');
	}
	for (const [at, device] of devices.entries()) await isApplied(device, sent[at] ?? []);
	await isThereOnce(
		away,
		sent.flat().map(({ recordId }) => recordId)
	);
	expect(server.pid).toBe(pid);
	expect(server.log).not.toContain('operation-parked');
});
