import { describe, expect, it } from 'vitest';
import { findPersonalNumber, MAYBE_DIGIT } from './personal-numbers.ts';

describe('findPersonalNumber', () => {
	it.each([
		'身份证362531197001011234',
		'36253119700101123X',
		'36253119700101123x。',
		'３６２５３１１９７００１０１１２３４',
		'362531 19700101 1234',
		'3 6 2 5 3 1 1 9 7 0 0 1 0 1 1 2 3 4',
		'362531-19700101-1234',
		'362531\u200b197001011234',
		'李某 362531197001011234 10000000001',
		'362531700101123', // 15 digits
		'999999199912319999'
	])('finds the ID in %s', (text) => expect(findPersonalNumber(text)).toBe('id'));

	it.each(['6222021234567890128', '6222 0212 3456 7890 128', '4111111111111111', '４１１１-1111-1111-1111'])(
		'finds the card in %s',
		(text) => expect(findPersonalNumber(text)).toBe('bank-card')
	);

	it.each([
		'',
		'10000000001',
		'0794-8260000',
		'10000000001 0794-8260000',
		'10000000001、10000000002',
		'2025-07-08 15:30',
		'4111111111111112', // Luhn fails
		'发放24份，共77瓶',
		'20250708001',
		'362531991341123' // no such month
	])('leaves %j alone', (text) => expect(findPersonalNumber(text)).toBeNull());
});

it('looks at every character that may be written for a digit', () => {
	const missed: string[] = [];
	for (let code = 0; code < 0x110000; code++) {
		if (code >= 0xd800 && code < 0xe000) continue;
		const character = String.fromCodePoint(code);
		if (/\d/.test(character.normalize('NFKC')) && !MAYBE_DIGIT.test(character)) missed.push(character);
	}
	expect(missed).toEqual([]);
});
