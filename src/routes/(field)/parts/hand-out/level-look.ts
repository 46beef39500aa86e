import { m } from '#lib/i18n.ts';
import type { ReceiptLevel, KnownReceipts } from '#lib/domain/rosters/receipt-level.ts';
import type { Tone } from '#lib/ui/tone.ts';

/** Colour, sign and words of what is known of a person: never the colour alone. */
export function levelLook(level: ReceiptLevel, known: KnownReceipts): { tone: Tone; text: string } {
	switch (level) {
		case 'free':
			return { tone: 'ok', text: m.receipt_free() };
		case 'ask':
			return { tone: 'warn', text: m.receipt_ask({ day: known.season[0]?.date.slice(5) ?? '' }) };
		case 'stop':
			return { tone: 'bad', text: known.here ? m.receipt_here() : m.receipt_colleague() };
	}
}
