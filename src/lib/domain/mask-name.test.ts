import { expect, it } from 'vitest';
import { maskName } from './mask-name.ts';

it('leaves the first character, whole also outside the BMP, and hides the length', () => {
	expect(maskName('胡示溪')).toBe('胡**');
	expect(maskName('𠮷')).toBe('𠮷**');
	expect(maskName(' 欧阳示溪河 ')).toBe('欧**');
	expect(maskName('  ')).toBe('');
});
