import { isUuid } from '#lib/domain/ids.ts';
import type { SettleBody } from '#lib/domain/operation.ts';

/** Reads a conflict's form: `opId`, `recordId`, `rev`, `conflictId`, and `keep:<field path>` = `server` or `proposed`. */
export function readSettleForm(
	form: FormData
): { opId: string; recordId: string; rev: number; body: SettleBody } | null {
	const word = (name: string) => String(form.get(name) ?? '');
	const rev = Number(word('rev'));
	if (![word('opId'), word('recordId'), word('conflictId')].every(isUuid) || !Number.isInteger(rev))
		return null;
	const keep: Record<string, 'server' | 'proposed'> = {};
	for (const [name, value] of form.entries()) {
		if (name.startsWith('keep:'))
			keep[name.slice('keep:'.length)] = value === 'proposed' ? 'proposed' : 'server';
	}
	return {
		opId: word('opId'),
		recordId: word('recordId'),
		rev,
		body: { conflictId: word('conflictId'), keep }
	};
}
