/** What handing out person by person knows, over the real storage: what other phones noted, lists of other seasons, voided handouts. */
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { m } from '#lib/i18n.ts';
import { LEASED_PERSON, LEASED_ROSTER, leaseScope } from '#lib/domain/rosters/lease.ts';
import { supplyOf } from '#lib/records/fixture/reference-fixture.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { OpenFieldApp } from '#lib/state/field-app.svelte.ts';
import type { LocalRecord } from '#lib/state/contract.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import { viewOf } from '#tests/phone/peer.ts';
import { ACCOUNT, createRandom, createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { HandOut } from './hand-out.svelte.ts';
import { scanDoubt } from './scan-doubt.ts';

const DAY = '2026-07-20';
const SEASON = 'SQL-2026';
const shared = { region: '361024', date: DAY, team: 'T1', campaign: SEASON, programme: 'SQL', tripId: null };
const PERSON: PersonRow = {
	...{ id: ACCOUNT, login: 'vol', zh: '示一', en: '', team: 'T1', grants: [], grantsRev: 1, pin: null },
	...{ deviceId: '0190b3a0-0000-7000-8000-000000000001', pinFailures: 0, pinWaitUntil: null, lastUsed: '' },
	...{ signedIn: true, sessionTrouble: null, waiting: 0 }
};
const REFERENCE = {
	supply: [supplyOf('CS-H02', { softCapPerHandout: 2 }), supplyOf('CS-F03'), supplyOf('CS-T09')],
	kit: ['KIT-B', 'KIT-X'].map((code) => ({
		...{ code, zh: code, en: code, unitZh: 'u' },
		lines: [
			{ supply: 'CS-H02', qty: code === 'KIT-X' ? 3 : 1 },
			{ supply: 'CS-T09', qty: 1 }
		]
	}))
};

async function open(change: Record<string, unknown> = {}) {
	const phone = await createTestPhone();
	const rows = Object.entries(REFERENCE).flatMap(([kind, entries]) =>
		entries.map((body) => ({ kind, code: body.code, id: `${kind} ${body.code}`, rev: 1, mark: 1, body }))
	);
	await phone.databases.pulls.run((database) => database.reference.bulkPut(rows));
	const app = new OpenFieldApp(PERSON, {
		...{ databases: phone.databases, clock: phone.clock, randomness: createRandom(7), buildMillis: 0 },
		measureStorage: () => Promise.resolve({ usedBytes: 1, freeBytes: 2, persistent: true }),
		askPersistence: () => Promise.resolve(true),
		painted: () => Promise.resolve(),
		onSaved: () => undefined,
		syncNow: () => Promise.resolve()
	});
	await app.start();
	const id = await phone.save('handout', { ...shared, personTimes: 1, ...change });
	const handOut = new HandOut(app, (await phone.record(id)) as LocalRecord, {
		newId: () => phone.newId(),
		now: () => '2026-07-20T01:00:00.000Z'
	});
	handOut.start();
	return { phone, app, handOut, id };
}

/** What a colleague's phone noted, as a pull brings it. */
function noted({ peer }: TestPhone, handoutId: string, card: string, state: 'voided' | null = null): void {
	const account = 'acc-7';
	const evidence = receiptSample.evidence.map((one) => ({ ...one, by: account }));
	const body = { ...receiptSample, ...shared, handoutId, card, evidence };
	const id = naturalId('receipt', handoutId, body) ?? '';
	const view = { ...viewOf(id, 'receipt', 1, body, account), state, no: null };
	peer.put(`handout:${handoutId}`, { kind: 'receipt', id, body: view });
}

/** A list of one person, who received at some handout of the list's season. */
function lend({ peer }: TestPhone, campaign: string | null): void {
	const scope = leaseScope('l1');
	const roster = {
		...{ id: 'l1', title: '示例工地', organisation: null, organisationText: '示例厂', region: '361024' },
		...{ campaign, from: DAY, to: DAY, until: '2026-07-20T16:00:00.000Z', size: 1 }
	};
	const received = campaign === null ? [] : [{ date: '2026-07-01', kit: 'KIT-B', handout: 'h-told' }];
	const person = {
		...{ id: 'row-1', card: 'W-1', shown: '李*安', initials: 'lsa', department: '钢筋班' },
		...{ category: null, tail: '0012', received }
	};
	peer.put(scope, { kind: LEASED_ROSTER, id: 'l1', body: roster });
	peer.put(scope, { kind: LEASED_PERSON, id: 'row-1', body: person });
}

const levelOf = (handOut: HandOut, card: string) => handOut.level(handOut.byCard(card));

describe('handing out person by person', () => {
	it('asks about who received at another handout by what another phone noted, until that is voided', async () => {
		const { phone, handOut } = await open();
		const elsewhere = await phone.save('handout', { ...shared });
		noted(phone, elsewhere, 'W-9');
		await phone.sync();
		await vi.waitFor(() => expect(levelOf(handOut, 'W-9')).toBe('ask'));
		expect(handOut.known(handOut.byCard('W-9')).season).toMatchObject([{ handout: elsewhere, date: DAY }]);
		expect(levelOf(handOut, 'W-8')).toBe('free');
		const standing = phone.peer.record(elsewhere);
		if (!standing) throw new Error('not sent');
		const voided = { ...standing, rev: standing.rev + 1, state: 'voided' };
		phone.peer.put(`user:${ACCOUNT}`, { kind: 'handout', id: elsewhere, rev: voided.rev, body: voided });
		await phone.sync();
		await vi.waitFor(() => expect(levelOf(handOut, 'W-9')).toBe('free'));
		expect(handOut.keysOfToday()).toEqual([]);
	});

	it('counts nothing that says itself that its handout was voided: a phone may be shown that no more', async () => {
		const { phone, handOut } = await open();
		const elsewhere = phone.newId();
		noted(phone, elsewhere, 'W-9');
		await phone.sync();
		await vi.waitFor(() => expect(levelOf(handOut, 'W-9')).toBe('ask'));
		noted(phone, elsewhere, 'W-9', 'voided');
		await phone.sync();
		await vi.waitFor(() => expect(levelOf(handOut, 'W-9')).toBe('free'));
		expect(handOut.keysOfToday()).toEqual([]);
	});

	it('counts who received here by whichever phone, and asks about the count when they are more', async () => {
		const { phone, handOut, id } = await open();
		noted(phone, id, 'W-1');
		await phone.sync();
		await vi.waitFor(() => expect(handOut.given).toBe(1));
		expect([handOut.isBeyond, levelOf(handOut, 'W-1')]).toEqual([false, 'stop']);
		noted(phone, id, 'W-2');
		await phone.sync();
		await vi.waitFor(() => expect(handOut.given).toBe(2));
		expect(handOut.isBeyond).toBe(true);
	});

	it('takes what a list tells for its own season alone, and says which lists do not know this one', async () => {
		for (const [campaign, level, silent] of [
			[SEASON, 'ask', 0],
			['SWN-2026', 'free', 1],
			[null, 'free', 1]
		] as const) {
			const { phone, handOut } = await open();
			lend(phone, campaign);
			await phone.sync();
			handOut.start();
			await vi.waitFor(() => expect(handOut.people).toHaveLength(1));
			expect([campaign, levelOf(handOut, 'W-1'), handOut.silentLists.length]).toEqual([
				campaign,
				level,
				silent
			]);
		}
	});

	it('does not give the kit by a scan where it is more than the reference amount', async () => {
		const within = await open({ kit: 'KIT-B' });
		expect(scanDoubt(within.handOut, within.handOut.byCard('W-5'))).toBeNull();
		const beyond = await open({ kit: 'KIT-X' });
		expect(scanDoubt(beyond.handOut, beyond.handOut.byCard('W-5'))).toBe(m.receipt_scan_check());
		noted(beyond.phone, beyond.id, 'W-5');
		await beyond.phone.sync();
		await vi.waitFor(() =>
			expect(scanDoubt(beyond.handOut, beyond.handOut.byCard('W-5'))).toBe(m.receipt_here())
		);
	});

	it('gives a person of the handout’s own goods, with their batch and expiry', async () => {
		const line = { id: 'l', qty: 9, batch: 'B7', expiry: '2027-01-01' };
		const { handOut } = await open({ kit: 'KIT-B', lines: [{ ...line, supply: 'CS-H02' }] });
		expect(handOut.supplies).toEqual(['CS-H02']);
		const lines = handOut.linesOf('KIT-B', 2);
		expect(lines).toMatchObject([{ supply: 'CS-H02', qty: 2, batch: 'B7', expiry: '2027-01-01' }]);
	});
});
