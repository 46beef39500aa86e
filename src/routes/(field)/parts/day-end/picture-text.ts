/** What the picture of a day's end says: figures, goods and how far it was sent. No person, unit or title is in it. */
import { m } from '#lib/i18n.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { dayText } from '#field/format.ts';
import type { Check } from './check.ts';
import { checkSentence } from './check-sentence.ts';
import type { DayEndFigures } from './figures.ts';
import type { PictureText } from './picture.ts';
import { doneSentences, movedSentences } from './words.ts';

/** @param waits sentences of what waits, or the one that nothing does */
export function pictureText(
	when: { readonly date: string; readonly region: string },
	figures: DayEndFigures,
	reference: Reference,
	waits: readonly string[],
	check: Check
): PictureText {
	const sentences = [...doneSentences(figures, reference), ...movedSentences(figures, reference)];
	return {
		title: m.day_end_title(),
		about: [dayText(when.date), when.region].filter(Boolean).join(' · '),
		figures: [
			{ label: m.day_end_figure_handouts(), value: figures.handouts },
			{ label: m.day_end_figure_given(), value: figures.given },
			{ label: m.day_end_figure_visits(), value: figures.visits },
			{ label: m.day_end_figure_met(), value: figures.met },
			{ label: m.day_end_figure_sessions(), value: figures.sessions },
			{ label: m.day_end_figure_attended(), value: figures.attended }
		]
			.filter(({ value }) => value > 0)
			.map(({ label, value }) => ({ label, value: String(value) })),
		sentences: sentences.length > 0 ? sentences : [m.day_end_nothing()],
		foot: [...waits, checkSentence(check), ...(check.code ? [m.day_end_code({ code: check.code })] : [])]
	};
}
