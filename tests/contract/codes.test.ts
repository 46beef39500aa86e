/** Keys of codes and the cards they sign: made once, told to every phone, changed without ending what was printed. */
import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CodeKey } from '#lib/domain/codes/code-key.ts';
import { readCode } from '#lib/domain/codes/read-code.ts';
import { signCode } from '#lib/domain/codes/sign-code.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { codeEntries } from '#lib/server/codes/code-entries.ts';
import { listCodeKeys } from '#lib/server/codes/code-key-list.ts';
import { presentCodeKey, rotateCodeKey, withdrawCodeKey } from '#lib/server/codes/code-keys.ts';
import { sessionPosters } from '#lib/server/codes/session-posters.ts';
import { openDesk } from '#lib/server/desk/open-desk.ts';
import { ensureSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { readSessionToken } from '#lib/server/self/session-token.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { type Deployment, OTHER_REGION, REGION, type Person } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';

const subtle = webcrypto.subtle as SubtleCrypto;
let town: Deployment;
eachTown((opened) => void (town = opened));

async function printed(): Promise<string> {
	return signCode('worker', 'CARD23', await presentCodeKey(town.database, town.now), subtle);
}

/** The keys a phone has, from its own storage. */
async function keysOn(phone: TestPhone): Promise<readonly CodeKey[]> {
	const rows = await phone.databases.saves.run((database) =>
		database.reference.filter((row) => row.kind === 'codeKey').toArray()
	);
	return rows.map((row) => row.body as CodeKey);
}

describe('keys of codes', () => {
	it('reach a phone, which then reads a card without a network', async () => {
		const text = await printed();
		const phone = await phoneOf(town, 'vol', 'vol');
		expect(await readCode(text, await keysOn(phone), subtle)).toEqual({ problem: 'unknown-key' });
		await phone.sync();
		expect(await readCode(text, await keysOn(phone), subtle)).toEqual({ type: 'worker', id: 'CARD23' });
	});

	it('are made once by those who print first together', async () => {
		const keys = await Promise.all([1, 2, 3].map(() => presentCodeKey(town.database, town.now)));
		expect(new Set(keys.map((key) => key.id)).size).toBe(1);
		expect(await listCodeKeys(town.database.reader)).toHaveLength(1);
	});

	it('may change: what was printed stays good until its key is withdrawn', async () => {
		const older = await printed();
		await rotateCodeKey(town.database, 'city', town.now);
		const newer = await printed();
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		for (const text of [older, newer])
			expect(await readCode(text, await keysOn(phone), subtle)).toEqual({ type: 'worker', id: 'CARD23' });
		const [present, first] = await listCodeKeys(town.database.reader);
		expect([present?.standing, first?.standing]).toEqual(['present', 'older']);

		await withdrawCodeKey(town.database, first?.id ?? '', 'city', town.now);
		await phone.sync();
		expect(await readCode(older, await keysOn(phone), subtle)).toEqual({ problem: 'unknown-key' });
		expect(await readCode(newer, await keysOn(phone), subtle)).toEqual({ type: 'worker', id: 'CARD23' });
	});

	it('withdrawn while in use are followed by a new one', async () => {
		const stolen = (await presentCodeKey(town.database, town.now)).id;
		await withdrawCodeKey(town.database, stolen, 'city', town.now);
		const standing = (await listCodeKeys(town.database.reader)).map((key) => key.standing);
		expect(standing).toEqual(['present', 'withdrawn']);
		expect((await presentCodeKey(town.database, town.now)).id).not.toBe(stolen);
	});

	it('never show their private half to a phone', async () => {
		await printed();
		const { private_key } = await town.database.reader
			.selectFrom('code_key')
			.select('private_key')
			.executeTakeFirstOrThrow();
		const secret = (JSON.parse(private_key) as { d: string }).d;
		const pulled = JSON.stringify(await town.pull('vol'));
		expect(pulled).toContain('ref:codeKey');
		expect(pulled).not.toContain(secret);
	});
});

describe('cards', () => {
	const contextOf = async (person: Person) => {
		const account = { id: person, login: person, zh: person, en: person, team: null, closedAt: null };
		const grants = await grantsOf(town.database.reader, person);
		const desk = await openDesk(town.database, { account, grants }, 'zh-CN', () => town.now);
		if (!desk) throw new Error('no desk');
		return desk.context;
	};
	const ALL = { text: '', region: null, ids: null, limit: 50 };

	it('are offered for the units of the own areas only, also when asked for by id', async () => {
		await town.database.transaction((trx) =>
			writeReference(
				trx,
				[REGION, OTHER_REGION].map((region) => ({
					kind: 'organisation' as const,
					code: `OG-${region}`,
					body: { code: `OG-${region}`, zh: '示例厂', en: '', region, pinyin: 'shilichang', initials: 'slc' }
				}))
			)
		);
		const of = async (person: Person, filter = {}) =>
			(await codeEntries(await contextOf(person), 'unit', { ...ALL, ...filter })).map((one) => one.id);
		expect(await of('rev')).toEqual([`OG-${REGION}`]);
		expect(await of('rev', { ids: [`OG-${OTHER_REGION}`] })).toEqual([]);
		expect(await of('city')).toEqual([`OG-${REGION}`, `OG-${OTHER_REGION}`]);
		expect(await of('city', { text: 'SLC', region: OTHER_REGION })).toEqual([`OG-${OTHER_REGION}`]);
		expect(await of('city', { text: 'nothing' })).toEqual([]);
	});

	it('are offered for the sessions of today in the own areas, and open them to the audience', async () => {
		const { sessionSample } = await import('#lib/records/session/sample.ts');
		const id = crypto.randomUUID();
		const content = { ...sessionSample, region: REGION, team: 'T1', date: '2025-07-09' };
		const verdict = await town.act('vol', 'create', id, 0, content, { kind: 'session' });
		expect(verdict).toMatchObject({ outcome: 'applied' });
		expect((await codeEntries(await contextOf('rev'), 'session', ALL)).map((one) => one.id)).toEqual([id]);
		// The code opens on its day alone, and never where minors are.
		await town.record('session', 'vol', { date: '2025-07-08' });
		await town.record('session', 'vol', { date: '2025-07-09', audience: 'AU05', signIns: [] });
		const context = await contextOf('rev');
		const entries = await codeEntries(context, 'session', ALL);
		expect(entries.map((one) => one.id)).toEqual([id]);
		await ensureSealingKey(town.database, town.now);
		const cards = entries.map((entry) => ({ ...entry, qr: { size: 1, path: '' } }));
		const [poster] = await sessionPosters(context.sql, cards, context.today, 'https://example.test');
		const token = poster?.self.url.split('/s/')[1] ?? '';
		expect(await readSessionToken(context.sql, token)).toEqual({ session: id, day: '2025-07-09' });
		const city = await codeEntries(await contextOf('city'), 'session', { ...ALL, region: OTHER_REGION });
		expect(city).toEqual([]);
	});
});
