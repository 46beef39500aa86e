import { afterEach, describe, expect, it } from 'vitest';
import { locale as getLocale, overwriteGetLocale } from '#lib/i18n.ts';
import type { AttentionRow } from '#lib/state/contract.ts';
import { TROUBLES } from '#lib/sync/trouble.ts';
import { attentionSentence, troubleSentence } from './sentences.ts';

const before = getLocale;
afterEach(() => overwriteGetLocale(before));

function rowOf(why: AttentionRow['why'], verdict: AttentionRow['verdict'] = null): AttentionRow {
	return { why, verdict } as AttentionRow;
}
const refused = (refusal: 'right-ended' | 'wrong-region') =>
	rowOf('refused', { opId: 'x', outcome: 'rejected', rev: null, no: null, refusal });

describe('why work needs a person', () => {
	it.each([
		['zh-CN', '没有发送', '太大'],
		['en', 'was not sent', 'too big']
	] as const)(
		'says in %s that work of a lost right or too big a piece was not sent',
		(locale, unsent, big) => {
			overwriteGetLocale(() => locale);
			expect(attentionSentence(rowOf('scope-dropped'))).toContain(unsent);
			expect(attentionSentence(rowOf('too-big'))).toContain(big);
			expect(attentionSentence(refused('right-ended'))).not.toContain(unsent);
		}
	);

	it('does not say so of what the server had parked before the right was lost', () => {
		const parked = { opId: 'x', outcome: 'parked', rev: null, no: null, refusal: 'right-ended' } as const;
		expect(attentionSentence(rowOf('scope-dropped', parked))).toBe(attentionSentence(refused('right-ended')));
	});

	it('has a sentence of its own for each', () => {
		const rows = [
			...[rowOf('scope-dropped'), rowOf('too-big'), rowOf('refused')],
			...[refused('right-ended'), refused('wrong-region')]
		];
		expect(new Set(rows.map(attentionSentence)).size).toBe(rows.length);
	});
});

it('says of each trouble something else', () => {
	expect(new Set(TROUBLES.map(troubleSentence)).size).toBe(TROUBLES.length);
});
