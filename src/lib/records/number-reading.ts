import { parseCount, parseNumber, type ReadNumber } from '#lib/domain/number.ts';
import { formatPacks, parseQuantity, type Packed } from '#lib/domain/packs.ts';
import type { NumberReading } from '#lib/ui/number-reading.ts';
import type { Locale } from './kind.ts';

function reading(read: ReadNumber, said: (value: number) => string): NumberReading {
	if (read.ok) return { ok: true, value: read.value, confirm: read.confirm, text: said(read.value) };
	if (read.why === 'empty') return { ok: true, value: null, confirm: false, text: '' };
	return { ok: false, text: '' };
}

/** Reads a count in a `NumberField`. */
export function readCount(text: string): NumberReading {
	return reading(parseCount(text), String);
}

/** Reads a temperature or another figure with decimals; below zero too. */
export function readDecimal(text: string): NumberReading {
	const plain = text.normalize('NFKC').replace(/℃|°C?/gi, '');
	const below = /^\s*[-−–]/.test(plain);
	const read = parseNumber(below ? plain.replace(/[-−–]/, '') : plain);
	return reading(read.ok && below ? { ...read, value: -read.value } : read, String);
}

/** Reads a quantity of a supply: `3箱5瓶` is 77 and is said back as it was meant. */
export function readQuantity(supply: Packed | undefined, locale: Locale): (text: string) => NumberReading {
	if (!supply) return (text) => reading(parseNumber(text), String);
	return (text) =>
		reading(parseQuantity(text, supply), (value) => {
			const packs = formatPacks(value, supply, locale);
			const units = formatPacks(value, { ...supply, packZh: null }, locale);
			return packs === units ? units : `${units} (${packs})`;
		});
}
