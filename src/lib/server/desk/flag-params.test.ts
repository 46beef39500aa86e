import { expect, it } from 'vitest';
import { flagParams } from './flag-params.ts';
import { messageText } from './message-text.ts';

it('keeps words from who does not read the texts of their record, and figures from nobody', () => {
	const words = JSON.stringify({ text: '地址写错了，是东门巷3号' });
	const withheld = messageText('desk_withheld', 'zh-CN');
	expect(flagParams(words, false, 'zh-CN')).toEqual({ text: '地址写错了，是东门巷3号' });
	expect(flagParams(words, true, 'zh-CN')).toEqual({ text: withheld });
	expect(flagParams(JSON.stringify({ cap: 300 }), true, 'zh-CN')).toEqual({ cap: 300 });
	expect(flagParams(null, true, 'zh-CN')).toEqual({});
});
