import { m } from '#lib/i18n.ts';
import { verbText } from './decision-text.ts';
import { momentText } from './format.ts';

/** Who decided first, what and when. */
export function decidedText(
	decided: { readonly by: string; readonly verb: string; readonly at: string },
	today: string
): string {
	return m.decided_first({
		who: decided.by,
		what: verbText(decided.verb),
		time: momentText(decided.at, today)
	});
}
