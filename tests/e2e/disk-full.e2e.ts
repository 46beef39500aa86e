/** A server whose disk runs full: it says so, loses nothing it acknowledged, and goes on when there is room. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, sampleFolder } from './harness/accounts.ts';
import { Device } from './harness/device.ts';
import { freePort, Server } from './harness/server.ts';
import { SmallDisk } from './harness/small-disk.ts';
import { expect, test } from './harness/world.ts';

test('a full disk: 503 with the time to wait, nothing acknowledged, nothing parked; with room again all goes in', async () => {
	const server = new Server(await freePort(), {});
	const disk = new SmallDisk(server.dataDir, 128, () => server.pid);
	try {
		cpSync(join(sampleFolder(), 'data'), server.dataDir, { recursive: true });
		await server.start();
		const pid = server.pid;
		const device = new Device(server.url);
		const { login, password } = credentials('volunteer');
		await device.signIn(login, password);
		const operations = (count: number) => Array.from({ length: count }, () => device.operation('visit'));
		const first = operations(20);
		const kept = (await device.push(first)).verdicts;

		disk.fill();
		const second = operations(300);
		for (let times = 0; times < 3; times++) {
			const answer = await device.send('/api/sync/push', device.pushText(second));
			expect(answer).toMatchObject({ status: 503, retryAfter: '10' });
			expect(JSON.parse(answer.body)).toEqual({ error: 'busy', retryAfterSeconds: 10 });
		}
		expect((await fetch(`${server.url}/api/health`)).status).toBe(200);
		expect(server.pid).toBe(pid);

		disk.free();
		const { verdicts } = await device.push(second);
		expect(verdicts.map(({ outcome }) => outcome)).toEqual(second.map(() => 'applied'));
		// The power fails: what was acknowledged is on the disk.
		await server.restart();
		const again = (await device.push([...first, ...second])).verdicts;
		expect(again.map(({ opId, no }) => [opId, no])).toEqual(
			[...kept, ...verdicts].map(({ opId, no }) => [opId, no])
		);
		expect(new Set(again.map(({ no }) => no)).size).toBe(320);
		expect(server.log).toContain('database-away');
		expect(server.log).not.toContain('operation-parked');
	} finally {
		await server.kill();
		disk.remove();
		await server.dispose();
	}
});
