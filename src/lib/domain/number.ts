/**
 * Numbers as people write them: full-width digits, thousands separators, a counting word behind, 1.2万, Chinese
 * numerals. What could be meant otherwise comes with `confirm`, and the person says whether it is right.
 */
export type NumberFault = 'empty' | 'unread' | 'negative' | 'not-whole' | 'too-large';

export type ReadNumber =
	| { readonly ok: true; readonly value: number; readonly confirm: boolean }
	| { readonly ok: false; readonly why: NumberFault };

/** The schema's limit for a count. */
export const MOST = 10_000_000;

const COUNTING_WORD = /(人次|余人|多人|人|次|名|位|个|户|家|条|张|分钟|分|persons?|people|times)$/i;
const ABOUT = /^(大约|约|近|大概)|(左右|上下|余|多|来)$/g;
const PLAIN = /^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/;
const SCALED = /^(\d+(?:\.\d+)?)(万|千|百|w|k)$/i;
const NUMERAL = /^[零〇一二两三四五六七八九十百千万\d]+$/;

/** Text without spaces, in plain digits; `,` for every kind of separator. */
export function plainText(text: string): string {
	return text
		.normalize('NFKC')
		.replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
		.replace(/[、’']/g, ',')
		.replace(/[−－–—]/g, '-');
}

/** Reads a whole number of people or things: `２３０`, `1,250人`, `1.2万` (to be confirmed), `二百三十` (to be confirmed). */
export function parseCount(text: string): ReadNumber {
	const read = parseNumber(text);
	if (!read.ok) return read;
	return Number.isInteger(read.value) ? read : { ok: false, why: 'not-whole' };
}

/** As `parseCount`, with up to three decimals. */
export function parseNumber(text: string): ReadNumber {
	const plain = plainText(text);
	if (plain === '') return { ok: false, why: 'empty' };
	if (/^-\d/.test(plain)) return { ok: false, why: 'negative' };
	const counted = plain.replace(COUNTING_WORD, '');
	const exact = counted.replace(ABOUT, '');
	const about = exact !== counted || /[余多]人$/.test(plain);
	const value = valueOf(exact);
	if (value === null) return { ok: false, why: 'unread' };
	if (value > MOST) return { ok: false, why: 'too-large' };
	if (Math.abs(Math.round(value * 1000) - value * 1000) > 1e-6) return { ok: false, why: 'not-whole' };
	return { ok: true, value, confirm: about || !PLAIN.test(exact) };
}

function valueOf(text: string): number | null {
	if (PLAIN.test(text)) return Number(text.replaceAll(',', ''));
	const scaled = SCALED.exec(text);
	if (scaled) return Math.round(Number(scaled[1]) * scaleOf(scaled[2] ?? '') * 1000) / 1000;
	return NUMERAL.test(text) ? numeralOf(text) : null;
}

function scaleOf(word: string): number {
	if (/[万w]/i.test(word)) return 10_000;
	if (/[千k]/i.test(word)) return 1000;
	return /百/.test(word) ? 100 : /十/.test(word) ? 10 : 0;
}

const DIGITS: readonly RegExp[] = [
	/[零〇0]/,
	/[一1]/,
	/[二两2]/,
	/[三3]/,
	/[四4]/,
	/[五5]/,
	/[六6]/,
	/[七7]/,
	/[八8]/,
	/[九9]/
];

/** 二百三十 = 230, 1万2千 = 12000; null for what is no number (百三, 三三). 一百二 means 120 and is confirmed like the rest. */
function numeralOf(text: string): number | null {
	let total = 0;
	let section = 0;
	let digit: number | null = null;
	let last = 10;
	let zero = false;
	for (const piece of text.match(/\d+|\D/g) ?? []) {
		const scale = scaleOf(piece);
		if (scale === 0) {
			const found = /^\d+$/.test(piece) ? Number(piece) : DIGITS.findIndex((one) => one.test(piece));
			if (digit !== null && digit !== 0) return null;
			zero = found === 0;
			digit = found;
			continue;
		}
		if (digit === null && !(scale === 10 && section === 0) && scale !== 10_000) return null;
		if (scale === 10_000) {
			total += (section + (digit ?? 0)) * scale;
			section = 0;
		} else section += (digit ?? 1) * scale;
		digit = null;
		last = scale;
		zero = false;
	}
	if (digit === null) return total + section || null;
	const beforeLast = /[零〇]/.test(text);
	const tail = !zero && !beforeLast && last > 10 && digit < 10 ? digit * (last / 10) : digit;
	return total + section + tail;
}
