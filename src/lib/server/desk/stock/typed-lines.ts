import { isIsoDate } from '#lib/domain/calendar.ts';
import { parseQuantity } from '#lib/domain/packs.ts';
import type { DeskContext } from '#lib/server/desk/desk-context.ts';
import { supplyName } from './amount.ts';

/** One line of a movement's form, as typed: `3箱5瓶` is a quantity. */
export interface TypedLine {
	readonly supply: string;
	readonly batch: string;
	readonly expiry: string;
	readonly qty: string;
}

export interface ReadLine {
	readonly supply: string;
	readonly batch: string;
	readonly expiry: string | null;
	readonly qty: number;
}

/** Lines whose quantity was typed; one without is not part of the movement. What cannot be read is named. */
export function readLines(
	context: Pick<DeskContext, 'reference' | 'locale'>,
	typed: readonly TypedLine[]
): { readonly lines: readonly ReadLine[]; readonly unread: readonly string[] } {
	const lines: ReadLine[] = [];
	const unread: string[] = [];
	for (const { supply: code, batch, expiry, qty } of typed) {
		if (qty.trim() === '') continue;
		const supply = context.reference.get('supply', code);
		const read = supply ? parseQuantity(qty, supply) : null;
		if (read?.ok && (expiry === '' || isIsoDate(expiry)))
			lines.push({ supply: code, batch: batch.trim(), expiry: expiry || null, qty: read.value });
		else unread.push([supply ? supplyName(context, code) : '', qty].filter(Boolean).join(' '));
	}
	return { lines, unread };
}

const LINE = /^line\.(\d{1,3})\.(supply|batch|expiry|qty)$/;

/** Reads the lines of a form: fields `line.<n>.supply` and so on, at most 200. */
export function typedLines(form: FormData): TypedLine[] {
	const lines = new Map<number, Record<keyof TypedLine, string>>();
	for (const [name, value] of form) {
		const [, at = '', column = ''] = LINE.exec(name) ?? [];
		if (column === '' || typeof value !== 'string' || Number(at) >= 200) continue;
		const line = lines.get(Number(at)) ?? { supply: '', batch: '', expiry: '', qty: '' };
		line[column as keyof TypedLine] = value.slice(0, 40);
		lines.set(Number(at), line);
	}
	return [...lines].sort(([one], [other]) => one - other).map(([, line]) => line);
}
