import { pinyin } from 'pinyin-pro';
import type { Searchable } from '#lib/domain/reference.ts';

/**
 * Full pinyin and initials of a name, lower case without tones, spaces or signs (ü as `v`, as people type it).
 * `person` reads the first character as a surname: 曾 zeng, 单 shan, 仇 qiu; a place keeps 乐安 lean.
 *
 * These are for typing letters only. Search by characters compares characters: 福州 and 抚州 sound alike and are not the same.
 */
export function searchable(name: string, as: 'name' | 'person' = 'name'): Searchable {
	const syllables = pinyin(name, {
		toneType: 'none',
		type: 'array',
		nonZh: 'consecutive',
		v: true,
		surname: as === 'person' ? 'head' : 'off'
	}).map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
	const chinese = (index: number) => /^[a-z]+$/.test(syllables[index] ?? '');
	return {
		pinyin: syllables.join(''),
		initials: syllables.map((syllable, index) => (chinese(index) ? syllable.charAt(0) : syllable)).join('')
	};
}
