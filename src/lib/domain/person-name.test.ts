import { describe, expect, it } from 'vitest';
import { nameKey, nameLength, normaliseName } from './person-name.ts';

describe('names', () => {
	it('counts a rare character as one (EC13)', () => {
		expect(nameLength('示𬭎')).toBe(2);
		expect(normaliseName(' 示 𬭎')).toBe('示𬭎');
	});
	it.each(['•', '・', '･', '‧', '·', ' · '])('keeps one middle dot for %j (EC15)', (dot) => {
		expect(normaliseName(`古丽示${dot}麦麦提`)).toBe('古丽示·麦麦提');
	});
	it('takes spaces out of Chinese names (EC17)', () => {
		expect(normaliseName('李 示 安')).toBe('李示安');
		expect(normaliseName('　李　示安 ')).toBe('李示安');
		expect(normaliseName('李\u200b示安')).toBe('李示安');
	});
	it('keeps one space between Latin words', () => {
		expect(normaliseName('  John   Smith ')).toBe('John Smith');
		expect(nameKey('John  SMITH')).toBe('john smith');
	});
	it('leaves compatibility characters as they are', () => expect(normaliseName('\uf9d1')).toBe('\uf9d1'));
});
