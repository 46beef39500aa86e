const MOBILE = /^1\d{10}$/;
const LANDLINE = /^(0\d{2,3})-?(\d{7,8})$/;
/** Hotlines: 12351, 95598, 400 and 800 numbers. */
const HOTLINE = /^(1\d{4}|9\d{4}|[48]00-?\d{3}-?\d{4})$/;

/**
 * A telephone number as it is kept (`0794-8260000`), or null when it is incomplete. Mobile, landline with area code and
 * hotlines; +86 and separators are taken off.
 */
export function readPhone(text: string): string | null {
	const plain = text
		.normalize('NFKC')
		.replace(/[\s\u200b-\u200f().]/g, '')
		.replace(/[‐-―−]/g, '-')
		.replace(/^(\+?86-?|0086-?)(?=1\d{10}$|1\d{2}-|0\d{2,3})/, '');
	const digits = plain.replaceAll('-', '');
	if (MOBILE.test(digits)) return digits;
	const landline = LANDLINE.exec(plain) ?? LANDLINE.exec(digits);
	if (landline) return splitArea(digits);
	return HOTLINE.test(plain) ? plain : null;
}

/** Area codes are 010 and 02x with three digits, all others with four. */
function splitArea(digits: string): string | null {
	const area = /^0(10|2\d)/.test(digits) ? 3 : 4;
	const local = digits.slice(area);
	return local.length === 7 || local.length === 8 ? `${digits.slice(0, area)}-${local}` : null;
}

/** A number as others may see it: 100****0001, 0794-****000. What is no number is hidden whole. */
export function maskPhone(text: string): string {
	const phone = readPhone(text);
	if (!phone) return text.trim() === '' ? '' : '****';
	if (MOBILE.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
	const [area, local] = phone.split('-');
	return LANDLINE.test(phone) && local ? `${area ?? ''}-****${local.slice(4)}` : phone;
}
