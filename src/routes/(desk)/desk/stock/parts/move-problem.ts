import { m } from '#lib/i18n.ts';
import { whyText } from '#desk/records/parts/words.ts';

/** Why a movement was not recorded, as a sentence. */
export function moveProblem({
	why,
	issues
}: {
	readonly why: string;
	readonly issues: readonly string[];
}): string {
	if (why === 'quantity') return m.stock_why_quantity({ lines: issues.join(' · ') });
	if (why === 'reversed-already') return m.stock_why_reversed_already();
	if (why === 'confirmed-already') return m.stock_why_confirmed_already();
	return issues.length > 0 ? issues.join(' ') : whyText(why);
}
