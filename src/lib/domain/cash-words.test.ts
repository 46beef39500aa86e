import { describe, expect, it } from 'vitest';
import { findCashWord } from './cash-words.ts';

describe('findCashWord', () => {
	it.each(['现金', '每人现金200元', '现 金', '现　金', '购物卡2张', '发放代 金 券', 'gift card', 'Ｃａｓｈ'])(
		'finds it in %s',
		(text) => expect(findCashWord(text)).not.toBeNull()
	);
	it.each([
		'',
		'毛巾',
		'未发现金属异物',
		'发现金银花茶受潮',
		'呈现金秋助学成果',
		'金溪县发现金溪站缺货',
		'不发现金',
		'严禁发放现金、购物卡、代金券',
		'职工维权服务卡（12351）',
		'cashew',
		'no cash'
	])('leaves %j alone', (text) => expect(findCashWord(text)).toBeNull());
});
