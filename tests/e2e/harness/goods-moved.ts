import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { World } from './world.ts';

const newId = () => uuidV7(Date.now(), randomBytes(10));
const line = (supply: string, qty: number, batch = '') => {
	return { id: '0197e9a0-1111-7000-8000-0000000000a1', supply, qty, batch, expiry: null };
};

/** What another county's store sent to the coordinator's, and nobody has counted yet: its id. */
export function sendTransfer(world: World): Promise<string> {
	const places = { from: 'store:CK-361026', to: 'store:CK-361024', region: '361026' };
	return move(world, { ...places, act: 'transfer', lines: [line('CS-D02', 20)] });
}

export interface Batch {
	readonly batch: string;
	readonly expiry: string;
	readonly qty: number;
}

/** The coordinator's store gives the volunteer's team so much of each batch. */
export function issueBatches(world: World, supply: string, batches: readonly Batch[]): Promise<string> {
	const places = { from: 'store:CK-361024', to: 'team:TM22', region: '361024' };
	const lines = batches.map(({ batch, expiry, qty }) => ({
		...line(supply, qty, batch),
		id: newId(),
		expiry
	}));
	return move(world, { ...places, act: 'issue', lines });
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
