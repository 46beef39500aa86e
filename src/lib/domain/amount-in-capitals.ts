const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES = ['', '拾', '佰', '仟'];

/** Words for 1 to 9,999; a gap between two digits is one 零. */
function belowTenThousand(value: number): string {
	let words = '';
	let gap = false;
	for (let place = 3; place >= 0; place--) {
		const digit = Math.floor(value / 10 ** place) % 10;
		if (digit === 0) {
			gap = words !== '';
			continue;
		}
		words += (gap ? '零' : '') + DIGITS[digit] + PLACES[place];
		gap = false;
	}
	return words;
}

/** Joins a higher part with its unit to the rest; 零 where the rest does not fill its first place. */
function join(
	high: string,
	unit: string,
	low: number,
	lowFull: number,
	say: (value: number) => string
): string {
	if (low === 0) return high + unit;
	return high + unit + (low < lowFull ? '零' : '') + say(low);
}

function yuanInWords(value: number): string {
	if (value >= 1e8) {
		return join(yuanInWords(Math.floor(value / 1e8)), '亿', value % 1e8, 1e7, yuanInWords);
	}
	if (value >= 1e4) {
		return join(belowTenThousand(Math.floor(value / 1e4)), '万', value % 1e4, 1e3, belowTenThousand);
	}
	return belowTenThousand(value);
}

/**
 * An amount of money in Chinese capitals, as vouchers and registers carry it beside the figures
 * (正确填写票据和结算凭证的基本规定: 整 after 元 and 角, none after 分; 零 for a gap).
 * @param fen whole fen; negative amounts begin with 负
 * @throws RangeError when `fen` is not a safe integer
 */
export function amountInCapitals(fen: number): string {
	if (!Number.isSafeInteger(fen)) throw new RangeError('fen must be a whole number');
	if (fen < 0) return `负${amountInCapitals(-fen)}`;
	const yuan = Math.floor(fen / 100);
	const jiao = Math.floor(fen / 10) % 10;
	const rest = fen % 10;
	let words = yuan > 0 ? `${yuanInWords(yuan)}元` : '';
	if (jiao > 0) words += `${DIGITS[jiao]}角`;
	else if (rest > 0 && yuan > 0) words += '零';
	if (rest > 0) return `${words}${DIGITS[rest]}分`;
	return words === '' ? '零元整' : `${words}整`;
}
