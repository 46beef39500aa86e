import { describe, expect, it } from 'vitest';
import { amendFromDraft, packRows, startFromDraft } from './form-start.ts';

const row = { kind: 'request', recordId: 'r1', body: { text: 'a' } } as never;
const draft = (body: unknown) => ({
	key: 'visit:v1',
	kind: 'visit',
	recordId: 'v1',
	body,
	typed: { peopleMet: '十二' },
	baseRev: 0,
	startedAt: '2026-07-24T01:00:00.000Z',
	changedAt: '2026-07-24T01:01:00.000Z',
	issues: []
});

describe('a form and its draft', () => {
	it('brings back body, rows and what was typed', () => {
		const start = startFromDraft(draft(packRows({ situation: 'x' }, [row])));
		expect(start.body).toEqual({ situation: 'x' });
		expect(start.rows).toEqual([row]);
		expect(start.typed).toEqual({ peopleMet: '十二' });
	});

	it('leaves a body without rows as it is', () => {
		const body = { situation: 'x' };
		expect(packRows(body, [])).toBe(body);
		expect(startFromDraft(draft(body)).rows).toEqual([]);
	});

	it('is of the epoch that the draft says, or of before any restore where an older app did not say', () => {
		const epochOf = (more: object) => startFromDraft({ ...draft({}), ...more }).epoch;
		expect(epochOf({ baseRev: 3, epoch: 2 })).toBe(2);
		expect(epochOf({ baseRev: 3 })).toBe(1);
		expect(epochOf({ baseRev: 0 })).toBeUndefined();
	});

	it('is begun from the record as it is now where that still says the same, else from what it was', () => {
		const kept = { ...draft({ peopleMet: 12 }), before: { peopleMet: 11 }, baseRev: 3, epoch: 1 };
		const comments = [{ field: 'peopleMet', text: '请核对' }];
		const returned = { body: { peopleMet: 11 }, state: 'returned', base: { rev: 4, decision: { comments } } };
		expect(amendFromDraft(kept, returned)).toMatchObject({
			...{ body: { peopleMet: 12 }, before: { peopleMet: 11 }, baseRev: 4, comments, isRecord: true }
		});
		expect(amendFromDraft(kept, returned).epoch).toBeUndefined();
		const changed = { ...returned, body: { peopleMet: 20 } };
		expect(amendFromDraft(kept, changed)).toMatchObject({ baseRev: 3, epoch: 1, comments });
		expect(amendFromDraft({ ...kept, before: undefined }, returned)).toMatchObject({ baseRev: 3, epoch: 1 });
		expect(amendFromDraft(kept, { ...returned, base: null })).toMatchObject({ baseRev: 3, comments: [] });
	});
});
