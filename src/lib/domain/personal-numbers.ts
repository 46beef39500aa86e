/**
 * Finds what looks like a resident ID (18 or 15 digits) or a bank card (16 to 19 digits, Luhn) in free text, however
 * it is spaced or typed (full-width digits, spaces, hyphens). Such numbers must not be kept (PIPL art. 6; R28, R29).
 *
 * IDs are recognised by shape only, never by checksum or region: a number with a typing error is still somebody's, and
 * old prefixes (362531, the former Dongxiang) are valid.
 */
export type PersonalNumber = 'id' | 'bank-card';

/** Runs of digits that stand together but for spaces, dots and hyphens. */
const RUN = /\d[\d .\-_·/]*[\dxX]?/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2212\u30fc]/g;

/** The first kind of personal number found, or null. */
export function findPersonalNumber(text: string): PersonalNumber | null {
	const plain = text.normalize('NFKC').replace(INVISIBLE, '').replace(DASHES, '-').replace(/\s/g, ' ');
	for (const run of plain.match(RUN) ?? []) {
		const found = inTokens(run.split(/[ .\-_·/]+/).filter(Boolean));
		if (found) return found;
	}
	return null;
}

/** Looks at every group of neighbouring tokens whose digits add up to the right length. */
function inTokens(tokens: readonly string[]): PersonalNumber | null {
	for (let from = 0; from < tokens.length; from++) {
		let joined = '';
		for (let to = from; to < tokens.length && joined.length < 19; to++) {
			joined += tokens[to] ?? '';
			const group = tokens.slice(from, to + 1);
			if (isResidentId(joined, group.length === 1)) return 'id';
			if (isBankCard(joined) && !(group.length > 1 && group.some(isPhone))) return 'bank-card';
		}
	}
	return null;
}

/** Eighteen digits in one piece are always taken for an ID; in pieces, or fifteen, only with a possible birthday. */
function isResidentId(digits: string, whole: boolean): boolean {
	if (/^[1-9]\d{16}[\dxX]$/.test(digits)) return whole || isMonthAndDay(digits.slice(10, 14));
	return /^[1-9]\d{14}$/.test(digits) && isMonthAndDay(digits.slice(8, 12));
}

function isMonthAndDay(digits: string): boolean {
	const month = Number(digits.slice(0, 2));
	const day = Number(digits.slice(2));
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isPhone(token: string): boolean {
	return /^1\d{10}$/.test(token) || /^0\d{2,3}$/.test(token);
}

function isBankCard(digits: string): boolean {
	if (!/^[1-9]\d{15,18}$/.test(digits)) return false;
	let sum = 0;
	for (let at = 0; at < digits.length; at++) {
		const digit = Number(digits[digits.length - 1 - at]);
		const doubled = at % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
