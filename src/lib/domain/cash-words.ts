/**
 * Finds cash, shopping cards and vouchers, which may not be logged as supplies (R20; union finance practice), also when
 * typed with spaces between the characters or in full width.
 */
const WORDS = [
	'现金',
	'购物卡',
	'购物券',
	'代金券',
	'代金卡',
	'礼品卡',
	'储值卡',
	'消费券',
	'提货券',
	'超市卡'
];
const ENGLISH = /\b(cash|vouchers?|(gift|shopping|store) ?cards?)\b/i;
/** After these, 现金 is part of another word: 发现金属, 现金额, 发现金银花, 出现金融, 发现金溪, 呈现金秋. */
const NOT_CASH = '属额银融色黄刚牌溪秋';
/** A word before it that says there was none: 不发现金, 未发放购物卡, 严禁代金券, 无现金. */
const NEGATION =
	/(不得|不发|未发|没有|没发|严禁|禁止|不含|不以|无|非)(任何|发放|以|用|发|含|购买|、|和|或|及)*$/;

/** The first such word as it stands in the catalogue, or null. */
export function findCashWord(text: string): string | null {
	const normal = text.normalize('NFKC');
	const english = ENGLISH.exec(normal);
	const plain = normal.replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '');
	for (const word of WORDS) {
		for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
			if (word === '现金' && NOT_CASH.includes(plain[at + 2] ?? ' ')) continue;
			if (!isDenied(plain.slice(Math.max(0, at - 12), at))) return word;
		}
	}
	return english && !/\b(no|without|not)\s+(any\s+)?$/i.test(normal.slice(0, english.index))
		? english[0].toLowerCase()
		: null;
}

/** Words of a list before it (现金、购物卡) do not hide the negation that stands before the list. */
function isDenied(before: string): boolean {
	let rest = before;
	for (const word of WORDS) rest = rest.replaceAll(word, '');
	return NEGATION.test(rest);
}
