/** What a key means on the review page, or null for nothing: then the browser does with it what it always does. */
export type KeyAct = 'next' | 'previous' | 'approve' | 'return' | 'void' | 'pick' | 'close' | null;

const KEYS: ReadonlyMap<string, KeyAct> = new Map([
	['j', 'next'],
	['k', 'previous'],
	['a', 'approve'],
	['r', 'return'],
	['v', 'void'],
	['x', 'pick']
]);

/** The part of a keyboard event that is looked at. */
export interface Pressed extends Pick<
	KeyboardEvent,
	'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'
> {
	readonly target: EventTarget | null;
}

/** Whoever types into a field types letters; ticking a box is no typing. */
export function keyAct({ key, ctrlKey, metaKey, altKey, isComposing, target }: Pressed): KeyAct {
	if (ctrlKey || metaKey || altKey || isComposing) return null;
	if (key === 'Escape') return 'close';
	const { tagName = '', type = '' } = (target ?? {}) as { tagName?: string; type?: string };
	if (/^(INPUT|TEXTAREA|SELECT)$/.test(tagName) && type !== 'checkbox') return null;
	return KEYS.get(key.toLowerCase()) ?? null;
}
