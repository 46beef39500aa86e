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

/** What may be or hold a digit, also a circled one or one of another script. */
export const MAYBE_DIGIT = /[\p{N}\p{So}]/u;

/** The first kind of personal number found, or null. */
export function findPersonalNumber(text: string): PersonalNumber | null {
	if (!MAYBE_DIGIT.test(text)) return null;
	const plain = text.normalize('NFKC').replace(INVISIBLE, '').replace(DASHES, '-').replace(/\s/g, ' ');
	for (const run of plain.match(RUN) ?? []) {
		const found = inTokens(run.split(/[ .\-_·/]+/).filter(Boolean));
		if (found) return found;
	}
	return null;
}

/** Groups of neighbouring tokens that together are at most 19 digits long. */
function groupsOf(tokens: readonly string[]): string[][] {
	return tokens.flatMap((_, from) => {
		const groups: string[][] = [];
		for (let to = from + 1; to <= tokens.length; to++) {
			const group = tokens.slice(from, to);
			if (group.join('').length > 19) break;
			groups.push(group);
		}
		return groups;
	});
}

/** An ID goes first: some digits of it may by chance pass for a card. */
function inTokens(tokens: readonly string[]): PersonalNumber | null {
	const groups = groupsOf(tokens);
	if (groups.some((group) => isResidentId(group.join(''), group.length === 1))) return 'id';
	return groups.some((group) => isBankCard(group.join('')) && !holdsPhone(group)) ? 'bank-card' : null;
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

/** Two telephone numbers side by side are no card. */
function holdsPhone(group: readonly string[]): boolean {
	return group.some(
		(token, at) =>
			(group.length > 1 && /^1\d{10}$/.test(token)) ||
			(/^0\d{2,3}$/.test(token) && /^\d{7,8}$/.test(group[at + 1] ?? ''))
	);
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
