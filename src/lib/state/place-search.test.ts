import { describe, expect, it } from 'vitest';
import type { Organisation, Region } from '#lib/domain/reference.ts';
import { ReferenceCache } from '#lib/storage/reference.ts';
import { createPlaceSearch } from './place-search.ts';

const region = (code: string, zh: string, shortZh: string, pinyin: string): Region => ({
	code,
	zh,
	shortZh,
	pinyin,
	en: '',
	level: code === '361000' ? 'city' : 'county',
	parent: '361000',
	oldCodes: [],
	lng: null,
	lat: null
});
const place = (code: string, zh: string, pinyin: string, initials: string, at: string): Organisation => ({
	code,
	zh,
	en: '',
	pinyin,
	initials,
	region: at,
	type: 'UNIT',
	parent: null,
	worksiteKind: null,
	workers: null
});

function search() {
	const cache = new ReferenceCache();
	const put = (kind: string, bodies: readonly { code: string }[]) =>
		cache.put(bodies.map((body) => ({ kind, code: body.code, body })));
	put('region', [
		region('361000', '抚州市', '抚州', 'fuzhou'),
		region('361002', '临川区', '临川', 'linchuan'),
		region('361022', '黎川县', '黎川', 'lichuan')
	]);
	put('organisation', [
		place('A', '临川区总工会', 'linchuanquzonggonghui', 'lcqzgh', '361002'),
		place('B', '黎川县总工会', 'lichuanxianzonggonghui', 'lcxzgh', '361022'),
		place('C', '抚州市总工会', 'fuzhoushizonggonghui', 'fzszgh', '361000'),
		place('D', '福州商会驻抚联络处', 'fuzhoushanghuizhufulianluochu', 'fzshzfllc', '361002'),
		place('E', '示𬭎机械厂', 'shihongjixiechang', 'shjxc', '361022'),
		place('F', '德胜陶瓷厂', 'deshengtaocichang', 'dstcc', '361022')
	]);
	return createPlaceSearch(cache);
}
const codes = (query: string, options?: object) =>
	search()
		.find(query, options)
		.map(({ entry }) => entry.code);

describe('place search', () => {
	it('offers both 临川 and 黎川 for lc', () => {
		expect(codes('lc').slice(0, 2).sort()).toEqual(['A', 'B']);
	});
	it('never leads from fuzhou to 福州', () => {
		expect(codes('fuzhou')).toEqual(['C']);
		expect(codes('fz')).toEqual(['C']);
		expect(codes('福州')).toEqual(['D']);
		expect(codes('抚州')).toEqual(['C']);
	});
	it('finds characters anywhere, outside the BMP too, and full pinyin in the middle', () => {
		expect(codes('陶瓷')).toEqual(['F']);
		expect(codes('𬭎')).toEqual(['E']);
		expect(codes('taoci')).toEqual(['F']);
		expect(codes(' De Sheng ')).toEqual(['F']);
	});
	it('gives a county all of its places, own region first', () => {
		expect(codes('黎川').sort()).toEqual(['B', 'E', 'F']);
		expect(codes('lichuan')[0]).toBe('B');
		expect(codes('', { region: '361022', limit: 3 }).sort()).toEqual(['B', 'E', 'F']);
	});
});
