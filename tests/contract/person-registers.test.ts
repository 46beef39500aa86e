/** Registers of lectures and of persons: what they say, of whom, and to whom. */
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { naturalId } from '#lib/records/natural-id.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { wholeRegister, type Register } from '#lib/server/registers/register.ts';
import type { RegisterRequest } from '#lib/server/registers/register-request.ts';
import { REGISTERS, type RegisterName } from '#lib/server/registers/register-sorts.ts';
import { registerXlsx } from '#lib/server/registers/register-xlsx.ts';
import { readZip } from '#lib/server/registers/zip.ts';
import { recordsWithPersons } from '#lib/server/registers/records-with-persons.ts';
import { loadReference, writeReference } from '#lib/server/sync/reference-store.ts';
import { type Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { give, handOut, keep, nameLists, SEASON } from './roster-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
	const named = (code: string) => ({ code, zh: code, en: code });
	const supply = { ...named('CS-H02'), unitZh: '条', unitEn: 'pc', active: true, for: 'person' };
	await town.database.transaction(async (trx) => {
		await writeReference(trx, [
			{ kind: 'supply', code: 'CS-H02', body: supply },
			{ kind: 'kit', code: 'KIT-B', body: { ...named('KIT-B'), lines: [{ supply: 'CS-H02', qty: 2 }] } }
		]);
		await trx.insertInto('supply_price').values({ supply: 'CS-H02', price_fen: 850 }).execute();
	});
});

const asked: RegisterRequest = {
	...{ region: REGION, campaign: SEASON, locale: 'zh-CN', today: '2025-07-09' },
	...{ who: 'rev', why: '核对', when: '2025-07-09 10:00', maskPersons: false }
};
const source = async (name: RegisterName, more: Partial<RegisterRequest> = {}) =>
	REGISTERS[name].build(town.database.reader, await town.database.snapshot(loadReference), {
		...asked,
		...more
	});
const read = async (name: RegisterName, more: Partial<RegisterRequest> = {}) =>
	wholeRegister(await source(name, more));
const column = (register: Register, key: string) => {
	const at = register.columns.findIndex((one) => one.key === key);
	return register.groups.flatMap((group) => group.map((cells) => cells[at] ?? null));
};
const totalOf = (register: Register, key: string) =>
	register.totals[register.columns.findIndex((one) => one.key === key)];
async function approve(id: string, kind: string) {
	const note = { reason: null, note: '', comments: [], due: null };
	const verdict = await town.act('rev', 'approve', id, 1, note, { kind });
	if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
}
async function people() {
	const roster = await keep(town);
	const rows = await town.database.reader
		.selectFrom('roster_row')
		.select(['id', 'card_id', 'name'])
		.where('roster_id', '=', roster)
		.orderBy('n')
		.execute();
	return rows.map((row) => ({ id: row.id, card: row.card_id, shown: `${row.name.charAt(0)}*` }));
}

describe('the sheet of receipts', () => {
	it('has each time something was given, with the names of the roster, and adds it up', async () => {
		const [first, second] = await people();
		if (!first || !second) throw new Error('no people');
		const handout = await handOut(town, 'vol');
		const later = () => (town.now = new Date(town.now.getTime() + 60_000));
		await give(town, 'vol', handout, first);
		later();
		await give(town, 'vol', handout, second);
		later();
		await give(town, 'mate', handout, first);
		// Of one handout before anybody decided on it; of the season only what is approved.
		expect((await read('receipt')).groups).toEqual([]);
		expect((await read('receipt', { record: handout })).groups).toHaveLength(3);
		await approve(handout, 'handout');
		const sheet = await read('receipt');
		expect(column(sheet, 'name')).toEqual(['李示安', '李示安', '王示']);
		expect(column(sheet, 'phone')).toEqual(['', '', '100****0007']);
		expect(column(sheet, 'qty')).toEqual([2, 2, 2]);
		expect(column(sheet, 'amount')).toEqual([17, 17, 17]);
		expect(totalOf(sheet, 'amount')).toBe(51);
		expect(sheet.capitals).toContain('合计份数：3');
		const masked = column(await read('receipt', { maskPersons: true }), 'name');
		expect(masked.join('')).not.toContain('示');
		expect((await read('receipt', { region: OTHER_REGION, record: handout })).groups).toEqual([]);
	});

	it('becomes a file whose pages end after twenty persons', async () => {
		const handout = await handOut(town, 'vol');
		const roster = await people();
		for (let n = 0; n < 21; n++) {
			const person = roster[n % roster.length];
			if (person) await give(town, n % 2 ? 'vol' : 'mate', handout, person);
		}
		const bytes = await new Response(
			await registerXlsx(await source('receipt', { record: handout }))
		).bytes();
		const [sheet] = (await readXlsx(bytes)).sheets;
		const rows = sheet?.rows ?? [];
		expect(rows.filter((row) => typeof row[0] === 'number')).toHaveLength(21);
		expect(rows.at(-1)?.[0]).toContain('核对');
		const xml = readZip(bytes).get('xl/worksheets/sheet1.xml')?.toString() ?? '';
		// Title, about, header, then twenty rows.
		expect(xml).toMatch(/<rowBreaks count="1"[^>]*><brk id="23"/);
	});
});

describe('lectures', () => {
	const session = (content: object = {}) =>
		town.record('session', 'vol', {
			...{ date: '2025-07-09', campaign: SEASON, headcount: 30, byOrganisation: [], namedOnPaper: 4 },
			...{ signIns: [], attendanceMethods: [], start: '14:30', minutes: 90, onlineViews: 7, ...content }
		});
	async function signIn(sessionId: string, name: string, account: 'vol' | 'mate' = 'vol', withdrawn = false) {
		const evidence = [{ ...signInSample.evidence[0], id: newId(), by: account, withdrawn }];
		const row = { ...signInSample, ...{ region: REGION, team: 'T1', date: '2025-07-09', campaign: SEASON } };
		const body = { ...row, sessionId, name, evidence };
		const id = naturalId('sign-in', sessionId, body) ?? '';
		return (await town.act(account, 'create', id, 0, body, { kind: 'sign-in', schema: 1 })).outcome;
	}

	it('of a season stand in the register with how their count is known; nothing is added to person-times', async () => {
		const id = await session();
		await signIn(id, '李示安');
		await signIn(id, '王示');
		await signIn(id, '王示', 'mate');
		await signIn(id, '易示篁', 'vol', true);
		expect((await read('session')).groups).toEqual([]);
		await approve(id, 'session');
		expect((await read('session', { campaign: '2024' })).groups).toEqual([]);
		expect((await read('session', { campaign: '2025' })).groups).toHaveLength(1);
		const register = await read('session');
		expect(register.columns).toHaveLength(24);
		expect(column(register, 'time')).toEqual(['14:30-16:00']);
		expect(column(register, 'headcount')).toEqual([30]);
		expect(column(register, 'named')).toEqual([6]);
		expect(column(register, 'evidence')[0]).toContain('NM、PS、VW');
		expect(column(register, 'reviewer')).toEqual(['rev']);
		expect(column(register, 'review_date')).toEqual(['2025-07-09']);
		expect([totalOf(register, 'headcount'), totalOf(register, 'online_views')]).toEqual([30, 7]);
	});

	it('have a sheet of who signed in, each person once with all evidence', async () => {
		const id = await session();
		const other = await session({ start: '16:30' });
		await signIn(id, '李示安');
		await signIn(id, '李示安', 'mate');
		await signIn(id, '易示篁', 'vol', true);
		await signIn(other, '王示');
		const sheet = await read('sign-in', { record: id });
		expect(sheet.columns).toHaveLength(9);
		expect(column(sheet, 'name')).toEqual(['李示安']);
		expect(sheet.capitals).toContain('30');
		expect(column(await read('sign-in', { record: id, maskPersons: true }), 'name')).not.toEqual(['李示安']);
		const of = { kind: 'session', region: REGION, campaign: SEASON, locale: 'zh-CN' } as const;
		const choices = await town.database.snapshot(async (trx) =>
			recordsWithPersons(trx, await loadReference(trx), of)
		);
		const none = await town.database.snapshot(async (trx) =>
			recordsWithPersons(trx, await loadReference(trx), { ...of, campaign: '2024' })
		);
		expect(none).toEqual([]);
		expect(choices.map((one) => one.id).sort()).toEqual([id, other].sort());
	});
});
