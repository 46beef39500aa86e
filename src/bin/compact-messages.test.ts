import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { choose } from '../i18n/choose.ts';
import { compactMessage } from './compact-messages.ts';

const COMPILED = join(import.meta.dirname, '../i18n/paraglide/messages');

it('knows the form of every message of the compiled catalogue', () => {
	const files = readdirSync(COMPILED).filter((file) => file.endsWith('.js') && file !== '_index.js');
	expect(files.length).toBeGreaterThan(1000);
	const left = files.filter((file) => {
		const code = readFileSync(join(COMPILED, file), 'utf8');
		return !/= \/\* @__PURE__ \*\/ choose\(zh_cn2_\w+, en_\w+\);/.test(compactMessage(code));
	});
	expect(left).toEqual([]);
});

it('keeps of a text without anything to fill in only the text', () => {
	const code = readFileSync(join(COMPILED, 'photos_card.js'), 'utf8');
	expect(compactMessage(code)).toContain('const zh_cn2_photos_card = `照片`;');
	expect(compactMessage(code)).toContain('const en_photos_card = `Photos`;');
});

it('leaves what has another form as it is', () => {
	const code = 'export const a = () => {};';
	expect(compactMessage(code)).toBe(code);
});

it('picks by the language asked for, and the reader’s otherwise', () => {
	const say = choose(
		(inputs) => `共${(inputs as { n: number }).n}`,
		(inputs) => `${(inputs as { n: number }).n} in all`
	);
	expect(say({ n: 3 }, { locale: 'en' })).toBe('3 in all');
	expect(say({ n: 3 }, { locale: 'zh-CN' })).toBe('共3');
	expect(say({ n: 3 })).toBe('共3');
	expect(choose('照片', 'Photos')({}, { locale: 'en' })).toBe('Photos');
});
