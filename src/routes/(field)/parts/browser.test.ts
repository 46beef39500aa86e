import { describe, expect, it } from 'vitest';
import { brandOf, isWeChat, saysPersistence } from './browser.ts';

describe('the browser', () => {
	it.each([
		['Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1.6.1 Chrome/99 Mobile HuaweiBrowser/5.0', 'huawei'],
		['Mozilla/5.0 (Linux; Android 13; zh-cn; 23013RK75C) MiuiBrowser/18.2', 'xiaomi'],
		['Mozilla/5.0 (Linux; Android 14; V2254A) VivoBrowser/21.2 vivo', 'oppo'],
		['Mozilla/5.0 (Linux; Android 12; PGT-AN10 Build/HONOR) Chrome/99', 'honor'],
		['Mozilla/5.0 (Linux; Android 13; SM-S9180) Chrome/120', 'samsung'],
		['Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) Safari/604.1', 'iphone'],
		['Mozilla/5.0 (X11; Linux x86_64) Chrome/120', 'desktop']
	])('%s', (agent, brand) => {
		expect(brandOf(agent)).toBe(brand);
	});

	it('knows the built-in browser of WeChat', () => {
		expect(isWeChat('Mozilla/5.0 (iPhone) MicroMessenger/8.0.40')).toBe(true);
		expect(isWeChat('Mozilla/5.0 (iPhone) Safari/604.1')).toBe(false);
	});

	it('cannot always say whether its storage is kept', () => {
		expect(saysPersistence({ storage: { persisted: () => Promise.resolve(false) } })).toBe(true);
		expect(saysPersistence({ storage: {} })).toBe(false);
		expect(saysPersistence({})).toBe(false);
	});
});
