import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { filterFromSearch } from './record-filter.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';
import { countRecords } from './count-records.ts';
import { messageText } from './message-text.ts';
import { listRecords } from './record-list.ts';
import { recordSheet } from './record-sheet.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

describe('lists of the desk', () => {
	it('shows a coordinator the own areas only, and the city everything', async () => {
		const near = await bench.visit('vol');
		const far = await bench.visit('far', { region: '361025' });
		const ids = async (person: string) => {
			const { context } = await bench.desk(person);
			const page = await listRecords(context, { state: 'pending' }, { order: 'queue', limit: 50 });
			return page.rows.map((row) => row.id).sort();
		};
		expect(await ids('rev')).toEqual([near]);
		expect(await ids('revfar')).toEqual([far]);
		expect(await ids('city')).toEqual([near, far].sort());
		const { context } = await bench.desk('rev');
		expect(await recordSheet(context, far)).toBeUndefined();
		expect((await countRecords(context, { state: 'pending' })).all).toBe(1);
	});

	it('pages by key without losing or repeating a row, also when one leaves the list', async () => {
		const made: string[] = [];
		for (let at = 0; at < 7; at++) made.push(await bench.visit('vol', { date: `2026-07-2${at % 3}` }));
		const { context } = await bench.desk('city');
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page: Awaited<ReturnType<typeof listRecords>> = await listRecords(
				context,
				{},
				{ order: 'newest', limit: 3, after }
			);
			seen.push(...page.rows.map((row) => row.id));
			after = page.next;
		} while (after);
		expect([...seen].sort()).toEqual([...made].sort());
		expect(new Set(seen).size).toBe(7);
	});

	it('finds by number and by place, and takes signs of LIKE as they are', async () => {
		const id = await bench.visit('vol', { placeText: '100%清凉驿站' });
		await bench.visit('vol');
		const { context } = await bench.desk('rev');
		const find = async (text: string) =>
			(await listRecords(context, { text }, { order: 'newest', limit: 9 })).rows.map((row) => row.id);
		expect(await find('100%清')).toEqual([id]);
		const sheet = await recordSheet(context, id);
		expect(await find(sheet?.no?.toLowerCase() ?? '-')).toEqual([id]);
		expect(await find('1_0')).toEqual([]);
	});

	it('keeps sensitive texts and persons from an auditor', async () => {
		const id = await bench.visit('vol', {
			sensitive: true,
			household: { person: '李示安', address: '文昌里1号' },
			placeText: '',
			visitors: ['黄示柏'],
			situation: '家中有病人'
		});
		const { context } = await bench.desk('aud');
		const sheet = await recordSheet(context, id);
		expect(sheet?.withheld).toBe(true);
		expect(JSON.stringify(sheet)).not.toMatch(/李示安|文昌里|病人|黄示柏/);
		const rev = await bench.desk('rev');
		expect(JSON.stringify(await recordSheet(rev.context, id))).toMatch(/黄示柏.*病人/);
	});

	it('tells who reviews what a correction is asked for with, and no auditor where it is about hardship', async () => {
		const household = { person: '李示安', address: '文昌里1号' };
		const id = await bench.visit('vol', { sensitive: true, household, placeText: '' });
		const { actor, context } = await bench.desk('rev');
		const choice = { opId: bench.mintId(), recordId: id, rev: 1, decision: 'approve' as const, body: {} };
		expect(await decide(actor, context.rights, choice)).toMatchObject({ done: true });
		const ask = {
			verb: 'ask-correction',
			recordId: id,
			baseRev: 2,
			body: { text: '应为东门巷3号' }
		} as const;
		expect(await bench.send('vol', [bench.operation(ask)])).toMatchObject([{ outcome: 'applied' }]);
		const saidTo = async (person: string) => {
			const reader = (await bench.desk(person)).context;
			const list = await listRecords(reader, {}, { order: 'newest', limit: 9 });
			const sheet = await recordSheet(reader, id);
			return { list: JSON.stringify(list), flags: sheet?.flags.map(({ text }) => text) };
		};
		const reviewer = await saidTo('rev');
		expect(reviewer.flags).toEqual([messageText('flag_correction', 'zh-CN', { text: '应为东门巷3号' })]);
		expect(reviewer.flags?.[0]).toContain('应为东门巷3号');
		expect(reviewer.list).toContain('应为东门巷3号');
		expect(JSON.stringify(await saidTo('aud'))).not.toContain('东门巷');
	});

	it('counts what figures count, in the season that is asked for', async () => {
		const { actor, context } = await bench.desk('rev');
		const approved = await bench.visit('vol', { campaign: 'SQL-2026' });
		const waiting = await bench.visit('vol', { campaign: 'SQL-2026' });
		await bench.visit('vol', { campaign: 'SQL-2025' });
		const opId = bench.mintId();
		const choice = { opId, recordId: approved, rev: 1, decision: 'approve' as const, body: {} };
		expect(await decide(actor, context.rights, choice)).toMatchObject({ done: true });
		const found = async (address: string) => {
			const filter = filterFromSearch(new URLSearchParams(address));
			const { rows } = await listRecords(context, filter, { order: 'newest', limit: 50 });
			return rows.map((row) => row.id).sort();
		};
		expect(await found('state=counted&season=SQL-2026')).toEqual([approved]);
		expect(await found('season=SQL-2026')).toEqual([approved, waiting].sort());
		expect(await found('state=counted')).toEqual([approved]);
	});
});
