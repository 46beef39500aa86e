import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { request } from '#lib/records/request/request.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';
import { stepRequest } from './request-step.ts';
import { countRequests, isOverdue, listRequests } from './requests.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

const blank = {
	...request.sample,
	region: '361002',
	date: '2026-07-24',
	status: 'NEW',
	handling: '',
	referral: null,
	due: null
};

it('follows a request from referral to follow-up, step by step', async () => {
	const visitId = await bench.visit('vol');
	const recordId = bench.mintId();
	const [made] = await bench.send('vol', [
		bench.operation({ recordId, kind: 'request', body: { ...blank, visitId } })
	]);
	expect(made?.outcome).toBe('applied');
	const { actor, context } = await bench.desk('rev');
	const steps = [
		{ status: 'REF', referral: 'RT05', due: '2026-07-30', handling: '转权益部' },
		{ status: 'DOING' },
		{ status: 'DONE', result: '已补发' },
		{ status: 'VISITED', followUp: '2026-07-24', satisfaction: '5' }
	];
	let rev = 1;
	for (const step of steps) {
		const answer = await stepRequest(
			actor,
			context.rights,
			{ opId: bench.mintId(), recordId, rev: rev++, ...step },
			'2026-07-24'
		);
		expect(answer).toMatchObject({ done: true });
	}
	const [listed] = (await listRequests(context, {})).rows;
	expect(listed?.body).toMatchObject({
		status: 'VISITED',
		referral: 'RT05',
		handling: '转权益部',
		result: '已补发',
		closedOn: '2026-07-24',
		satisfaction: '5'
	});
	const skipped = { opId: bench.mintId(), recordId, rev, status: 'NEW' };
	expect(await stepRequest(actor, context.rights, skipped, '2026-07-24')).toMatchObject({
		why: 'wrong-state'
	});
	const aud = await bench.desk('aud');
	expect((await listRequests(aud.context, {})).rows).toEqual([]);
	expect(await stepRequest(aud.actor, aud.context.rights, skipped, '2026-07-24')).toMatchObject({
		why: 'not-permitted'
	});
});

it('is overdue past its due day, or fifteen days closed without a follow-up', () => {
	const at = (changes: object) => isOverdue({ ...blank, ...changes }, '2026-07-24');
	expect(at({ status: 'REF', due: '2026-07-23' })).toBe(true);
	expect(at({ status: 'REF', due: '2026-07-24' })).toBe(false);
	expect(at({ status: 'DONE', closedOn: '2026-07-08' })).toBe(true);
	expect(at({ status: 'DONE', closedOn: '2026-07-09' })).toBe(false);
	expect(at({ status: 'VISITED', closedOn: '2026-01-01' })).toBe(false);
});

describe('many requests', () => {
	const raise = async (changes: object) => {
		const recordId = bench.mintId();
		const body = { ...blank, visitId: await bench.visit('vol'), ...changes };
		const [verdict] = await bench.send('vol', [bench.operation({ recordId, kind: 'request', body })]);
		expect(verdict?.outcome).toBe('applied');
		return recordId;
	};
	const late = { status: 'REF', referral: 'RT05', due: '2026-07-01' };

	it('come in pages without losing or repeating one, whatever is asked for', async () => {
		const all: string[] = [];
		for (let at = 0; at < 7; at++) {
			all.push(await raise({ date: `2026-07-2${at % 3}`, ...(at % 2 === 0 ? late : {}) }));
		}
		const { context } = await bench.desk('rev');
		const paged = async (wish: object) => {
			const ids: string[] = [];
			let after: string | null = null;
			do {
				const page = await listRequests(context, { ...wish, limit: 2, after });
				expect(page.rows.length).toBeLessThanOrEqual(2);
				ids.push(...page.rows.map((row) => row.id));
				after = page.next;
			} while (after !== null);
			return ids.sort();
		};
		const overdue = all.filter((_id, at) => at % 2 === 0).sort();
		expect(await paged({})).toEqual([...all].sort());
		expect(await paged({ overdue: true })).toEqual(overdue);
		expect(await paged({ status: 'NEW' })).toEqual(all.filter((id) => !overdue.includes(id)).sort());
		expect(await countRequests(context, {}, ['NEW', 'REF', 'DONE'])).toEqual({
			all: 7,
			overdue: 4,
			byStatus: { NEW: 3, REF: 4, DONE: 0 }
		});
		expect((await countRequests(context, { from: '2026-07-22' }, ['NEW'])).all).toBe(2);
	});

	it('are told by their status, not by a text that looks like one', async () => {
		await raise({ text: '"status":"DONE" {"status":"DONE"}' });
		const { context } = await bench.desk('rev');
		expect((await listRequests(context, { status: 'DONE' })).rows).toEqual([]);
	});
});
