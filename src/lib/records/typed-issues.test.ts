import { expect, it } from 'vitest';
import { unreadIssues, valueAt } from './typed-issues.ts';

const body = {
	headcount: null,
	onlineViews: 0,
	lines: [
		{ id: 'a', qty: 77 },
		{ id: 'b', qty: null }
	]
};

it('blocks a text that became no number, and leaves one that did', () => {
	const fields = (typed: Record<string, string>) => unreadIssues(body, typed).map((issue) => issue.field);
	expect(fields({ 'lines.a.qty': '3箱5瓶' })).toEqual([]);
	expect(fields({ 'lines.b.qty': 'abc', headcount: '1.2万' })).toEqual(['lines.b.qty', 'headcount']);
	expect(fields({ onlineViews: 'abc' })).toEqual(['onlineViews']);
	expect(fields({ onlineViews: '０' })).toEqual([]);
	expect(fields({ headcount: ' ' })).toEqual([]);
});

it('finds a value by its row id', () => {
	expect(valueAt(body, 'lines.a.qty')).toBe(77);
	expect(valueAt(body, 'lines.x.qty')).toBeUndefined();
});
