import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHeader } from './find-header.ts';
import { isLeaseOver, leaseTimes, LONGEST_ON_PHONE_MILLIS } from './lease.ts';
import { readRoster, type ReadRoster } from './read-roster.ts';
import { isNameLike, shownName } from './show-name.ts';

const names = { categories: new Map([['建筑工人', 'RC04']]) };
const read = (rows: string[][]): ReadRoster => {
	const answer = readRoster(rows, names);
	if ('problem' in answer) throw new Error(answer.problem);
	return answer;
};
const HEAD = ['姓名', '部门', '岗位', '工号', '手机'];

describe('headings', () => {
	it.each([
		[['姓名', '工作单位', '部门/班组', '联系电话', '人员类别', '卡号']],
		[['职工姓名', '单位名称', '班组', '手机号码', '岗位', '工号']],
		[['姓 名（必填）', '所在单位', '所属部门', '手机', '工种', '职工编号']],
		[['Name', 'Company', 'Department', 'Phone', 'Position', 'Staff No']]
	])('%j are understood', (head) => {
		expect(findHeader([head])?.at).toEqual({
			name: 0,
			organisation: 1,
			department: 2,
			phone: 3,
			category: 4,
			job: 5
		});
	});

	it('are found below titles and remarks', () => {
		const rows = [
			['2026年“送清凉”职工名册'],
			[],
			['填表单位：示例厂', '', '填表日期：7月1日'],
			['序号', ...HEAD],
			['1', '李示安']
		];
		const header = findHeader(rows);
		expect(header).toMatchObject({ row: 3, unused: ['序号'] });
		expect(header?.at.name).toBe(1);
	});

	it('of ID and bank-card numbers are never read', () => {
		const header = findHeader([['姓名', '身份证号', '银行卡号', '公民身份号码', '手机号']]);
		expect(header?.forbidden).toEqual(['身份证号', '银行卡号', '公民身份号码']);
		expect(header?.at).toEqual({ name: 0, phone: 4 });
	});

	it('are missing where no column is one of names', () => {
		expect(
			findHeader([
				['单位', '部门'],
				['示例厂', '一车间']
			])
		).toBeNull();
		expect(readRoster([['李示安']], names)).toEqual({ problem: 'no-header' });
		expect(readRoster([HEAD, ['', '', '']], names)).toEqual({ problem: 'no-rows' });
		expect(readRoster([HEAD, ...new Array<string[]>(5_001).fill(['李示安'])], names)).toEqual({
			problem: 'too-many'
		});
	});
});

describe('rows', () => {
	it('become people, with spaces and full-width forms put right', () => {
		const { entries, faults } = read([
			HEAD,
			['李 示 安', '一车间', '建筑工人', '００１２', '100 0000 0001'],
			[],
			['古丽示•麦麦提', '', '别的', '', '']
		]);
		expect(entries).toEqual([
			{ name: '李示安', department: '一车间', category: 'RC04', job: '0012', phone: '10000000001' },
			{ name: '古丽示·麦麦提', department: '', category: null, job: '', phone: '' }
		]);
		expect(faults).toEqual([]);
	});

	it('with mistakes are said one by one, and the others are read', () => {
		const { entries, faults } = read([
			HEAD,
			['', '一车间', '', '0001', ''],
			['12345', '一车间', '', '', ''],
			['', '一车间', '焊工', '', ''],
			['李示安', '一车间', '', '0003', '12'],
			['李示安', '一车间', '', '0003', ''],
			['王示', '362531197001011234', '', '', ''],
			['赵'.repeat(61), '', '', '', ''],
			['合计', '', '', '', '']
		]);
		expect(faults).toEqual([
			{ row: 2, fault: 'no-name', column: 'name' },
			{ row: 3, fault: 'no-real-name', column: 'name' },
			{ row: 4, fault: 'no-name', column: 'name' },
			{ row: 5, fault: 'phone', column: 'phone' },
			{ row: 6, fault: 'twice', column: 'name' },
			{ row: 7, fault: 'personal-number', column: 'department' },
			{ row: 8, fault: 'too-long', column: 'name' }
		]);
		expect(entries.map((entry) => entry.job)).toEqual(['0003']);
	});

	it('below the list with sums and remarks are no mistakes', () => {
		expect(read([HEAD, ['李示安'], ['', '共1人', '', '', '']]).faults).toEqual([]);
	});

	it('never keep an ID or bank-card number, whatever its column is called', () => {
		const rows = Array.from({ length: 20 }, (_, at) => [
			`李示${'甲乙丙丁戊己庚辛壬癸'[at % 10] ?? ''}${at > 9 ? '安' : ''}`,
			'',
			'',
			`36253119700101${1000 + at}`,
			''
		]);
		const { entries, dropped } = read([HEAD, ...rows]);
		expect(dropped).toEqual(['工号']);
		expect(entries).toHaveLength(20);
		expect(entries.every((entry) => entry.job === '')).toBe(true);
	});

	it('keep no personal number of any cell (property)', () => {
		const number = fc.constantFrom('362531197001011234', '6222021234567890128', '３６２５３１197001011234');
		fc.assert(
			fc.property(number, fc.nat(4), (text, place) => {
				const cells = ['李示安', '一车间', '', '0001', ''];
				cells[place] = text;
				const answer = readRoster([HEAD, cells], names);
				const kept = JSON.stringify('problem' in answer ? [] : answer.entries);
				expect(kept).not.toContain(text.normalize('NFKC'));
			})
		);
	});
});

describe('a name on a colleague’s phone', () => {
	it('is partly hidden', () => {
		expect([...['张示明', '张明', '张', '古丽示·麦麦提', '示𬭎']].map(shownName)).toEqual([
			'张*明',
			'张*',
			'张',
			'古***提',
			'示*'
		]);
	});

	it('is found by the whole name, its beginning or initials', () => {
		for (const typed of ['', '张', '张示', '张示明', 'z', 'zsm', '张 示 明'])
			expect(isNameLike(typed, '张*明', 'zsm')).toBe(true);
		for (const typed of ['李', '张示安', '张示明华', 'zx', 'sm'])
			expect(isNameLike(typed, '张*明', 'zsm')).toBe(false);
	});
});

describe('a lease', () => {
	it('stands from noon of the day before to the end of its last day', () => {
		expect(leaseTimes('2026-07-10', 1, '2026-07-09')).toEqual({
			to: '2026-07-10',
			opens: '2026-07-09T04:00:00.000Z',
			until: '2026-07-10T16:00:00.000Z'
		});
		for (const days of [1, 2]) {
			const times = leaseTimes('2026-07-10', days, '2026-07-10');
			if (!times) throw new Error('no lease');
			expect(Date.parse(times.until) - Date.parse(times.opens)).toBeLessThanOrEqual(LONGEST_ON_PHONE_MILLIS);
		}
	});

	it('is for one or two days from today on', () => {
		expect(leaseTimes('2026-07-10', 3, '2026-07-09')).toBeNull();
		expect(leaseTimes('2026-07-10', 0, '2026-07-09')).toBeNull();
		expect(leaseTimes('2026-07-10', 1.5, '2026-07-09')).toBeNull();
		expect(leaseTimes('2026-07-08', 1, '2026-07-09')).toBeNull();
		expect(leaseTimes('2027-07-08', 1, '2026-07-09')).toBeNull();
	});

	it('is over at its end, and 72 hours after it came whatever it says', () => {
		const came = Date.parse('2026-07-09T04:00:00.000Z');
		const until = '2026-07-10T16:00:00.000Z';
		expect(isLeaseOver(until, came, Date.parse(until) - 1)).toBe(false);
		expect(isLeaseOver(until, came, Date.parse(until))).toBe(true);
		expect(isLeaseOver('2027-01-01T00:00:00.000Z', came, came + LONGEST_ON_PHONE_MILLIS)).toBe(true);
	});
});
