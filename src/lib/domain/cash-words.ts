/**
 * Finds cash, shopping cards and vouchers, which may not be logged as supplies (R20; union finance practice), also when
 * typed with spaces between the characters or in full width.
 */
const WORD = /现金|购物卡|购物券|代金券|代金卡|礼品卡|储值卡|消费券|提货券|超市卡/g;
/** 现金 inside another word: 发现金属, 现金额, 发现金银花, 出现金融, 发现金溪, 呈现金秋. */
const NOT_CASH = /^现金[属额银融色黄刚牌溪秋]/;
/** Said before it that there was none: 不发现金, 未发放购物卡, 严禁代金券, 无现金. */
const NEGATION =
	/(不得|不发|未发|没有|没发|严禁|禁止|不含|不以|无|非)(任何|发放|以|用|发|含|购买|、|和|或|及)*$/;
const ENGLISH = /\b(cash|vouchers?|(gift|shopping|store) ?cards?)\b/i;
const NO_ENGLISH = /\b(no|without|not)\s+(any\s+)?$/i;
const BETWEEN = /[\s\u200b-\u200f\u2060\ufeff]/g;

/** The first such word, or null. */
export function findCashWord(text: string): string | null {
	if (text === '') return null;
	const normal = text.normalize('NFKC');
	const plain = normal.replace(BETWEEN, '');
	for (const found of plain.matchAll(WORD)) {
		if (NOT_CASH.test(plain.slice(found.index))) continue;
		// Words of a list before it do not hide the negation that stands before the list.
		const before = plain.slice(Math.max(0, found.index - 16), found.index).replace(WORD, '');
		if (!NEGATION.test(before)) return found[0];
	}
	const english = ENGLISH.exec(normal);
	return english && !NO_ENGLISH.test(normal.slice(0, english.index)) ? english[0].toLowerCase() : null;
}
