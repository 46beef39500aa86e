/** The audience's own phones: what the page of a session's code lets strangers do, and what not. */
import { describe, expect, it } from 'vitest';
import { MOST_EVIDENCE } from '#lib/records/person-row.ts';
import { ensureSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import { findSelfSession } from '#lib/server/self/self-session.ts';
import { sessionCode } from '#lib/server/self/session-code.ts';
import { readSessionToken, writeSessionToken } from '#lib/server/self/session-token.ts';
import { signSelf, type SelfForm } from '#lib/server/self/sign-self.ts';
import type { Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';

describe('self sign-in', () => {
	let town: Deployment;
	eachTown(async (opened) => {
		town = opened;
		await ensureSealingKey(town.database, town.now);
	});

	const DAY = '2025-07-09';
	const session = (content: object = {}) =>
		town.record('session', 'vol', {
			...{ date: DAY, headcount: 9, byOrganisation: [], namedOnPaper: 0, signIns: [], ...content }
		});
	const tokenOf = (id: string, day = DAY) => writeSessionToken(town.database.reader, { session: id, day });
	const form = (change: Partial<SelfForm> = {}): SelfForm => ({
		...{ name: '李示安', organisation: '一厂', category: 'RC01', mint: 'page-1', ...change }
	});
	const sign = (token: string, change: Partial<SelfForm> = {}) =>
		signSelf(town.database, token, form(change), town.now);
	const rows = async () => {
		const found = await town.database.reader
			.selectFrom('record')
			.select(['body', 'recorder', 'parent'])
			.where('kind', '=', 'sign-in')
			.execute();
		return found.map((row) => ({
			...row,
			evidence: (JSON.parse(row.body) as { evidence: { method: string; by: string }[] }).evidence
		}));
	};

	it('is noted for the recorder, once a page, and merged from a second phone', async () => {
		const id = await session();
		const token = await tokenOf(id);
		expect(await sign(token)).toBe('signed');
		town.now = new Date(town.now.getTime() + 5_000);
		expect(await sign(token)).toBe('signed');
		expect(await rows()).toMatchObject([
			{ recorder: 'vol', parent: id, evidence: [{ method: 'self', by: 'vol' }] }
		]);
		expect(await sign(token, { mint: 'page-2', name: ' 李 示 安 ' })).toBe('signed');
		expect((await rows()).map((row) => row.evidence.length)).toEqual([2]);
		expect(await sign(token, { mint: 'page-1', name: '王示' })).toBe('signed');
		expect(await rows()).toHaveLength(2);
	});

	it('that was refused is never told to be noted, however often the page sends it', async () => {
		const token = await tokenOf(await session());
		await town.database.writer.deleteFrom('grant_right').where('account_id', '=', 'vol').execute();
		for (let tap = 0; tap < 3; tap++) {
			expect(await sign(token)).toBe('failed');
			town.now = new Date(town.now.getTime() + 5_000);
		}
		expect(await rows()).toEqual([]);
	});

	it('from more pages than a row has room for changes nothing, and the recorder can take it back', async () => {
		const id = await session();
		const token = await tokenOf(id);
		for (let page = 0; page < MOST_EVIDENCE + 3; page++)
			expect(await sign(token, { mint: `page-${page}` })).toBe('signed');
		const found = await town.database.reader
			.selectFrom('record')
			.select(['id', 'rev', 'body'])
			.where('kind', '=', 'sign-in')
			.execute();
		expect(found).toHaveLength(1);
		const [row] = found;
		const standing = JSON.parse(row?.body ?? '{}') as { evidence: { withdrawn: boolean }[] };
		expect([row?.rev, standing.evidence.length]).toEqual([MOST_EVIDENCE, MOST_EVIDENCE]);
		const evidence = standing.evidence.map((one) => ({ ...one, withdrawn: true }));
		const body = { ...standing, evidence };
		const as = { kind: 'sign-in' };
		const verdict = await town.act('vol', 'amend', row?.id ?? '', row?.rev ?? 0, body, as);
		expect(verdict.outcome).toBe('applied');
	});

	it('opens on its day only, under its own mark, and never where minors are', async () => {
		const id = await session();
		const token = await tokenOf(id);
		expect(token).toMatch(/^[\w-]{40}$/);
		expect(await readSessionToken(town.database.reader, token)).toEqual({ session: id, day: DAY });
		const [letter] = token;
		const forged = (letter === 'A' ? 'B' : 'A') + token.slice(1);
		for (const wrong of [forged, token.slice(0, 39), 'x'.repeat(40), '', await tokenOf(id, '2025-07-08')])
			expect(await sign(wrong)).toBe('gone');
		expect(await sign(await tokenOf(await town.visit()))).toBe('gone');
		const school = await session({ audience: 'AU05' });
		expect(await sign(await tokenOf(school))).toBe('minors');
		await town.act('rev', 'void', id, 1, { note: '重复' }, { kind: 'session' });
		expect(await sign(token)).toBe('gone');
		expect(await rows()).toEqual([]);
	});

	it('asks for name and organisation, and takes no personal numbers', async () => {
		const token = await tokenOf(await session());
		expect(await sign(token, { name: ' \u3000' })).toBe('name');
		expect(await sign(token, { name: '长'.repeat(61) })).toBe('name');
		expect(await sign(token, { organisation: '' })).toBe('organisation');
		expect(await sign(token, { organisation: '362531197001011234' })).toBe('number');
		expect(await sign(token, { category: 'no such', mint: 'x' })).toBe('signed');
		expect((await rows()).map((row) => (JSON.parse(row.body) as { category: unknown }).category)).toEqual([
			null
		]);
	});

	it('tells nothing of those who are there', async () => {
		const id = await session();
		const token = await tokenOf(id);
		await sign(token, { name: '何示云' });
		const found = await town.database.snapshot((trx) => findSelfSession(trx, token, town.now, 'zh-CN'));
		expect(found.is).toBe('open');
		expect(JSON.stringify('session' in found ? found.session : null)).not.toContain('何示云');
	});

	it('gives its code to the session’s recorder alone, on the day', async () => {
		const id = await session();
		const code = (account: string) => sessionCode(town.database, account, id, 'https://x.example', town.now);
		expect((await code('vol'))?.url).toBe(`https://x.example/s/${await tokenOf(id)}`);
		expect(await code('mate')).toBeNull();
		town.now = new Date('2025-07-10T02:00:00.000Z');
		expect(await code('vol')).toBeNull();
	});
});
