import { m } from '#lib/i18n.ts';
import type { HandOut } from './hand-out.svelte.ts';
import type { Receiver } from './receiver.ts';
import { levelLook } from './level-look.ts';

/** Why the kit is not simply given with the reading of a card; null: nothing is known against it. */
export function scanDoubt(handOut: HandOut, person: Receiver): string | null {
	const level = handOut.level(person);
	if (level !== 'free') return levelLook(level, handOut.known(person)).text;
	const warnings = handOut.warnings(person, handOut.portion(handOut.body.kit, 1));
	return warnings.length > 0 ? m.receipt_scan_check() : null;
}
