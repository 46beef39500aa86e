/** Two processes of the product on one PostgreSQL database: each serves any phone, and one may die at any moment. */
import type { Operation } from '#lib/domain/operation.ts';
import { credentials } from '../harness/accounts.ts';
import { Device } from '../harness/device.ts';
import { expect, test } from '../harness/world.ts';

const POKED_WITHIN = 2_000;

test('a phone moves between servers, and a poke reaches the phone at the other one', async ({ world }) => {
	const second = await world.secondServer();
	const sender = await world.device('volunteer');
	const coordinator = new Device(second.url);
	const { login, password } = credentials('coordinator');
	await coordinator.signIn(login, password);
	const stream = await coordinator.listen();
	expect(await stream.event('poke')).not.toBeNull();

	for (const url of [world.server.url, second.url, world.server.url]) {
		sender.moveTo(url);
		const operation = sender.operation('visit');
		const told = stream.event('poke');
		const { verdicts } = await sender.push([operation]);
		expect(verdicts).toMatchObject([{ outcome: 'applied' }]);
		const answered = performance.now();
		expect(JSON.parse((await told) ?? 'null')).toMatchObject([{ scope: 'area:361024' }]);
		expect(performance.now() - answered).toBeLessThan(POKED_WITHIN);
		const open = await coordinator.pullScope('area:361024');
		expect(open.map((row) => row.id)).toContain(operation.recordId);
	}
	stream.hangUp();
});

test('one server killed in the middle of pushes: what is sent again to the other is there once', async ({
	world
}) => {
	const second = await world.secondServer();
	const senders = await Promise.all(Array.from({ length: 4 }, () => world.device('volunteer')));
	const acknowledged = new Map<string, string>();
	const sent: Operation[] = [];
	let kills = 0;
	let lost = 0;

	async function sendUntilAnswered(device: Device, operations: Operation[]): Promise<void> {
		for (const url of [world.server.url, second.url]) {
			device.moveTo(url);
			try {
				const { verdicts } = await device.push(operations);
				for (const { opId, no, outcome } of verdicts) {
					expect(outcome).toBe('applied');
					acknowledged.set(opId, no ?? '');
				}
				return;
			} catch {
				lost++;
			}
		}
		throw new Error('Neither server answered.');
	}

	while (kills < 3) {
		const batches = senders.map((device) => Array.from({ length: 40 }, () => device.operation('visit')));
		sent.push(...batches.flat());
		const sending = Promise.all(senders.map((device, at) => sendUntilAnswered(device, batches[at] ?? [])));
		// Pushes of this size take some 100 ms: the kill falls before, between and after their commits.
		await new Promise((wake) => setTimeout(wake, 20 + 60 * kills));
		await world.server.kill('SIGKILL');
		kills++;
		await sending;
		await world.server.start();
	}
	expect(lost).toBeGreaterThan(0);
	expect(acknowledged.size).toBe(sent.length);

	const [device] = senders;
	const rows = (await device?.pullScope(`user:${device.session?.account.id}`)) ?? [];
	const bodies = new Map(rows.map((row) => [row.id, row.body as { no: string; rev: number }]));
	for (const { opId, recordId } of sent) {
		expect(bodies.get(recordId)).toMatchObject({ no: acknowledged.get(opId), rev: 1 });
	}
	expect(new Set(acknowledged.values()).size).toBe(sent.length);
	const again = await device?.push(sent.slice(0, 40));
	expect(again?.verdicts.map(({ no }) => no)).toEqual(
		sent.slice(0, 40).map(({ opId }) => acknowledged.get(opId))
	);
});
