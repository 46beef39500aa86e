import { describe, expect, it } from 'vitest';
import { searchable } from './pinyin.ts';

describe('pinyin of names', () => {
	it.each([
		['抚州市总工会', 'fuzhoushizonggonghui', 'fzszgh'],
		['乐安县总工会', 'leanxianzonggonghui', 'laxzgh'],
		['东乡区总工会', 'dongxiangquzonggonghui', 'dxqzgh'],
		['南城县总工会', 'nanchengxianzonggonghui', 'ncxzgh'],
		['旴江镇', 'xujiangzhen', 'xjz'],
		['物流行业工会联合会', 'wuliuhangyegonghuilianhehui', 'wlhyghlhh'],
		['绿化队', 'lvhuadui', 'lhd'],
		['职工维权服务卡（12351）', 'zhigongweiquanfuwuka12351', 'zgwqfwk12351']
	])('%s', (name, pinyin, initials) => {
		expect(searchable(name)).toEqual({ pinyin, initials });
	});

	it.each([
		['曾示安', 'zengshian'],
		['单示华', 'shanshihua'],
		['仇示宁', 'qiushining']
	])('reads the surname of %s', (name, pinyin) => {
		expect(searchable(name, 'person').pinyin).toBe(pinyin);
	});
});
