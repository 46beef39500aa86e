/** Requests that no app of ours makes: the server answers each, and nothing comes of it. */
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import type { SimPhone } from './phone.ts';
import { DEVICE_IDS, REGIONS, tokenOf } from './population.ts';
import { Crash } from './server.ts';
import type { World } from './world.ts';

function bodyOf(world: World, phone: SimPhone, how: number): string {
	const envelope = {
		protocol: 1,
		deviceId: phone.deviceId,
		epoch: world.server.epoch,
		nonce: 'nonce-of-a-stranger',
		deviceTime: new Date(world.timeline.now).toISOString(),
		grantsRev: 1_000,
		heartbeat: { unsent: { count: 0, oldest: null }, persistent: null, freeBytes: null, appVersion: '' }
	};
	// An id that the server knows by now; one that it does not is known to its phone alone.
	const known = [...world.memory.saved.values()].filter((one) => one.place === 'journal');
	const stolen = world.memory.restores > 0 ? undefined : known.at(-1)?.operation;
	switch (how) {
		case 0:
			return '{"operations":[';
		case 1:
			return JSON.stringify({ ...envelope, operations: [null, 7, 'text', [], {}, { opId: 'x' }] });
		case 2:
			// The id of another's act, with another body.
			return JSON.stringify({
				...envelope,
				operations: stolen ? [{ ...stolen, body: { text: 'mine' } }] : []
			});
		case 3:
			return JSON.stringify({ ...envelope, protocol: 99, operations: [] });
		case 4:
			return JSON.stringify({ ...envelope, deviceId: DEVICE_IDS['city']?.[0], operations: [] });
		case 6:
			// Deeper than any reader goes.
			return JSON.stringify({ ...envelope, operations: [] }).replace(
				'[]',
				'['.repeat(5_000) + ']'.repeat(5_000)
			);
		case 7:
			return JSON.stringify({ ...envelope, operations: Array.from({ length: 1_001 }, () => stolen ?? null) });
		case 8:
			return JSON.stringify({
				...envelope,
				operations: [{ ...stolen, n: 1e308, at: '+275760-09-13T00:00:00Z' }]
			});
		case 9:
			return JSON.stringify({
				...{ ...envelope, unresolved: [stolen?.opId ?? ''] },
				cursors: REGIONS.map((code) => ({ scope: `area:${code}`, gen: 1, seq: 0 }))
			});
		default:
			return JSON.stringify({ ...envelope, operations: [{ ...stolen, opId: undefined, verb: 'void' }] });
	}
}

export async function sendHostile(world: World, phone: SimPhone, how: number): Promise<void> {
	const { server, timeline, memory, log } = world;
	if (!server.isUp) return;
	const arrival = {
		path: how === 9 ? ('/api/sync/pull' as const) : ('/api/sync/push' as const),
		headers: { [ACCOUNT_HEADER]: phone.account },
		text: bodyOf(world, phone, how),
		device: phone.deviceId,
		token: tokenOf(phone.deviceId)
	};
	await timeline.enter(server.owner, () => {
		server.receive(arrival).then(
			({ status }) => log(`hostile request: ${status}`),
			(error: unknown) => {
				if (!(error instanceof Crash)) memory.fail(9, `a hostile request was not answered: ${String(error)}`);
			}
		);
	});
}
