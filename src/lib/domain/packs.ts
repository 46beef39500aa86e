import type { Supply } from './reference.ts';
import { MOST, parseNumber, plainText, type ReadNumber } from './number.ts';

/** What reading and showing a quantity needs of its supply. */
export type Packed = Pick<Supply, 'unitZh' | 'unitEn' | 'packZh' | 'unitsPerPack' | 'decimalQuantity'>;

const HALF = /^(\d+(?:\.\d+)?)?半$/;
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
	const at = packZh ? plain.indexOf(packZh) : -1;
	if (!packZh || !unitsPerPack || at < 0) return null;
	const packs = readFigure(plain.slice(0, at));
	const rest = plain.slice(at + packZh.length);
	const loose = rest === '' ? exactly(0) : HALF.test(rest) ? half(rest) : readLoose(rest, supply);
	if (!packs.ok || !loose.ok) return { ok: false, why: 'unread' };
	const extra = HALF.test(rest) ? loose.value * unitsPerPack : loose.value;
	return {
		ok: true,
		value: packs.value * unitsPerPack + extra,
		confirm: packs.confirm || loose.confirm || !Number.isInteger(packs.value)
	};
}

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
	for (const unit of [supply.unitZh, supply.unitEn, `${supply.unitEn}s`]) {
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

/** 77 as `3箱5瓶`, 72 as `3箱`, 5 as `5瓶`; decimals and English stay in units (`12.5公斤`, `77 bottle`). */
export function formatPacks(quantity: number, supply: Packed, locale: 'zh-CN' | 'en' = 'zh-CN'): string {
	if (locale === 'en') return `${quantity} ${supply.unitEn || supply.unitZh}`;
	const { unitZh, packZh, unitsPerPack } = supply;
	if (!packZh || !unitsPerPack || unitsPerPack < 2 || !Number.isInteger(quantity) || supply.decimalQuantity) {
		return `${quantity}${unitZh}`;
	}
	const packs = Math.floor(quantity / unitsPerPack);
	const loose = quantity - packs * unitsPerPack;
	if (packs === 0) return `${loose}${unitZh}`;
	return loose === 0 ? `${packs}${packZh}` : `${packs}${packZh}${loose}${unitZh}`;
}
