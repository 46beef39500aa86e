import { expect } from '@playwright/test';
import type { World } from './world.ts';

const line = (supply: string, qty: number, batch = '') => {
	return { id: '0197e9a0-1111-7000-8000-0000000000a1', supply, qty, batch, expiry: null };
};

/** What another county's store sent to the coordinator's, and nobody has counted yet: its id. */
export function sendTransfer(world: World): Promise<string> {
	const places = { from: 'store:CK-361026', to: 'store:CK-361024', region: '361026' };
	return move(world, { ...places, act: 'transfer', lines: [line('CS-D02', 20)] });
}

/** The coordinator's store has less than nothing of a batch. */
export function loseUnknownBatch(world: World): Promise<string> {
	const places = { from: 'store:CK-361024', to: null, region: '361024' };
	return move(world, { ...places, act: 'loss', lines: [line('CS-H01', 3, 'NOBODY')] });
}

async function move(world: World, body: Record<string, unknown>): Promise<string> {
	const city = await world.device('administrator');
	const movement = city.operation('movement', { ...body, team: null });
	const { verdicts } = await city.push([movement]);
	expect(verdicts[0]?.outcome).toBe('applied');
	return movement.recordId;
}
