import type { Supply } from './reference.ts';
import { MOST, parseNumber, plainText, type ReadNumber } from './number.ts';

/** What reading and showing a quantity needs of its supply. */
export type Packed = Pick<Supply, 'unitZh' | 'unitEn' | 'packZh' | 'unitsPerPack' | 'decimalQuantity'>;

const HALF = /^(\d+(?:\.\d+)?)?半$/;
/** The counting words of packs in English; the catalogue names packs in Chinese only. */
const ENGLISH_PACKS: Readonly<Record<string, string>> = {
	箱: 'case',
	盒: 'box',
	筐: 'basket',
	桶: 'barrel'
};
/** 斤 is half a kilogram. */
const JIN = /^(\d+(?:\.\d+)?)(市?斤)$/;
const KILOGRAM = /^(公斤|千克|kg)$/i;

/**
 * Reads a quantity in the supply's unit: `77`, `77瓶`, `3箱5瓶` (24 a case: 77), `12.5公斤` where decimals are allowed.
 * Half packs and 斤 come with `confirm`. Cases of a supply without packs, or decimals of a whole one, are not read.
 */
export function parseQuantity(text: string, supply: Packed): ReadNumber {
	const plain = plainText(text).replaceAll(',', '');
	if (plain === '') return { ok: false, why: 'empty' };
	if (/^-\d/.test(plain)) return { ok: false, why: 'negative' };
	const read = readPacks(plain, supply) ?? readLoose(plain, supply);
	if (!read.ok) return read;
	if (read.value > MOST) return { ok: false, why: 'too-large' };
	const thousandths = Math.round(read.value * 1000);
	if (Math.abs(thousandths - read.value * 1000) > 1e-6) return { ok: false, why: 'not-whole' };
	if (!supply.decimalQuantity && thousandths % 1000 !== 0) return { ok: false, why: 'not-whole' };
	return { ...read, value: thousandths / 1000 };
}

/** `3箱5瓶`, `3箱半`, `半箱`, `2.5箱`; null when no pack is named. */
function readPacks(plain: string, supply: Packed): ReadNumber | null {
	const { packZh, unitsPerPack } = supply;
	const pack = packWords(supply).find((word) => plain.toLowerCase().includes(word));
	if (!packZh || !unitsPerPack || !pack) return null;
	const at = plain.toLowerCase().indexOf(pack);
	const packs = readFigure(plain.slice(0, at));
	const rest = plain.slice(at + pack.length);
	const loose = rest === '' ? exactly(0) : HALF.test(rest) ? half(rest) : readLoose(rest, supply);
	if (!packs.ok || !loose.ok) return { ok: false, why: 'unread' };
	const extra = HALF.test(rest) ? loose.value * unitsPerPack : loose.value;
	return {
		ok: true,
		value: packs.value * unitsPerPack + extra,
		confirm: packs.confirm || loose.confirm || !Number.isInteger(packs.value)
	};
}

/** How a pack may be called, the longest word first: `cases` before `case`. */
function packWords(supply: Packed): readonly string[] {
	const english = englishPack(supply);
	return [...(supply.packZh ? [supply.packZh] : []), ...(english ? [plural(english), english] : [])];
}

/** `case`, or null for a pack without an English word or called like the unit it holds. */
function englishPack({ packZh, unitEn }: Packed): string | null {
	const word = packZh ? ENGLISH_PACKS[packZh] : undefined;
	return word === undefined || word === unitEn ? null : word;
}

function plural(word: string): string {
	if (word === 'kg') return word;
	return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : word.replace(/([^aeiou])y$/, '$1ie') + 's';
}

const counted = (count: number, word: string) => `${count} ${count === 1 ? word : plural(word)}`;

function readFigure(text: string): ReadNumber {
	return HALF.test(text) ? half(text) : parseNumber(text);
}

/** `半` is 0.5, `3半` is 3.5. */
function half(text: string): ReadNumber {
	const whole = Number(HALF.exec(text)?.[1] ?? 0);
	return { ok: true, value: whole + 0.5, confirm: true };
}

function exactly(value: number): ReadNumber {
	return { ok: true, value, confirm: false };
}

function readLoose(plain: string, supply: Packed): ReadNumber {
	const jin = KILOGRAM.test(supply.unitZh) ? JIN.exec(plain) : null;
	if (jin) return { ok: true, value: Number(jin[1]) / 2, confirm: true };
	const english = supply.unitEn ? [supply.unitEn, plural(supply.unitEn)] : [];
	for (const unit of [supply.unitZh, ...english]) {
		if (unit && plain.toLowerCase().endsWith(unit.toLowerCase())) {
			return parseNumber(plain.slice(0, -unit.length));
		}
	}
	if (supply.unitEn === 'kg' || KILOGRAM.test(supply.unitZh)) {
		const bare = plain.replace(/(公斤|千克|kg)$/i, '');
		if (bare !== plain) return parseNumber(bare);
	}
	// A number alone, or one in words; never one with another counting word (3箱 of what has no cases).
	return /^[\d.]+$|^[\d.]+[万千百wk]$|^[零〇一二两三四五六七八九十百千万]+$/i.test(plain)
		? parseNumber(plain)
		: { ok: false, why: 'unread' };
}

/**
 * 77 as `3箱5瓶`, 72 as `3箱`, 5 as `5瓶`, in English as `3 cases 5 bottles`; decimals stay in units (`12.5公斤`). What is
 * missing stands behind a minus sign (`−3箱5瓶`).
 */
export function formatPacks(quantity: number, supply: Packed, locale: 'zh-CN' | 'en' = 'zh-CN'): string {
	if (quantity < 0) return `\u2212${formatPacks(-quantity, supply, locale)}`;
	const { unitsPerPack } = supply;
	const english = locale === 'en';
	const pack = english ? englishPack(supply) : supply.packZh;
	const say = (count: number, word: string) => (english ? counted(count, word) : `${count}${word}`);
	const unit = (english && supply.unitEn) || supply.unitZh;
	if (!pack || !unitsPerPack || unitsPerPack < 2 || !Number.isInteger(quantity) || supply.decimalQuantity) {
		return say(quantity, unit);
	}
	const packs = Math.floor(quantity / unitsPerPack);
	const loose = quantity - packs * unitsPerPack;
	const parts = [
		...(packs > 0 ? [say(packs, pack)] : []),
		...(packs === 0 || loose > 0 ? [say(loose, unit)] : [])
	];
	return parts.join(english ? ' ' : '');
}
