/** The server's pokes on the production build: who hears of what, and when a stream ends. */
import { issueBatches } from './harness/goods-moved.ts';
import { lendRoster } from './harness/lent-roster.ts';
import { expect, test } from './harness/world.ts';

const scopesIn = (data: string | null) =>
	(JSON.parse(data ?? 'null') as { scope: string }[]).map(({ scope }) => scope).sort();

test('a push by one phone pokes the other phones that may see it, and no one else', async ({ world }) => {
	const sender = await world.device('volunteer');
	const own = await (await world.device('volunteer')).listen();
	const coordinator = await (await world.device('coordinator')).listen();
	const colleague = await (await world.device('otherVolunteer')).listen();
	expect(own.type).toBe('text/event-stream');
	// Each stream begins with where everything stands.
	expect(scopesIn(await own.event('poke'))).toContain('ref');
	expect(scopesIn(await coordinator.event('poke'))).toContain('area:361024');
	expect(scopesIn(await colleague.event('poke'))).not.toContain('area:361024');

	await sender.push([sender.operation('visit')]);
	const told = await own.event('poke');
	expect(scopesIn(told)).toEqual([`user:${sender.session?.account.id}`]);
	expect(Object.keys(JSON.parse(told ?? '')[0] as object).sort()).toEqual(['gen', 'head', 'scope']);
	expect(scopesIn(await coordinator.event('poke'))).toEqual(['area:361024']);

	// The colleague heard nothing of it: the next that comes is the end.
	await world.server.kill('SIGTERM');
	expect(await colleague.event('poke')).toBeNull();
});

test('goods that move poke the store and the team that they move between, and no one else', async ({
	world
}) => {
	const keeper = await (await world.device('keeper')).listen();
	const member = await (await world.device('volunteer')).listen();
	const elsewhere = await (await world.device('farKeeper')).listen();
	expect(scopesIn(await keeper.event('poke'))).toContain('store:CK-361024');
	expect(scopesIn(await member.event('poke'))).toContain('held:team:TM22');
	expect(scopesIn(await elsewhere.event('poke'))).not.toContain('store:CK-361024');

	await issueBatches(world, 'CS-M03', [{ batch: 'E2E-A', expiry: '2027-10-31', qty: 20 }]);
	expect(scopesIn(await keeper.event('poke'))).toEqual(['store:CK-361024']);
	expect(scopesIn(await member.event('poke'))).toEqual(['held:team:TM22']);
	// Who keeps another county's store heard nothing of it: the next that comes is the end.
	await world.server.kill('SIGTERM');
	expect(await elsewhere.event('poke')).toBeNull();
});

test('a stream ends with its session, and with the server, which does not wait for it', async ({ world }) => {
	const device = await world.device('volunteer');
	const stream = await device.listen();
	expect(await stream.event('poke')).not.toBeNull();
	await device.send('/api/auth/sign-out', '{}');
	expect(await stream.event('end')).toBe('session');
	const refused = await device.listen();
	expect([refused.status, refused.type]).toEqual([401, 'application/json']);

	const other = await (await world.device('coordinator')).listen();
	const began = performance.now();
	const code = await world.server.kill('SIGTERM');
	expect(await other.event('end')).toBe('stopping');
	expect(code).toBe(0);
	expect(performance.now() - began).toBeLessThan(5_000);
});

test('a phone in sight pulls by itself what another one sent', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const sender = await world.device('volunteer');
	const listening = phone.page.waitForRequest((request) => request.url().endsWith('/api/sync/live'));
	await phone.page.reload();
	await listening;
	// Idle: the exchange after the start is over.
	await phone.page.waitForResponse((response) => response.url().endsWith('/api/sync/pull'));
	const { recordId, ...operation } = sender.operation('visit');
	const pulled = phone.page.waitForResponse(
		async (response) =>
			response.url().endsWith('/api/sync/pull') && (await response.text()).includes(recordId)
	);
	await sender.push([{ ...operation, recordId }]);
	await pulled;
});

test('a roster that is lent is on an online phone of the team at once', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const listening = phone.page.waitForRequest((request) => request.url().endsWith('/api/sync/live'));
	await phone.page.reload();
	await listening;
	await phone.page.waitForResponse((response) => response.url().endsWith('/api/sync/pull'));
	const desk = await world.desk('coordinator');
	const pulled = phone.page.waitForResponse(
		async (response) =>
			response.url().endsWith('/api/sync/pull') && (await response.text()).includes('李*安'),
		{ timeout: 60_000 }
	);
	await lendRoster(desk, '');
	const lent = Date.now();
	await pulled;
	// Without the poke it would be the next timer, minutes later.
	expect(Date.now() - lent).toBeLessThan(15_000);
});
