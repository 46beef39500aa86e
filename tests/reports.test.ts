import { describe, expect, it } from 'vitest';
import { lastWords } from './reports.ts';

describe('what a step without a report said last', () => {
	it('is its end, without colours', () => {
		const said = Array.from({ length: 100 }, (_, at) => `\u001b[31mline ${at}\u001b[0m`).join('\n');
		const words = lastWords(`${said}\n\n`).split('\n');
		expect(words).toHaveLength(30);
		expect(words.at(0)).toBe('line 70');
		expect(words.at(-1)?.trim()).toBe('line 99');
	});
});
