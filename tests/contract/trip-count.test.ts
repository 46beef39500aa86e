/** A trip on a phone and at the server: the same records by number and hash, and of each person only the own ones. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { tripCount } from '#lib/server/sync/trip-count.ts';
import { readTripFacts } from '#lib/storage/trips/trip-facts.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { type Deployment, newId, type Person } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const TRIP = newId();
const facts = (phone: TestPhone, person: Person) =>
	phone.databases.saves.run((database) => readTripFacts(database, TRIP, person));
const atServer = (person: Person) => tripCount(town.database, person, TRIP, town.now);
// Phones of a test draw the same random numbers.
const record = (phone: TestPhone, change: Record<string, unknown> = {}, recordId = newId()) =>
	phone.save(
		'visit',
		{ team: 'T1', organisation: null, placeText: newId(), tripId: TRIP, ...change },
		{ recordId, opId: newId() }
	);

describe('a trip', () => {
	it('is the same on the phone and at the server once all is sent', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		await record(phone);
		await record(phone);
		await record(phone, { tripId: null });
		expect(await facts(phone, 'vol')).toMatchObject({ waiting: 2, confirmed: { count: 0, hash: 0 } });
		expect(await atServer('vol')).toMatchObject({ count: 0, hash: 0 });

		await phone.sync();
		const { records, waiting, confirmed } = await facts(phone, 'vol');
		expect([records.length, waiting]).toEqual([2, 0]);
		expect(confirmed.count).toBe(2);
		expect(await atServer('vol')).toMatchObject(confirmed);
	});

	it('differs as soon as one record has another form, or the phone lacks one', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		const id = await record(phone);
		await phone.sync();
		town.now = new Date(town.now.getTime() + 60_000);
		const before = await atServer('vol');

		await town.addDevice('vol', 'vol-2');
		const other = await phoneOf(town, 'vol', 'vol-2');
		await other.sync();
		await record(other, { remark: '另' }, id);
		await other.sync();
		const after = await atServer('vol');
		expect(after.count).toBe(before.count);
		expect(after.hash).not.toBe(before.hash);
		expect((await facts(phone, 'vol')).confirmed).toMatchObject({ hash: before.hash });
		await phone.sync();
		expect((await facts(phone, 'vol')).confirmed).toEqual({ count: after.count, hash: after.hash });

		await record(other);
		await other.sync();
		expect((await atServer('vol')).count).toBe((await facts(phone, 'vol')).confirmed.count + 1);
	});

	it('counts of each person only what that person recorded', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		const mate = await phoneOf(town, 'mate', 'mate');
		await record(phone);
		await record(mate);
		await record(mate);
		await phone.sync();
		await mate.sync();
		expect(await atServer('vol')).toMatchObject({ count: 1 });
		expect(await atServer('mate')).toMatchObject({ count: 2 });
		expect(await atServer('far')).toMatchObject({ count: 0, hash: 0 });
		// A lead's phone has the team's open records too: they are not the lead's own.
		const lead = await phoneOf(town, 'lead', 'lead');
		await lead.sync();
		expect((await facts(lead, 'lead')).confirmed.count).toBe(0);
	});
});
