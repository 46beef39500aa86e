import { describe, expect, it } from 'vitest';
import { naturalId } from '#lib/records/natural-id.ts';
import { portionsOf } from '#lib/records/receipt/receipt.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { checkFigures } from '#lib/server/figures/check-figures.ts';
import { newId, OTHER_REGION, REGION, type Deployment, type Person } from './deployment.ts';

const [piece] = signInSample.evidence;
const [handed] = receiptSample.evidence;
if (!piece || !handed) throw new Error('the samples have evidence');

interface Noted {
	readonly name?: string;
	readonly card?: string | null;
	readonly region?: string;
	readonly evidence?: readonly object[];
}

function signIn(session: string, noted: Noted = {}) {
	const evidence = [{ ...piece, id: newId() }];
	const body = { ...signInSample, region: REGION, team: 'T1', sessionId: session, evidence, ...noted };
	return { id: naturalId('sign-in', session, body) ?? '', body };
}

/** Rows that stand for one person each: sign-ins of a session, receipts of a handout. */
export function rowsContract(town: () => Deployment): void {
	const asSignIn = { kind: 'sign-in' };
	const create = (session: string, noted: Noted = {}, more: object = asSignIn) => {
		const { id, body } = signIn(session, noted);
		return town().operation('create', id, 0, body, more);
	};
	const rows = (session: string) =>
		town()
			.database.reader.selectFrom('record')
			.select(['id', 'body', 'rev'])
			.where('parent', '=', session)
			.execute();
	const evidenceOf = async (id: string) =>
		((await town().bodyOf(id))['evidence'] as { id: string; by: string; withdrawn: boolean }[]) ?? [];
	const flagsOf = async (id: string) =>
		town()
			.database.reader.selectFrom('flag')
			.select(['code', 'params', 'closed'])
			.where('record_id', '=', id)
			.where('code', '=', 'R02')
			.execute();
	const smallSession = (content: object = {}) =>
		town().record('session', 'vol', {
			...{ headcount: 2, byOrganisation: [], namedOnPaper: 0, signIns: [], newFormPeople: 0 },
			...content
		});

	describe('rows of persons', () => {
		it('are one for a person whom two phones note, with both pieces of evidence', async () => {
			const session = await smallSession();
			const [first, second] = [create(session), create(session)];
			expect((await town().send('vol', [first]))[0]).toMatchObject({ outcome: 'applied', rev: 1 });
			const [merged] = await town().send('mate', [second]);
			expect(merged).toMatchObject({ outcome: 'merged', rev: 2, refusal: null });
			expect(await rows(session)).toHaveLength(1);
			expect((await evidenceOf(first.recordId)).map((one) => one.by).toSorted()).toEqual(['mate', 'vol']);
			// The answer was lost: the same again is the same answer, and nothing more.
			expect((await town().send('mate', [second]))[0]).toEqual(merged);
			expect((await town().send('vol', [{ ...first, opId: newId(), n: first.n + 50 }]))[0]).toMatchObject({
				outcome: 'duplicate'
			});
			expect(await evidenceOf(first.recordId)).toHaveLength(2);
		});

		it('are one when both come in one instant, and in one push', async () => {
			const session = await smallSession({ headcount: 50 });
			const people: Person[] = ['vol', 'mate', 'lead', 'rev'];
			const verdicts = await Promise.all(
				Array.from({ length: 12 }, (_, at) =>
					town().send(people[at % 4] ?? 'vol', [create(session), create(session, { name: `李示${at}` })])
				)
			);
			const outcomes = verdicts.flat().map((one) => one.outcome);
			expect(outcomes.every((one) => one === 'applied' || one === 'merged')).toBe(true);
			expect(outcomes.filter((one) => one === 'applied')).toHaveLength(13);
			expect(await rows(session)).toHaveLength(13);
			expect(await evidenceOf(create(session).recordId)).toHaveLength(12);
			const twice = [create(session, { name: '王示' }), create(session, { name: ' 王 示 ' })];
			expect((await town().send('vol', twice)).map((one) => one.outcome)).toEqual(['applied', 'merged']);
		});

		it('go by the card before the name, and are refused under another id', async () => {
			const session = await smallSession({ headcount: 9 });
			const [one, other] = [create(session, { card: 'W-1' }), create(session, { card: 'W-2' })];
			const again = create(session, { card: 'W-1', name: '李示按' });
			const verdicts = await town().send('vol', [one, other, again]);
			expect(verdicts.map((verdict) => verdict.outcome)).toEqual(['applied', 'applied', 'merged']);
			expect(await town().bodyOf(one.recordId)).toMatchObject({ name: signInSample.name, card: 'W-1' });
			const foreign = { ...create(session, { name: '冒名' }), recordId: newId() };
			const moved = { ...signIn(session, { card: 'W-1', name: '改名' }).body, card: 'W-3' };
			expect((await town().send('vol', [foreign]))[0]).toMatchObject({ refusal: 'invalid-body' });
			expect(await town().act('vol', 'amend', one.recordId, 2, moved, asSignIn)).toMatchObject({
				refusal: 'invalid-body'
			});
		});

		it('keep what others noted, whatever an amendment says of it; what is new is its sender’s', async () => {
			const session = await smallSession();
			const first = create(session);
			await town().send('vol', [first]);
			const mine = { ...piece, id: newId(), by: 'city' };
			const taken = (await evidenceOf(first.recordId)).map((one) => ({ ...one, withdrawn: true }));
			const body = { ...signIn(session).body, evidence: [...taken, mine] };
			expect(await town().act('mate', 'amend', first.recordId, 1, body, asSignIn)).toMatchObject({
				outcome: 'applied'
			});
			expect(await evidenceOf(first.recordId)).toMatchObject([
				{ by: 'vol', withdrawn: false },
				{ by: 'mate', withdrawn: false }
			]);
			const own = (await evidenceOf(first.recordId)).map((one) => ({ ...one, withdrawn: one.by === 'mate' }));
			await town().act('mate', 'amend', first.recordId, 1, { ...body, evidence: own }, asSignIn);
			expect((await evidenceOf(first.recordId)).map((one) => one.withdrawn)).toEqual([false, true]);
			expect(await town().act('far', 'amend', first.recordId, 3, body, asSignIn)).toMatchObject({
				refusal: 'wrong-region'
			});
			const elsewhere = create(session, { region: OTHER_REGION, name: '远示' });
			expect((await town().send('mate', [elsewhere]))[0]).toMatchObject({ refusal: 'wrong-region' });
		});

		it('that were set aside before a later one and judged after it add what they noted, and take nothing back', async () => {
			const session = await smallSession();
			const first = create(session);
			await town().send('vol', [first]);
			const [given] = await evidenceOf(first.recordId);
			const mine = { ...piece, id: newId() };
			const older = { ...signIn(session).body, evidence: [given, mine] };
			const earlier = town().operation('amend', first.recordId, 1, older, asSignIn);
			const later = { ...signIn(session).body, evidence: [{ ...given, withdrawn: true }] };
			await town().act('vol', 'amend', first.recordId, 1, later, asSignIn);
			expect(await town().send('vol', [earlier])).toMatchObject([{ outcome: 'applied', rev: 3 }]);
			expect(await evidenceOf(first.recordId)).toMatchObject([
				{ withdrawn: true },
				{ id: mine.id, withdrawn: false }
			]);
		});

		it('beyond the head count are kept, the count stays, and the session carries the flag until it fits', async () => {
			const session = await smallSession();
			await town().send('vol', [create(session, { name: '甲' }), create(session, { name: '乙' })]);
			expect(await flagsOf(session)).toEqual([]);
			await town().send('mate', [create(session, { name: '丙' })]);
			expect(await rows(session)).toHaveLength(3);
			expect(await town().bodyOf(session)).toMatchObject({ headcount: 2 });
			expect(await flagsOf(session)).toMatchObject([{ params: '{"named":3,"count":2}' }]);
			expect(await town().row(session)).toMatchObject({ rev: 1, open_flags: 1 });
			const seen = await town().pull('vol');
			const shown = seen.pages.flatMap((page) => page.rows).find((row) => row.id === session);
			expect(shown?.body).toMatchObject({ flags: [{ code: 'R02', message: 'rule_r02_rows' }] });
			const body = { ...(await town().bodyOf(session)), headcount: 3 };
			await town().act('vol', 'amend', session, 1, body, { kind: 'session' });
			expect(await flagsOf(session)).toEqual([]);
			await town().send('vol', [create(session, { name: '丁' })]);
			expect(await flagsOf(session)).toHaveLength(1);
			// Taken back, the fourth no longer counts.
			const fourth = create(session, { name: '丁' });
			const evidence = (await evidenceOf(fourth.recordId)).map((one) => ({ ...one, withdrawn: true }));
			await town().act(
				'vol',
				'amend',
				fourth.recordId,
				1,
				{ ...(fourth.body as object), evidence },
				asSignIn
			);
			expect(await flagsOf(session)).toEqual([]);
			expect(await checkFigures(town().database.reader)).toEqual([]);
		});

		it('of persons who stand in the session’s own list as well are counted once', async () => {
			const listed = {
				id: newId(),
				name: '甲',
				organisation: null,
				organisationText: '一中',
				category: null
			};
			const signIns = [{ ...listed, method: 'NM', proxy: false }];
			const session = await smallSession({ headcount: 2, signIns });
			const there = { organisation: null, organisationText: '一中' };
			await town().send('vol', [create(session, { name: '甲', ...there }), create(session, { name: '乙' })]);
			expect(await flagsOf(session)).toEqual([]);
			await town().send('vol', [create(session, { name: '丙' })]);
			expect(await flagsOf(session)).toMatchObject([{ params: '{"named":3,"count":2}' }]);
		});

		it('are not taken where minors are, from anybody', async () => {
			const session = await smallSession({ audience: 'AU05' });
			const [verdict] = await town().send('vol', [create(session)]);
			expect(verdict).toMatchObject({
				outcome: 'rejected',
				refusal: 'rule',
				issues: [{ code: 'R05', message: 'rule_r05_rows' }]
			});
			expect(await rows(session)).toEqual([]);
			const other = await smallSession();
			await town().send('vol', [create(other)]);
			const body = { ...(await town().bodyOf(other)), minorsPresent: true };
			await town().act('vol', 'amend', other, 1, body, { kind: 'session' });
			expect((await town().send('mate', [create(other)]))[0]?.refusal).toBe('rule');
		});

		it('are shown to who noted them and, for three days, to who holds the session; to no area', async () => {
			const session = await smallSession({ date: '2025-07-09' });
			const { recordId } = create(session);
			await town().send('mate', [create(session)]);
			const scopesOf = async (person: Person) =>
				(await town().pull(person)).pages
					.filter((page) => page.rows.some((row) => row.id === recordId && !row.gone))
					.map((page) => page.scope);
			expect(await scopesOf('mate')).toEqual(['user:mate', `session:${session}`]);
			expect(await scopesOf('vol')).toEqual([`session:${session}`]);
			expect(await scopesOf('lead')).toEqual([`session:${session}`]);
			for (const person of ['rev', 'city', 'far', 'audit'] as const)
				expect(await scopesOf(person)).toEqual([]);
			await town().send('vol', [create(session)]);
			expect(await scopesOf('vol')).toEqual(['user:vol', `session:${session}`]);
			town().now = new Date('2025-07-12T02:00:00.000Z');
			expect(await scopesOf('vol')).toEqual(['user:vol']);
			expect(await scopesOf('lead')).toEqual([]);
			const cursor = { scope: `session:${session}`, gen: 1, seq: 1 };
			expect((await town().pull('lead', [cursor])).drop).toEqual([cursor.scope]);
		});

		it('wait with a session that waits, and are refused with one that is not here', async () => {
			const session = newId();
			const sample = { ...signInSample, sessionId: session };
			expect(sample.sessionId).toBe(session);
			expect((await town().send('vol', [create(session)]))[0]?.refusal).toBe('no-such-parent');
			expect((await town().send('vol', [create(await town().visit())]))[0]?.refusal).toBe('no-such-parent');
		});

		it('count a person once who received twice, and all that was given', async () => {
			const handout = await town().record('handout');
			const receipt = () => {
				const evidence = [{ ...handed, id: newId(), portions: 2 }];
				const body = { ...receiptSample, region: REGION, handoutId: handout, evidence };
				const id = naturalId('receipt', handout, body) ?? '';
				return town().operation('create', id, 0, body, { kind: 'receipt' });
			};
			const verdicts = [await town().send('vol', [receipt()]), await town().send('mate', [receipt()])];
			expect(verdicts.flat().map((one) => one.outcome)).toEqual(['applied', 'merged']);
			expect(await rows(handout)).toHaveLength(1);
			const body = (await town().bodyOf(receipt().recordId)) as unknown as typeof receiptSample;
			expect(portionsOf(body)).toBe(4);
			await town().act('rev', 'approve', handout, 1, {}, { kind: 'handout' });
			const figures = await town()
				.database.reader.selectFrom('figure')
				.select(['name', 'value'])
				.where('kind', '=', 'receipt')
				.orderBy('name')
				.execute();
			expect(figures.map(({ name, value }) => [name, Number(value)])).toEqual([
				['receipt_portions', 4000],
				['receipt_repeats', 1000],
				['receipts', 1000]
			]);
			expect(await checkFigures(town().database.reader)).toEqual([]);
		});

		it('are missing on a handout that persons sign one by one, until the first of them is there', async () => {
			const persons = { handoutKind: 'GR', receiver: null, receipt: 'SIGN', recipients: [], signature: '' };
			const handout = await town().record('handout', 'vol', persons);
			const flags = () =>
				town()
					.database.reader.selectFrom('flag')
					.select(['code', 'message', 'field'])
					.where('record_id', '=', handout)
					.where('code', '=', 'receipts')
					.execute();
			const missing = { code: 'receipts', message: 'rule_receipts_none', field: 'recipients' };
			expect(await flags()).toEqual([missing]);
			const body = { ...receiptSample, region: REGION, handoutId: handout };
			const id = naturalId('receipt', handout, body) ?? '';
			expect((await town().act('vol', 'create', id, 0, body, { kind: 'receipt' })).outcome).toBe('applied');
			expect(await flags()).toEqual([]);
			const evidence = body.evidence.map((one) => ({ ...one, by: 'vol', withdrawn: true }));
			await town().act('vol', 'amend', id, 1, { ...body, evidence }, { kind: 'receipt' });
			expect(await flags()).toEqual([missing]);
		});
	});
}
