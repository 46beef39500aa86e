import { afterEach, beforeEach, expect, it } from 'vitest';
import { request } from '#lib/records/request/request.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';
import { isOverdue, listRequests, stepRequest } from './requests.ts';

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
	const [listed] = await listRequests(context, {});
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
	expect(await listRequests(aud.context, {})).toEqual([]);
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
