/** A lent roster: on phones of its team alone, for its time, and gone from them without a network. */
import { describe, expect, it } from 'vitest';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { LiveHub } from '#lib/server/live/live-hub.ts';
import { databaseSource } from '#lib/server/live/live-source.ts';
import { removeRoster } from '#lib/server/rosters/keep-roster.ts';
import { takeBackLease } from '#lib/server/rosters/lend-roster.ts';
import { purgeLeases, purgeLeasesOf } from '#lib/storage/leases/purge-leases.ts';
import { readLeases } from '#lib/storage/leases/read-leases.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import type { Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';
import { entry, give, handOut, keep, lend, nameLists } from './roster-town.ts';

const HOUR = 3_600_000;
let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
});

const onPhone = (phone: TestPhone) => readLeases(phone.databases, phone.clock.now());
const everythingOn = async (phone: TestPhone) =>
	JSON.stringify(
		await phone.databases.saves.run((database) =>
			Promise.all(database.tables.map((table) => table.toArray()))
		)
	);

describe('a lent roster', () => {
	it('is on the phones of its team with masked names, and on no other', async () => {
		await lend(town, await keep(town));
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		const [list] = await onPhone(phone);
		expect(list?.roster).toMatchObject({
			title: '示例厂名册',
			organisationText: '示例厂',
			size: 3,
			from: '2025-07-09'
		});
		expect(list?.people.map(({ shown, tail }) => [shown, tail])).toEqual(
			expect.arrayContaining([
				['李*安', '0012'],
				['王*', '0007'],
				['古***提', '']
			])
		);
		const all = await everythingOn(phone);
		for (const secret of ['李示安', '王示', '麦麦', '10000000007']) expect(all).not.toContain(secret);
		for (const other of ['far', 'rev', 'audit'] as const) {
			const stranger = await phoneOf(town, other, other);
			await stranger.sync();
			expect(await onPhone(stranger)).toEqual([]);
			expect(await everythingOn(stranger)).not.toContain('李*安');
		}
	});

	it('is told to phones that listen as soon as it is lent and as soon as it is taken back', async () => {
		const roster = await keep(town);
		const told: string[][] = [];
		const listener = (account: string) => ({
			...{ account, device: account, session: account, beat: () => true, end: () => undefined },
			poke: (heads: readonly { scope: string }[]) => {
				told.push([
					account,
					...heads.map(({ scope }) => scope).filter((scope) => scope.startsWith('roster:'))
				]);
				return true;
			}
		});
		// Sessions are not what this is about.
		const standing = {
			...databaseSource(town.database, () => town.now),
			standing: () => Promise.resolve(new Set(['vol', 'far']))
		};
		const hub = new LiveHub(standing);
		for (const account of ['vol', 'far']) await hub.join(listener(account));
		await hub.look();
		told.length = 0;
		const lease = await lend(town, roster);
		await hub.look();
		// First that there is something new, then where it stands.
		expect(told).toEqual([['vol'], ['vol', `roster:${lease}`]]);
		told.length = 0;
		await takeBackLease(town.database, lease, 'rev', town.now);
		await hub.look();
		expect(told).toEqual([['vol']]);
		await hub.close();
	});

	it('shows the whole name only where two would look the same', async () => {
		await lend(
			town,
			await keep(town, [
				entry('李示安'),
				entry('李示安', { department: '二车间' }),
				entry('李大安'),
				entry('王示')
			])
		);
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		const [list] = await onPhone(phone);
		expect(list?.people.map(({ shown }) => shown).sort()).toEqual(
			['李大安', '李示安', '李*安', '王*'].sort()
		);
	});

	it('comes from noon of the day before and goes at the end of its day, without a network', async () => {
		await lend(town, await keep(town), { from: '2025-07-11' });
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		expect(await onPhone(phone)).toEqual([]);
		town.now = new Date('2025-07-10T04:00:00.000Z');
		phone.clock.set(town.now.getTime());
		await phone.sync();
		expect(await onPhone(phone)).toHaveLength(1);
		// Never online again.
		phone.clock.set(Date.parse('2025-07-11T15:59:00.000Z'));
		expect(await purgeLeases(phone.databases, phone.clock.now())).toBe(0);
		phone.clock.set(Date.parse('2025-07-11T16:00:00.000Z'));
		expect(await purgeLeases(phone.databases, phone.clock.now())).toBe(1);
		expect(await everythingOn(phone)).not.toContain('李*安');
	});

	it('goes although the clock is set back, and stays although it stands wrong', async () => {
		await lend(town, await keep(town));
		const phone = await phoneOf(town, 'vol', 'vol');
		// Two days fast: the difference to the server is known and taken off.
		phone.clock.set(town.now.getTime() + 48 * HOUR);
		await phone.sync();
		expect(await onPhone(phone)).toHaveLength(1);
		// Ten hours later, and then back by a week.
		phone.clock.set(phone.clock.now() + 10 * HOUR);
		expect(await onPhone(phone)).toHaveLength(1);
		phone.clock.set(phone.clock.now() + 5 * HOUR);
		expect(await purgeLeases(phone.databases, phone.clock.now() - 14 * 24 * HOUR)).toBe(0);
		expect(await purgeLeases(phone.databases, phone.clock.now())).toBe(1);
	});

	it('goes from a person of the phone who does not open the app', async () => {
		await lend(town, await keep(town));
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		const options = { timer: { after: () => () => {} }, indexedDB: phone.indexedDB };
		expect(await purgeLeasesOf('vol', town.now.getTime() + HOUR, options)).toBe(0);
		expect(await purgeLeasesOf('vol', town.now.getTime() + 73 * HOUR, options)).toBe(1);
		expect(await everythingOn(phone)).not.toContain('李*安');
	});

	it('taken back, or its roster deleted, goes at the next exchange; again from nothing it converges', async () => {
		const roster = await keep(town);
		const lease = await lend(town, roster);
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		expect(await onPhone(phone)).toHaveLength(1);
		await takeBackLease(town.database, lease, 'rev', town.now);
		await phone.sync();
		expect(await onPhone(phone)).toEqual([]);
		await lend(town, roster);
		await phone.sync();
		expect(await onPhone(phone)).toHaveLength(1);
		await removeRoster(town.database, roster, 'rev', town.now);
		await phone.sync();
		expect(await onPhone(phone)).toEqual([]);
		expect(phone.logged.filter((event) => event === 'sync.mismatch')).toEqual([]);
	});

	it('is not given to phones that do not delete it by themselves', async () => {
		await lend(town, await keep(town));
		const scopes = async (more: object) =>
			(await town.pull('vol', [], [], 'vol', more)).pages.map((page) => page.scope);
		expect((await scopes({})).some((scope) => scope.startsWith('roster:'))).toBe(false);
		expect((await scopes({ leases: true })).some((scope) => scope.startsWith('roster:'))).toBe(true);
	});

	it('tells every phone that has it what its people received this season', async () => {
		const roster = await keep(town);
		await lend(town, roster);
		const [one, other] = [await phoneOf(town, 'vol', 'vol'), await phoneOf(town, 'mate', 'mate')];
		await one.sync();
		await other.sync();
		const [list] = await onPhone(one);
		const person = list?.people.find(({ shown }) => shown === '李*安');
		if (!person) throw new Error('not lent');
		expect(person.received).toEqual([]);
		const handout = await handOut(town, 'vol');
		expect(await give(town, 'vol', handout, person)).toBe('applied');
		await other.sync();
		const after = (await onPhone(other))[0]?.people.find(({ id }) => id === person.id);
		const kit = receiptSample.evidence[0]?.kit ?? null;
		const gifts = [{ kit, portions: 1, lines: [] }];
		expect(after?.received).toEqual([{ date: '2025-07-09', kit, handout, gifts }]);
		expect(other.logged.filter((event) => event === 'sync.mismatch')).toEqual([]);
		// And a lease that is given later knows it from the beginning; one without a season tells nothing.
		await lend(town, roster, { from: '2025-07-10', campaign: null });
		town.now = new Date('2025-07-09T05:00:00.000Z');
		other.clock.set(town.now.getTime());
		await other.sync();
		const told = (await onPhone(other)).map(
			(one) => one.people.find(({ id }) => id === person.id)?.received.length
		);
		expect(told).toEqual([1, 0]);
	});

	it('tells every phone that has it when what its people received was voided', async () => {
		const roster = await keep(town);
		await lend(town, roster);
		const phone = await phoneOf(town, 'mate', 'mate');
		await phone.sync();
		const ofPhone = async () =>
			(await onPhone(phone))[0]?.people.map(({ shown, received }) => [shown, received.length]).sort();
		const people = (await onPhone(phone))[0]?.people ?? [];
		const [wrong, right] = [await handOut(town, 'vol'), await handOut(town, 'vol')];
		for (const person of people.slice(0, 2)) await give(town, 'vol', wrong, person);
		for (const person of people.slice(0, 1)) await give(town, 'vol', right, person);
		await phone.sync();
		expect((await ofPhone())?.map(([, count]) => count).sort()).toEqual([0, 1, 2]);
		const more = { kind: 'handout', schema: 3 };
		expect((await town.act('rev', 'void', wrong, 1, { reason: 'RR05' }, more)).outcome).toBe('applied');
		await phone.sync();
		expect((await ofPhone())?.map(([, count]) => count).sort()).toEqual([0, 0, 1]);
		expect(phone.logged.filter((event) => event === 'sync.mismatch')).toEqual([]);
	});

	it('tells of its own receipt to a phone that is not shown the voided handout any more', async () => {
		const roster = await keep(town);
		await lend(town, roster);
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		const [person] = (await onPhone(phone))[0]?.people ?? [];
		if (!person) throw new Error('nobody is lent');
		const handout = await handOut(town, 'vol');
		await give(town, 'lead', handout, person);
		await phone.sync();
		const [receipt] = await town.database.reader
			.selectFrom('record')
			.select('id')
			.where('parent', '=', handout)
			.execute();
		const ofPhone = async () => (await phone.record(receipt?.id ?? ''))?.state;
		expect([await phone.record(handout), await ofPhone()]).toMatchObject([{ state: 'pending' }, null]);
		const more = { kind: 'handout', schema: 3 };
		expect((await town.act('rev', 'void', handout, 1, { reason: 'RR05' }, more)).outcome).toBe('applied');
		await phone.sync();
		expect([await phone.record(handout), await ofPhone()]).toEqual([undefined, 'voided']);
		// The row was told once more at the revision it had; one that is begun anew says the same.
		expect(phone.logged.filter((event) => event === 'sync.mismatch')).toEqual([]);
		const other = await phoneOf(town, 'lead', 'lead');
		await other.sync();
		expect(await other.record(receipt?.id ?? '')).toMatchObject({ state: 'voided', base: { rev: 1 } });
	});
});
