/** Rosters at the desk: imported whole or not at all, read by their area, masked by auditors. */
import { describe, expect, it } from 'vitest';
import { acceptOffer, readSheet } from '#lib/server/rosters/offered-roster.ts';
import { listRosters, readRosterSheet } from '#lib/server/rosters/roster-list.ts';
import { type Deployment, OTHER_REGION, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { deskOf, entry, keep, nameLists, PEOPLE } from './roster-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
});

describe('at the desk', () => {
	it('a roster is read by its area, masked by auditors, and by no other area', async () => {
		const id = await keep(town);
		const at = town.now.toISOString();
		const own = await readRosterSheet(await deskOf(town, 'rev'), id, at);
		expect(own?.people[0]).toMatchObject({ name: '李示安', job: '0012' });
		const audit = await readRosterSheet(await deskOf(town, 'audit'), id, at);
		expect(audit?.people[0]).toMatchObject({ name: '李*安', job: '' });
		expect(audit?.handles).toBe(false);
		const elsewhere = await keep(town, PEOPLE, OTHER_REGION);
		expect(await readRosterSheet(await deskOf(town, 'rev'), elsewhere, at)).toBeNull();
		expect((await listRosters(await deskOf(town, 'rev'), at)).map((one) => one.id)).toEqual([id]);
		expect(await listRosters(await deskOf(town, 'city'), at)).toHaveLength(2);
	});

	it('what is confirmed is judged again: nothing half done', async () => {
		const desk = await deskOf(town, 'rev');
		const typed = {
			title: '名册',
			organisation: '',
			organisationText: '示例厂',
			region: REGION,
			rows: JSON.stringify(PEOPLE)
		};
		expect(acceptOffer(desk, typed)).toMatchObject({ title: '名册', entries: PEOPLE });
		const problem = (change: object) =>
			(acceptOffer(desk, { ...typed, ...change }) as { problem?: string }).problem;
		expect(problem({ rows: '[{"name":' })).toBe('malformed');
		expect(problem({ rows: '[]' })).toBe('malformed');
		expect(problem({ rows: JSON.stringify([...PEOPLE, entry('')]) })).toBe('malformed');
		expect(problem({ rows: JSON.stringify([entry('李示安', { job: '362531197001011234' })]) })).toBe(
			'malformed'
		);
		expect(problem({ title: ' ' })).toBe('no-title');
		expect(problem({ organisationText: '' })).toBe('no-unit');
		expect(problem({ region: OTHER_REGION })).toBe('not-permitted');
		// A row that the database refuses takes the others with it.
		const broken = [...PEOPLE, { ...entry('赵示'), department: null as unknown as string }];
		await expect(keep(town, broken)).rejects.toThrow();
		expect(await town.database.reader.selectFrom('roster').select('id').execute()).toEqual([]);
		expect(await town.database.reader.selectFrom('roster_row').select('id').execute()).toEqual([]);
	});

	it('sheets are read as UTF-8 with and without mark, UTF-16, GB18030 and XLSX', async () => {
		const desk = await deskOf(town, 'rev');
		const text = '名册\n姓名,班组,人员类别\n李示安,一班,建筑工人\n';
		const { writeXlsx } = await import('hucre/xlsx');
		const xlsx = await writeXlsx({
			sheets: [
				{ name: '空', rows: [] },
				{
					name: '名册',
					rows: text
						.trim()
						.split('\n')
						.map((line) => line.split(','))
				}
			]
		});
		const gb = Buffer.from(
			'c3fbb2e10ad0d5c3fb2cb0e0d7e92cc8cbd4b1c0e0b1f00ac0eecabeb0b22cd2bbb0e02cbda8d6feb9a4c8cb0a',
			'hex'
		);
		const sheets = [
			Buffer.from(text),
			Buffer.from(`\ufeff${text}`),
			Buffer.from(`\ufeff${text}`, 'utf16le'),
			gb,
			Buffer.from(xlsx)
		];
		for (const sheet of sheets) {
			const read = await readSheet(desk, new Uint8Array(sheet));
			expect(read).toMatchObject({ entries: [{ name: '李示安', department: '一班', category: 'RC04' }] });
		}
		for (const wrong of ['%PDF-1.7 ...', '', 'PK not a zip', '\u0000\u0001'])
			expect(await readSheet(desk, new Uint8Array(Buffer.from(wrong)))).toHaveProperty('problem');
	});
});
