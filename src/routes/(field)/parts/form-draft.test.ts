import { describe, expect, it } from 'vitest';
import { referenceOf } from '#lib/records/fixture/reference-fixture.ts';
import { rowForm } from '#lib/records/row-form.ts';
import { feedback } from '#lib/records/feedback/feedback.ts';
import { handout } from '#lib/records/handout/handout.ts';
import { request } from '#lib/records/request/request.ts';
import { visit } from '#lib/records/visit/visit.ts';
import type { FieldApp } from '#lib/state/contract.ts';
import { FormDraft } from './form-draft.svelte.ts';

const RECORD = '0190b3a0-0000-7000-8000-000000000001';
const ROW = '0190b3a0-0000-7000-8000-000000000002';
const NOW = '2026-07-24T01:00:00.000Z';
const issue = { code: 'not-author', severity: 'block', field: 'text', message: 'issue_invalid' } as const;

/** What a form asks of the phone; `calls` notes it. */
function phoneOf(save: FieldApp['saveRecord']) {
	const calls: { kept: unknown[]; asked: string[] } = { kept: [], asked: [] };
	const reference = referenceOf();
	const app = {
		reference,
		today: '2025-07-08',
		epoch: 7,
		findPlaces: () => [],
		keepDraft: (draft: unknown) => void calls.kept.push(draft),
		blank: () => Promise.resolve({ recordId: '', body: { ...request.sample, text: '' } }),
		ruleContext: (kind: string) => {
			calls.asked.push(kind);
			return Promise.resolve({
				today: '2025-07-08',
				recordedOn: '2025-07-08',
				reference,
				sameDay: [],
				sameSeason: [],
				origin: 'form'
			});
		},
		saveRecord: save
	} as unknown as FieldApp;
	return { app, calls };
}

function draftOf(
	kind: string,
	body: unknown,
	save: FieldApp['saveRecord'] = () => Promise.reject(new Error())
) {
	const { app, calls } = phoneOf(save);
	const start = { kind, recordId: RECORD, body, typed: {}, rows: [], baseRev: 0, before: body, comments: [] };
	const ports = { locale: () => 'zh-CN' as const, newId: () => ROW, now: () => NOW };
	return { draft: new FormDraft(app, { ...start, startedAt: null, keptAt: null }, ports), calls };
}
const saved: FieldApp['saveRecord'] = (_kind, recordId) =>
	Promise.resolve({ saved: true, recordId, issues: [] });

describe('the draft behind a form', () => {
	it('reproaches what is empty only after an attempt to save', async () => {
		const { draft } = draftOf('feedback', { ...feedback.sample, text: '' }, saved);
		await draft.check(draft.snapshot());
		expect([draft.issues, draft.stops]).toEqual([[], []]);
		expect(await draft.save()).toBe('stopped');
		expect(draft.stops).toEqual(['text']);
		expect(draft.savedAt).toBeNull();
	});

	it('says with the save, and with each draft, what it was opened with', async () => {
		const body = { ...feedback.sample, text: 'opened' };
		const asked: unknown[] = [];
		const { draft, calls } = draftOf('feedback', body, (kind, recordId, _body, options) => {
			asked.push(options?.seen);
			return saved(kind, recordId, _body);
		});
		(draft.body as { text: string }).text = 'typed';
		draft.keep(draft.snapshot());
		expect(calls.kept).toMatchObject([{ before: body, body: { text: 'typed' }, epoch: 7 }]);
		expect(await draft.save()).toBe('saved');
		expect(asked).toEqual([{ body, baseRev: 0, epoch: 7 }]);
	});

	it('does not reproach a list that nobody has begun', async () => {
		const { draft } = draftOf('handout', { ...handout.sample, lines: [] }, saved);
		await draft.check(draft.snapshot());
		expect(draft.issues.map((issue) => issue.field)).not.toContain('lines');
		expect(await draft.save()).toBe('stopped');
		expect(draft.stops).toContain('lines');
	});

	it('reproaches nothing that was put right just before saving', async () => {
		const { draft } = draftOf('feedback', { ...feedback.sample, text: '' }, saved);
		await draft.check(draft.snapshot());
		(draft.body as { text: string }).text = 'b';
		const saving = draft.save();
		expect(draft.stops).toEqual([]);
		expect(await saving).toBe('saved');
	});

	it('keeps every change with the time of the first, until it is saved', async () => {
		const { draft, calls } = draftOf('feedback', structuredClone(feedback.sample), saved);
		(draft.body as { text: string }).text = 'b';
		draft.keep(draft.snapshot());
		expect(calls.kept).toMatchObject([{ recordId: RECORD, body: { text: 'b' }, startedAt: NOW }]);
		expect(draft.dirty).toBe(true);
		expect(await draft.save()).toBe('saved');
		expect([draft.savedAt, draft.dirty]).toEqual([NOW, false]);
		draft.keep(draft.snapshot());
		expect(calls.kept).toHaveLength(1);
	});

	it('says that it failed and stays as it was typed', async () => {
		const { draft } = draftOf('feedback', structuredClone(feedback.sample));
		expect(await draft.save()).toBe('failed');
		expect([draft.failed, draft.saving, draft.savedAt]).toEqual([true, false, null]);
		expect(draft.body).toEqual(feedback.sample);
	});

	it('shows what the phone refused until something else is typed', async () => {
		const refuse: FieldApp['saveRecord'] = (_kind, recordId) =>
			Promise.resolve({ saved: false, recordId, issues: [issue] });
		const { draft } = draftOf('feedback', structuredClone(feedback.sample), refuse);
		expect(await draft.save()).toBe('stopped');
		expect(draft.stops).toEqual(['text']);
		draft.keep(draft.snapshot());
		expect(draft.issues).toEqual([]);
	});

	it('adds requests to a visit; each has its own body and paths', async () => {
		const { draft, calls } = draftOf('visit', structuredClone(visit.sample), saved);
		expect(draft.newRow).toBeUndefined();
		await draft.prepareRows();
		const row = draft.newRow?.();
		if (!row) throw new Error('no row');
		expect(row).toMatchObject({
			kind: 'request',
			recordId: ROW,
			body: { visitId: RECORD, region: visit.sample.region, date: visit.sample.date }
		});
		draft.rows = [row];
		const form = rowForm(draft, draft.rows[0] ?? row);
		form.body.category = null;
		expect(await draft.save()).toBe('stopped');
		expect(draft.stops).toContain(`requests.${ROW}.category`);
		expect(calls.asked).toContain('request');
		expect(form.prefix).toBe(`requests.${ROW}.`);
	});
});
