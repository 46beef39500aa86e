import { expect, it } from 'vitest';
import { keyAct, type Pressed } from './key-act.ts';

const press = (key: string, changes: Partial<Pressed> = {}) =>
	keyAct({
		key,
		ctrlKey: false,
		metaKey: false,
		altKey: false,
		isComposing: false,
		target: null,
		...changes
	});
const on = (tagName: string, type = '') => ({ target: { tagName, type } as unknown as EventTarget });

it('reads letters in either case, and leaves everything else to the browser', () => {
	expect(['j', 'K', 'a', 'R', 'v', 'X'].map((key) => press(key))).toEqual([
		'next',
		'previous',
		'approve',
		'return',
		'void',
		'pick'
	]);
	expect(['Tab', 'Enter', 'z', 'constructor'].map((key) => press(key))).toEqual([null, null, null, null]);
});

it('never decides while somebody types, composes or calls the browser', () => {
	expect(press('a', on('TEXTAREA'))).toBeNull();
	expect(press('a', on('INPUT', 'search'))).toBeNull();
	expect(press('a', on('SELECT'))).toBeNull();
	expect(press('a', { isComposing: true })).toBeNull();
	expect(press('a', { ctrlKey: true })).toBeNull();
	expect(press('a', on('INPUT', 'checkbox'))).toBe('approve');
	expect(press('a', on('BUTTON'))).toBe('approve');
	expect(press('Escape', on('TEXTAREA'))).toBe('close');
});
