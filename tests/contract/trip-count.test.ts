/** A trip on a phone and at the server: the same records by number and hash, and of each person only the own ones. */
import { describe, expect, it } from 'vitest';
import { tripCount } from '#lib/server/sync/trip-count.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { handout as handoutKind } from '#lib/records/handout/handout.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { readTripFacts } from '#lib/storage/trips/trip-facts.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { type Deployment, newId, type Person, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

const TRIP = newId();
const ROWS = ['receipt', 'sign-in'];
const facts = (phone: TestPhone, person: Person) =>
	phone.databases.saves.run((database) =>
		readTripFacts(database, TRIP, { account: person, rowKinds: new Set(ROWS) })
	);
const atServer = (person: Person, rows?: readonly string[]) =>
	tripCount(town.database, person, TRIP, town.now, rows);
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

describe('rows of persons on the records of a trip', () => {
	const common = { team: 'T1', region: REGION, tripId: TRIP };
	const handOut = (phone: TestPhone, recordId = newId()) =>
		phone.save(
			'handout',
			{ ...handoutSample, ...common, recipients: [], signature: '' },
			{ recordId, opId: newId(), schema: handoutKind.version }
		);
	/** As the phone saves what it notes of a person: by the natural id. */
	const receive = (phone: TestPhone, by: Person, handoutId: string, name: string) => {
		const evidence = receiptSample.evidence.map((one) => ({ ...one, id: newId(), by }));
		const body = { ...receiptSample, ...common, handoutId, card: null, name, evidence };
		return phone.save('receipt', body, {
			...{ recordId: naturalId('receipt', handoutId, body) ?? '', opId: newId() }
		});
	};

	it('wait with it: a handout that was sent is not all there while its receipts are not', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		const handout = await handOut(phone);
		await phone.sync();
		expect(await facts(phone, 'vol')).toMatchObject({ waiting: 0, rows: [] });
		for (let at = 0; at < 30; at++) await receive(phone, 'vol', handout, `甲${at}`);
		const before = await facts(phone, 'vol');
		expect([before.records.length, before.rows.length, before.waiting]).toEqual([1, 30, 30]);
		expect(before.confirmedRows).toEqual({ count: 0, hash: 0 });
		expect((await atServer('vol', ROWS)).rows).toEqual({ count: 0, hash: 0 });

		await phone.sync();
		const after = await facts(phone, 'vol');
		expect([after.waiting, after.confirmedRows.count]).toEqual([0, 30]);
		const { rows, ...answer } = await atServer('vol', ROWS);
		expect(answer).toMatchObject(after.confirmed);
		expect(rows).toEqual(after.confirmedRows);
	});

	it('are not in what an older phone asks for, which counts the records alone', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		await receive(phone, 'vol', await handOut(phone), '甲');
		await phone.sync();
		const answer = await atServer('vol');
		expect(answer).toMatchObject((await facts(phone, 'vol')).confirmed);
		expect(answer.count).toBe(1);
		expect(answer).not.toHaveProperty('rows');
	});

	it('are those of whom this person noted something, also where a colleague was first', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		const mate = await phoneOf(town, 'mate', 'mate');
		const handout = await handOut(phone);
		await phone.sync();
		await mate.sync();
		await receive(mate, 'mate', handout, '甲');
		await receive(mate, 'mate', handout, '乙');
		await mate.sync();
		// What the colleague noted is on this phone for the day, and none of its trip.
		await phone.sync();
		expect((await facts(phone, 'vol')).rows).toEqual([]);
		expect((await atServer('vol', ROWS)).rows).toEqual({ count: 0, hash: 0 });
		await receive(phone, 'vol', handout, '甲');
		expect(await facts(phone, 'vol')).toMatchObject({ waiting: 1, confirmedRows: { count: 0 } });
		await phone.sync();
		const { rows, confirmedRows } = await facts(phone, 'vol');
		expect([rows.length, confirmedRows.count]).toEqual([1, 1]);
		expect((await atServer('vol', ROWS)).rows).toEqual(confirmedRows);
		// The colleague has no record of this trip.
		expect((await atServer('mate', ROWS)).rows).toEqual({ count: 0, hash: 0 });
	});

	it('and records that the server only keeps in custody wait for nothing that the phone could do', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		const id = await record(phone);
		await phone.databases.saves.run(async (database) => {
			const [row] = await database.outbox.where('recordId').equals(id).toArray();
			if (row) await database.outbox.put({ ...row, lane: 'parked' });
		});
		expect(await facts(phone, 'vol')).toMatchObject({ waiting: 0, parked: 1 });
		await record(phone, {}, id);
		expect(await facts(phone, 'vol')).toMatchObject({ waiting: 1, parked: 1 });
	});
});
