import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '#lib/domain/review.ts';
import { approveBatch, decide, settle } from './decide.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';
import { recordSheet } from './record-sheet.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

const choose = (recordId: string, decision: Decision = 'approve', note = '') => ({
	opId: bench.mintId(),
	recordId,
	rev: 1,
	decision,
	body: decision === 'approve' ? {} : { reason: 'RR01', note, comments: [], due: null, duplicateOf: null }
});
const stateOf = (id: string) =>
	bench.database.reader
		.selectFrom('record')
		.select(['state', 'rev'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow();

describe('deciding', () => {
	it('returns with a comment on a field and a due date, which the record shows', async () => {
		const { actor, context } = await bench.desk('rev');
		const id = await bench.visit('vol');
		const answer = await decide(actor, context.rights, {
			...choose(id, 'return', '请核对'),
			body: {
				reason: 'RR01',
				note: '请核对',
				comments: [{ field: 'peopleMet', text: '少了' }],
				due: '2026-07-30'
			}
		});
		expect(answer.done).toBe(true);
		const sheet = await recordSheet(context, id);
		expect(sheet?.state).toBe('returned');
		expect(sheet?.decisions[0]).toMatchObject({
			note: '请核对',
			due: '2026-07-30',
			comments: [{ field: 'peopleMet', text: '少了' }]
		});
		expect(sheet?.decisions[0]?.comments[0]?.label).not.toBe('peopleMet');
	});

	it('tells the second person who was first, what and when', async () => {
		const first = await bench.desk('rev');
		const second = await bench.desk('rev2');
		const id = await bench.visit('vol');
		expect((await decide(first.actor, first.context.rights, choose(id))).done).toBe(true);
		const answer = await decide(second.actor, second.context.rights, choose(id, 'return', '我的意见'));
		expect(answer).toMatchObject({
			done: false,
			why: 'decided-already',
			decided: { byName: 'rev示', verb: 'approve' }
		});
		expect((await stateOf(id)).state).toBe('approved');
	});

	it('takes a double click and a later retry as one operation', async () => {
		const { actor, context } = await bench.desk('rev');
		const id = await bench.visit('vol');
		const choice = choose(id);
		const answers = await Promise.all([
			decide(actor, context.rights, choice),
			decide(actor, context.rights, choice)
		]);
		answers.push(await decide(actor, context.rights, choice));
		expect(answers.map((answer) => answer.done)).toEqual([true, true, true]);
		expect(await stateOf(id)).toEqual({ state: 'approved', rev: 2 });
		const rows = await bench.database.reader
			.selectFrom('operation')
			.select('op_id')
			.where('record_id', '=', id)
			.execute();
		expect(rows).toHaveLength(2);
	});

	it('refuses the own record, another area, and an auditor', async () => {
		const own = await bench.visit('rev');
		const rev = await bench.desk('rev');
		expect(await decide(rev.actor, rev.context.rights, choose(own))).toMatchObject({ why: 'own-record' });
		for (const person of ['revfar', 'aud']) {
			const { actor, context } = await bench.desk(person);
			expect(await decide(actor, context.rights, choose(own))).toMatchObject({ why: 'not-permitted' });
		}
		expect((await stateOf(own)).state).toBe('pending');
	});

	it('asks for a reason and leaves archiving to the city', async () => {
		const { actor, context } = await bench.desk('rev');
		const id = await bench.visit('vol');
		const bare = { ...choose(id, 'void'), body: { note: ' ' } };
		expect(await decide(actor, context.rights, bare)).toMatchObject({ why: 'reason-missing' });
		await decide(actor, context.rights, choose(id));
		const archive = { ...choose(id, 'archive'), rev: 2, body: {} };
		expect(await decide(actor, context.rights, archive)).toMatchObject({ why: 'not-permitted' });
		const city = await bench.desk('city');
		expect((await decide(city.actor, city.context.rights, { ...archive, opId: bench.mintId() })).done).toBe(
			true
		);
		expect((await stateOf(id)).state).toBe('archived');
	});

	it('approves a batch except what has an open flag, the own and the foreign', async () => {
		const { actor, context } = await bench.desk('rev');
		const clean = await bench.visit('vol');
		const late = await bench.visit('vol', { date: '2026-07-01', answers: {} });
		const own = await bench.visit('rev');
		const result = await approveBatch(
			actor,
			context.rights,
			[clean, late, own].map((recordId) => ({ recordId, rev: 1, opId: bench.mintId() }))
		);
		expect(result).toEqual({ approved: 1, flagged: 1, others: 1 });
		expect((await stateOf(clean)).state).toBe('approved');
		expect((await stateOf(late)).state).toBe('pending');
	});

	it('settles a conflict field by field', async () => {
		const { actor, context } = await bench.desk('rev');
		const id = await bench.visit('vol', { peopleMet: 10, situation: '甲' });
		const row = await bench.database.reader
			.selectFrom('record')
			.select('body')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const body = JSON.parse(row.body) as Record<string, unknown>;
		const amend = (changes: object) =>
			bench.operation({ recordId: id, verb: 'amend', baseRev: 1, body: { ...body, ...changes } });
		await bench.send('vol', [amend({ peopleMet: 11 })]);
		const [verdict] = await bench.send('vol', [amend({ peopleMet: 12 })], 'vol-second');
		expect(verdict?.conflict).toEqual(['peopleMet']);
		const sheet = await recordSheet(context, id);
		const conflict = sheet?.conflicts[0];
		expect(conflict?.fields[0]).toMatchObject({ current: '11', proposed: '12' });
		expect(sheet?.bar.approve).toBe('conflict-open');
		const answer = await settle(actor, context.rights, {
			opId: bench.mintId(),
			recordId: id,
			rev: sheet?.rev ?? 0,
			body: { conflictId: conflict?.id ?? '', keep: { peopleMet: 'proposed' } }
		});
		expect(answer.done).toBe(true);
		const after = await recordSheet(context, id);
		expect(after?.conflicts).toEqual([]);
		expect(after?.fields.find((field) => field.path === 'peopleMet')?.text).toBe('12');
	});
});
