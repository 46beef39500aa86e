/** A transfer that a phone read from its giver's screen, and the server's word on it: listed until it is over, and no longer. */
import { expect, it } from 'vitest';
import type { OpenTransfer } from '#lib/domain/stock/in-hand.ts';
import { kindOf } from '#lib/records/index.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { keepScanned } from '#lib/storage/stock/keep-scanned.ts';
import { readStock, type ReadMovement } from '#lib/storage/stock/read-stock.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { type Deployment, newId, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';
import { moved, openStores } from './stock-town.ts';

const AS_MOVEMENT = { kind: 'movement' };
/** A colleague's own, given to the team of both. */
const PLACES = ['person:vol', 'team:T1'] as const;

let town: Deployment;
let phone: TestPhone;
eachTown(async (opened) => {
	town = opened;
	await openStores(town);
	phone = await phoneOf(town, 'mate', 'mate');
	await phone.sync();
});

const read: ReadMovement = ({ id, kind, recorder, state }, _schema, body) =>
	kindOf(kind)?.moves?.(id, body, { recorder, state }) ?? null;

/** Ids of the transfers that the phone lists. */
async function listed(): Promise<string[]> {
	const { open } = await phone.databases.saves.run((database) => readStock(database, read));
	return open.map(({ id }) => id);
}

async function give(): Promise<string> {
	const id = newId();
	const verdict = await town.act('vol', 'create', id, 0, moved('transfer', ...PLACES, 6), AS_MOVEMENT);
	expect(verdict.outcome).toBe('applied');
	return id;
}

/** On another phone of the team: this one has no record of it. */
async function confirmElsewhere(about: string): Promise<void> {
	const body = moved('confirm', ...PLACES, 6, { about });
	expect((await town.act('vol', 'create', newId(), 0, body, AS_MOVEMENT)).outcome).toBe('applied');
}

async function scan(id: string): Promise<void> {
	const [from, to] = PLACES;
	const transfer: OpenTransfer = {
		...{ id, from, to, region: REGION, date: '2025-07-09', by: '', byName: '', lines: [] }
	};
	await keepScanned(phone.databases, transfer, '2025-07-09');
}

it('of which the server knows nothing yet stays', async () => {
	const id = newId();
	await scan(id);
	await phone.sync();
	expect(await listed()).toEqual([id]);
	expect(phone.logged).toEqual([]);
});

it('that is confirmed elsewhere goes, also where the scope is pulled anew meanwhile', async () => {
	const [first, second, other] = [await give(), await give(), await give()];
	await scan(first);
	await confirmElsewhere(first);
	await phone.sync();
	expect((await listed()).sort()).toEqual([second, other].sort());

	await scan(second);
	await confirmElsewhere(second);
	// The server came back from a backup: every scope begins again.
	await town.database.transaction(raiseEpoch);
	await phone.sync();
	await phone.sync();
	expect(await listed()).toEqual([other]);
});

it('that was over before it was read from a screen without a network goes with the next exchange', async () => {
	const id = await give();
	await phone.sync();
	await confirmElsewhere(id);
	await phone.sync();
	expect(await listed()).toEqual([]);
	await scan(id);
	expect(await listed()).toEqual([id]);
	await phone.sync();
	expect(await listed()).toEqual([]);
	expect(phone.logged).toEqual([]);
});
