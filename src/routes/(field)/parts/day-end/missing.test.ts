import { describe, expect, it } from 'vitest';
import { tripSample } from '#lib/records/trip/sample.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import { m } from '#lib/i18n.ts';
import type { AttentionRow, DraftRow, LocalRecord, PhotoRow } from '#lib/state/contract.ts';
import { missingSentences, noneWaits, waitingSentences } from './missing.ts';
import { factsOf, recordOf } from './testing/trip-facts.ts';

const OVER = recordOf('trip', { ...tripSample, endedAt: '2025-07-08T10:00:00.000Z' });
const visit = (more: Partial<LocalRecord> = {}) => recordOf('visit', visitSample, more);
const flagged = (answer: string | null, more: Partial<LocalRecord> = {}) =>
	visit({ base: { flags: [{ answer }] } as unknown as LocalRecord['base'], ...more });
const refused = { opId: 'o' } as AttentionRow;

describe('what waits', () => {
	it('is what is to be sent; what the server has and looks at is said apart', () => {
		expect(waitingSentences(factsOf())).toEqual([]);
		expect(waitingSentences(factsOf({ waiting: 30 }))).toEqual([
			{ text: m.day_end_waiting({ n: 30 }), href: '/sync' }
		]);
		expect(waitingSentences(factsOf({ parked: 2 }))).toEqual([
			{ text: m.day_end_parked({ n: 2 }), href: '/sync' }
		]);
		expect(waitingSentences(factsOf({ waiting: 1, parked: 1 }))).toHaveLength(2);
	});

	it('names the photos that are still to go, but for those that were refused', () => {
		const photos = { sent: 3, total: 5, waiting: 1, refused: 1, lost: [] };
		expect(waitingSentences(factsOf({ photos })).map(({ text }) => text)).toEqual([
			m.day_end_photos({ n: 1, sent: 3, total: 5 })
		]);
		expect(waitingSentences(factsOf({ photos: { ...photos, sent: 4, waiting: 0 } }))).toEqual([]);
	});

	it('is nothing, and all there only where nothing was refused either', () => {
		expect(noneWaits(factsOf())).toBe(m.day_end_all_there());
		expect(noneWaits(factsOf({ attention: [refused] }))).toBe(m.day_end_none_waits());
		const photos = { sent: 2, total: 3, waiting: 0, refused: 0, lost: [] };
		expect(noneWaits(factsOf({ photos: { ...photos, refused: 1 } }))).toBe(m.day_end_none_waits());
		expect(noneWaits(factsOf({ photos: { ...photos, lost: [{} as PhotoRow] } }))).toBe(
			m.day_end_none_waits()
		);
	});
});

describe('what is missing', () => {
	const missing = (facts: Parameters<typeof factsOf>[0], sheets = 0) =>
		missingSentences(factsOf({ trip: OVER, ...facts }), sheets);

	it('is nothing of a trip that is over and done', () => {
		expect(missing({ records: [visit(), flagged('因为下雨')] })).toEqual([]);
	});

	it('is a record that was returned, until its correction waits, and leads to its form', () => {
		const back = visit({ state: 'returned' });
		expect(missing({ records: [visit(), back] })).toEqual([
			{ text: m.day_end_returned({ n: 1 }), href: `/records/${back.id}/edit` }
		]);
		expect(missing({ records: [visit({ state: 'returned', waiting: 1 })] })).toEqual([]);
	});

	it('is work that the server refused, and photos that it did', () => {
		expect(missing({ attention: [refused, refused] })).toEqual([
			{ text: m.day_end_attention({ n: 2 }), href: '/sync' }
		]);
		const photos = { sent: 0, total: 2, waiting: 0, refused: 2, lost: [] };
		expect(missing({ photos })).toEqual([{ text: m.day_end_photos_refused({ n: 2 }), href: '/sync' }]);
	});

	it('is a question without an answer, but for a voided record', () => {
		const open = flagged(null);
		expect(missing({ records: [open, flagged(null, { state: 'voided' })] })).toEqual([
			{ text: m.day_end_flagged({ n: 1 }), href: `/records/${open.id}` }
		]);
	});

	it('is a draft, new or of a record, sheets of paper, and a trip that goes on', () => {
		const draft = (baseRev: number) => ({ kind: 'visit', recordId: 'v', baseRev }) as DraftRow;
		expect(missing({ drafts: [draft(0)] })).toEqual([
			{ text: m.day_end_drafts({ n: 1 }), href: '/new/visit?draft=v' }
		]);
		expect(missing({ drafts: [draft(2)] })[0]?.href).toBe('/records/v/edit');
		expect(missing({}, 3)).toEqual([{ text: m.day_end_paper({ n: 3 }) }]);
		expect(missing({ trip: recordOf('trip', tripSample) })).toEqual([{ text: m.day_end_open(), href: '/' }]);
	});
});
