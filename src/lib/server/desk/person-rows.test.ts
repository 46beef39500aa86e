import { afterEach, beforeEach, expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { listRecords } from './record-list.ts';
import { recordSheet } from './record-sheet.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

const NAME = '慕示容';

async function signedIn(): Promise<{ session: string; row: string }> {
	const session = bench.mintId();
	const of = { region: '361002', date: '2026-07-24', team: null, tripId: null };
	const counted = { headcount: 5, byOrganisation: [], namedOnPaper: 0, signIns: [], attendanceMethods: [] };
	const body = { ...(kindOf('session')?.sample as object), ...of, ...counted, team: 'TM07', onlineViews: 0 };
	const person = { card: null, roster: null, name: NAME, organisation: null, organisationText: '一厂' };
	const row = naturalId('sign-in', session, person) ?? '';
	const sample = kindOf('sign-in')?.sample as { evidence: readonly object[] };
	const evidence = ['typed', 'scan'].map((method) => ({ ...sample.evidence[0], id: bench.mintId(), method }));
	const verdicts = await bench.send('vol', [
		bench.operation({
			kind: 'session',
			recordId: session,
			schema: kindOf('session')?.version ?? 1,
			body
		}),
		bench.operation({
			kind: 'sign-in',
			recordId: row,
			body: { ...sample, ...of, ...person, sessionId: session, evidence }
		})
	]);
	expect(verdicts.map((one) => one.outcome)).toEqual(['applied', 'applied']);
	return { session, row };
}

it('shows one line a person with all evidence, and how the count is known', async () => {
	const { session } = await signedIn();
	const { context } = await bench.desk('rev');
	const sheet = await recordSheet(context, session);
	expect(sheet?.persons).toMatchObject({ named: 1, twice: 1, known: 'NM' });
	expect(sheet?.persons?.lines).toMatchObject([{ name: NAME, place: '一厂' }]);
	expect(sheet?.persons?.lines[0]?.evidence).toHaveLength(2);
	expect(sheet?.children).toEqual([]);
});

it('masks names for an auditor on the session, on the row and in lists', async () => {
	const { session, row } = await signedIn();
	const { context } = await bench.desk('aud');
	const seen = [
		await recordSheet(context, session),
		await recordSheet(context, row),
		await listRecords(context, { kind: 'sign-in' }, { order: 'newest', limit: 50 })
	];
	expect(JSON.stringify(seen)).toContain('慕**');
	expect(JSON.stringify(seen)).not.toContain(NAME);
});
