/** What the server half of the sync must do, on whatever database it stands. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { kindOf } from '#lib/records/index.ts';
import { body, Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { Replica } from './replica.ts';

export function syncContract(
	name: string,
	openFresh: () => Promise<{ database: ServerDatabase; remove: () => Promise<void> }>
): void {
	describe(`sync on ${name}`, () => {
		let town: Deployment;
		let remove: () => Promise<void>;
		beforeEach(async () => {
			const opened = await openFresh();
			remove = opened.remove;
			town = await Deployment.open(opened.database);
		});
		afterEach(() => remove());

		describe('push', () => {
			it('applies an operation once, however often it comes, and gives a number', async () => {
				const id = newId();
				const operation = town.operation('create', id, 0, body());
				const [first] = await town.send('vol', [operation, operation]);
				const [again] = await town.send('vol', [structuredClone(operation)]);
				expect(first).toMatchObject({ outcome: 'applied', rev: 1, no: `ZF-${REGION}-2025-000001` });
				expect(again).toEqual(first);
				expect((await town.row(id))?.rev).toBe(1);
			});

			it('refuses an operation id that comes with another body, keeps both', async () => {
				const operation = town.operation('create', newId(), 0, body());
				await town.send('vol', [operation]);
				const [verdict] = await town.send('vol', [{ ...operation, body: body({ peopleMet: 9 }) }]);
				expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'reused-op-id' });
				const kept = await town.database.reader.selectFrom('operation').select('op_id').execute();
				expect(kept).toHaveLength(2);
				expect((await town.custody(operation.opId))?.outcome).toBe('applied');
			});

			it('keeps what it cannot read and answers the rest of fifty', async () => {
				const operations: unknown[] = Array.from({ length: 48 }, () =>
					town.operation('create', newId(), 0, body())
				);
				const poison = { ...town.operation('create', newId(), 0, null), n: 'seven' };
				operations.splice(20, 0, poison, 'no operation at all');
				const verdicts = await town.send('vol', operations);
				expect(verdicts).toHaveLength(49);
				expect(verdicts.filter((one) => one.outcome === 'applied')).toHaveLength(48);
				expect(verdicts[20]).toMatchObject({ opId: poison.opId, refusal: 'malformed' });
				const kept = await town.database.reader.selectFrom('operation').selectAll().execute();
				expect(kept).toHaveLength(50);
				expect(JSON.parse(kept.find((one) => one.op_id === poison.opId)?.raw ?? '')).toEqual(poison);
			});

			it('parks alone what fails unexpectedly, whatever its group', async () => {
				const visit = kindOf('visit');
				if (!visit) throw new Error('no kind');
				const brittle = {
					...visit,
					measures: (content: unknown) => {
						if ((content as { remark: string }).remark === 'boom') throw new Error('boom');
						return visit.measures(content);
					}
				};
				const operations = Array.from({ length: 50 }, (_, at) =>
					town.operation('create', newId(), 0, body({ remark: at === 17 ? 'boom' : '' }))
				);
				const alerts: string[] = [];
				const verdicts = await town.send('vol', operations, {
					options: { kindOf: () => brittle, alert: ({ opId }) => alerts.push(opId) }
				});
				expect(verdicts.map((one) => one.opId)).toEqual(operations.map((one) => one.opId));
				expect(verdicts[17]).toMatchObject({ outcome: 'parked', refusal: 'internal', no: null });
				expect(verdicts.filter((one) => one.outcome === 'applied')).toHaveLength(49);
				expect(new Set(verdicts.map((one) => one.no)).size).toBe(50);
				expect(alerts).toEqual([operations[17]?.opId]);
				// A server that knows better judges it again.
				const [later] = await town.send('vol', [operations[17]]);
				expect(later?.outcome).toBe('applied');
			});

			it('parks a newer schema, an unknown kind and an unknown verb', async () => {
				const verdicts = await town.send('vol', [
					town.operation('create', newId(), 0, body(), { schema: 99 }),
					town.operation('create', newId(), 0, body(), { kind: 'census' }),
					town.operation('create', newId(), 0, body(), { verb: 'bless' })
				]);
				expect(verdicts.map((one) => `${one.outcome} ${one.refusal}`)).toEqual([
					'parked newer-schema',
					'parked unknown-kind',
					'parked unknown-verb'
				]);
			});

			it('keeps SQL, script and rare characters as they are in every text field', async () => {
				const nasty = `'); DROP TABLE record;--<script>alert(1)</script>示𬭎`;
				const id = await town.visit('vol', { remark: nasty, situation: nasty, placeText: nasty });
				expect(await town.bodyOf(id)).toMatchObject({ remark: nasty, situation: nasty, placeText: nasty });
				const { pages } = await town.pull('vol');
				const shown = pages.find((page) => page.scope === 'user:vol')?.rows[0]?.body;
				expect(shown).toMatchObject({ body: { remark: nasty } });
			});

			it('refuses a name of 300 characters at its field', async () => {
				const verdict = await town.act('vol', 'create', newId(), 0, body({ visitors: ['长'.repeat(300)] }));
				expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'invalid-body' });
				expect(verdict.issues?.[0]).toMatchObject({ field: 'visitors.0', message: 'rule_too_long' });
			});

			it('refuses a future day by its own calendar and a skewed clock by none', async () => {
				const early = await town.act('vol', 'create', newId(), 0, body({ date: '2025-07-10' }));
				expect(early).toMatchObject({ outcome: 'rejected', refusal: 'future-date' });
				expect(early.issues?.[0]).toMatchObject({ code: 'R07', field: 'date' });
				const operation = town.operation('create', newId(), 0, body(), { at: '2031-01-01T00:00:00.000Z' });
				const [skewed] = await town.send('vol', [operation], { deviceTime: '2031-01-01T00:00:00.000Z' });
				expect(skewed?.outcome).toBe('applied');
				const row = await town.row(operation.recordId);
				expect(row).toMatchObject({ corrected_at: town.now.toISOString(), open_flags: 1 });
			});

			it('flags a possible duplicate and lets it through', async () => {
				const first = await town.visit('vol', { placeText: 'one yard' });
				const second = await town.visit('mate', { placeText: 'One yard' });
				const flags = await town.database.reader.selectFrom('flag').selectAll().execute();
				expect(flags.map((one) => [one.record_id, one.code])).toEqual([[second, 'R09']]);
				expect((await town.row(first))?.open_flags).toBe(0);
				const meant = { code: 'R09', field: flags[0]?.field, note: 'two visits' };
				expect((await town.act('mate', 'dismiss-flag', second, 1, meant)).refusal).toBe('not-permitted');
				expect((await town.act('rev', 'dismiss-flag', second, 1, meant)).outcome).toBe('applied');
				await town.act('mate', 'amend', second, 2, await town.bodyOf(second));
				expect(await town.row(second)).toMatchObject({ rev: 3, open_flags: 0 });
			});
		});

		describe('rights', () => {
			it('lets nobody record in another region, nor an auditor anywhere', async () => {
				const far = await town.act('far', 'create', newId(), 0, body());
				expect(far).toMatchObject({ outcome: 'rejected', refusal: 'wrong-region' });
				const audit = await town.act('audit', 'create', newId(), 0, body());
				expect(audit).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
			});

			it('accepts for 30 days what was written while the right stood, then parks it', async () => {
				await town.pull('vol');
				await endRight('2025-07-10T00:00:00.000Z');
				const operations = [1, 2, 3].map(() => town.operation('create', newId(), 0, body()));
				town.now = new Date('2025-08-08T00:00:00.000Z');
				expect((await town.send('vol', [operations[0]]))[0]?.outcome).toBe('applied');
				const late = town.operation('create', newId(), 0, body());
				expect((await town.send('vol', [late], { grantsRev: 2 }))[0]?.refusal).toBe('not-permitted');
				town.now = new Date('2025-08-10T00:00:00.000Z');
				expect((await town.send('vol', [operations[1]]))[0]).toMatchObject({
					outcome: 'parked',
					refusal: 'right-ended'
				});
			});

			it('does not take a phone’s word for a right it was never told of', async () => {
				await endRight('2025-07-09T00:00:00.000Z');
				const verdict = await town.act('vol', 'create', newId(), 0, body());
				expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'not-permitted' });
			});

			it('takes the work of a revoked phone, shows it nothing', async () => {
				await town.visit();
				const { pages } = await town.pull('vol');
				const before = town.operation('create', newId(), 0, body());
				town.now = new Date('2025-07-09T05:00:00.000Z');
				await town.database.transaction((trx) =>
					trx
						.updateTable('device')
						.set({ revoked_at: town.now.toISOString() })
						.where('id', '=', town.device('vol'))
						.execute()
				);
				town.now = new Date('2025-07-09T06:00:00.000Z');
				const after = town.operation('create', newId(), 0, body());
				const verdicts = await town.send('vol', [before, after]);
				expect(verdicts.map((one) => one.refusal ?? one.outcome)).toEqual(['applied', 'device-revoked']);
				const answer = await town.pull(
					'vol',
					pages.map(({ scope, gen, to }) => ({ scope, gen, seq: to })),
					[before.opId]
				);
				expect(answer).toMatchObject({ revoked: true, pages: [], grants: [] });
				expect(answer.drop).toEqual(['ref', 'user:vol']);
				expect(answer.verdicts[0]).toEqual(verdicts[0]);
			});

			async function endRight(at: string): Promise<void> {
				await town.database.transaction(async (trx) => {
					await trx.updateTable('meta').set({ grants_rev: 2 }).execute();
					await trx
						.updateTable('grant_right')
						.set({ valid_to: at, ended_rev: 2 })
						.where('account_id', '=', 'vol')
						.execute();
				});
			}
		});

		describe('amending and deciding', () => {
			it('merges what two people changed in different fields', async () => {
				const content = body();
				const id = newId();
				await town.act('vol', 'create', id, 0, content);
				await town.act('vol', 'amend', id, 1, { ...content, remark: 'by the author' });
				const lead = await town.act('lead', 'amend', id, 1, { ...content, peopleMet: 31 });
				expect(lead).toMatchObject({ outcome: 'merged', rev: 3 });
				expect(lead.conflict).toBeUndefined();
				expect(await town.bodyOf(id)).toMatchObject({ remark: 'by the author', peopleMet: 31 });
			});

			it('keeps the server’s value of a field both changed until a coordinator settles it', async () => {
				const content = body();
				const id = newId();
				await town.act('vol', 'create', id, 0, content);
				await town.act('lead', 'amend', id, 1, { ...content, peopleMet: 30 });
				const own = await town.act('vol', 'amend', id, 1, { ...content, peopleMet: 40, remark: 'r' });
				expect(own).toMatchObject({ outcome: 'merged', conflict: ['peopleMet'] });
				expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 30, remark: 'r' });
				const conflict = await town.database.reader
					.selectFrom('conflict')
					.selectAll()
					.executeTakeFirstOrThrow();
				const choice = { conflictId: conflict.id, keep: { peopleMet: 'proposed' } };
				expect((await town.act('vol', 'settle', id, 3, choice)).refusal).toBe('not-permitted');
				expect((await town.act('rev', 'settle', id, 3, choice)).outcome).toBe('applied');
				expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 40 });
				expect((await town.row(id))?.conflicts).toBe(0);
			});

			it('lays a phone’s own unsent amendments one on the other', async () => {
				const content = body();
				const id = newId();
				const verdicts = await town.send('vol', [
					town.operation('create', id, 0, content),
					town.operation('amend', id, 0, { ...content, peopleMet: 5 }),
					town.operation('amend', id, 0, { ...content, peopleMet: 6 })
				]);
				expect(verdicts.map((one) => [one.outcome, one.rev])).toEqual([
					['applied', 1],
					['applied', 2],
					['applied', 3]
				]);
				expect(await town.bodyOf(id)).toMatchObject({ peopleMet: 6 });
			});

			it('lets only author and lead amend', async () => {
				const id = await town.visit();
				const verdict = await town.act('mate', 'amend', id, 1, body());
				expect(verdict).toMatchObject({ outcome: 'rejected', refusal: 'not-author' });
			});

			it('counts the first decision and tells the second who, what and when', async () => {
				const id = await town.visit();
				expect((await town.act('rev', 'approve', id, 1)).outcome).toBe('applied');
				const second = await town.act('rev2', 'return', id, 1, { reason: 'RR01' });
				expect(second).toMatchObject({
					outcome: 'rejected',
					refusal: 'decided-already',
					decided: { by: 'rev', verb: 'approve', at: town.now.toISOString() }
				});
				const late = await town.act('vol', 'amend', id, 1, body());
				expect(late.refusal).toBe('decided-already');
			});

			it('lets nobody decide on own work, nor outside the region, nor a volunteer', async () => {
				const own = await town.visit('rev');
				expect((await town.act('rev', 'approve', own, 1)).refusal).toBe('own-record');
				expect((await town.act('vol', 'approve', own, 1)).refusal).toBe('not-permitted');
				const far = await town.visit('far', { region: OTHER_REGION });
				expect((await town.act('rev', 'approve', far, 1)).refusal).toBe('wrong-region');
				expect((await town.act('city', 'approve', far, 1)).outcome).toBe('applied');
			});

			it('asks a return for its reason, and the answer comes back as corrected', async () => {
				const content = body();
				const id = newId();
				await town.act('vol', 'create', id, 0, content);
				expect((await town.act('rev', 'return', id, 1, {})).refusal).toBe('reason-missing');
				const comments = [{ field: 'peopleMet', text: '请核对人数' }];
				await town.act('rev', 'return', id, 1, { reason: 'RR01', comments, due: '2025-07-20' });
				expect(await town.row(id)).toMatchObject({ state: 'returned', corrected: 0 });
				const { pages } = await town.pull('vol');
				const shown = pages.find((page) => page.scope === 'user:vol')?.rows[0]?.body;
				expect(shown).toMatchObject({ decision: { by: 'rev', comments, due: '2025-07-20' } });
				await town.act('vol', 'amend', id, 2, { ...content, peopleMet: 25 });
				expect(await town.row(id)).toMatchObject({ state: 'pending', corrected: 1, rev: 3 });
			});

			it('changes an archived record in no way but by voiding', async () => {
				const id = await town.visit();
				await town.act('rev', 'approve', id, 1);
				expect((await town.act('rev', 'archive', id, 2)).refusal).toBe('not-permitted');
				await town.act('city', 'archive', id, 2);
				expect((await town.act('vol', 'amend', id, 3, body())).refusal).toBe('archived');
				expect((await town.act('city', 'reopen', id, 3)).refusal).toBe('archived');
				const before = await town.bodyOf(id);
				expect((await town.act('vol', 'ask-correction', id, 3, { text: '人数有误' })).outcome).toBe(
					'applied'
				);
				expect(await town.bodyOf(id)).toEqual(before);
				expect((await town.row(id))?.open_flags).toBe(1);
				expect((await town.act('city', 'void', id, 4, { reason: 'RR08' })).outcome).toBe('applied');
			});
		});

		describe('pull', () => {
			it('shows each what is theirs: no volunteer an area, no one another’s work', async () => {
				await town.visit();
				const scopes = async (who: Parameters<Deployment['pull']>[0]) =>
					(await town.pull(who)).pages.map((page) => [page.scope, page.rows.length]);
				expect(await scopes('mate')).toEqual([
					['ref', 3],
					['user:mate', 0]
				]);
				expect(await scopes('lead')).toContainEqual(['team:T1', 1]);
				expect(await scopes('rev')).toContainEqual([`area:${REGION}`, 1]);
				expect((await scopes('rev')).map(([scope]) => scope)).not.toContain(`area:${OTHER_REGION}`);
				expect((await scopes('city')).map(([scope]) => scope)).toContain(`area:${OTHER_REGION}`);
			});

			it('drops scopes a device may no longer read', async () => {
				const { drop } = await town.pull('vol', [{ scope: `area:${REGION}`, gen: 1, seq: 0 }]);
				expect(drop).toEqual([`area:${REGION}`]);
			});

			it('leaves a tombstone in the area when work is done, none with the author', async () => {
				const id = await town.visit();
				const replica = await drain('rev');
				expect(replica.scopes.get(`area:${REGION}`)?.rows.size).toBe(1);
				await town.act('rev', 'approve', id, 1);
				await drain('rev', replica);
				expect(replica.scopes.get(`area:${REGION}`)?.rows.size).toBe(0);
				expect((await drain('vol')).scopes.get('user:vol')?.rows.size).toBe(1);
			});

			it('starts again from 0 for a cursor from the future and after a restore', async () => {
				await town.visit();
				const future = [{ scope: 'user:vol', gen: 1, seq: 900 }];
				const page = (await town.pull('vol', future)).pages.find((one) => one.scope === 'user:vol');
				expect(page).toMatchObject({ from: 0, rows: [{ gone: false }] });
				const replica = await drain('vol');
				await town.database.transaction(raiseEpoch);
				const answer = await town.pull('vol', replica.cursors);
				expect(answer.epoch).toBe(2);
				expect(answer.pages.every((one) => one.from === 0 && one.gen === 2)).toBe(true);
			});

			it('gives lost verdicts again, only to their account', async () => {
				const operation = town.operation('create', newId(), 0, body());
				const [verdict] = await town.send('vol', [operation]);
				expect((await town.pull('vol', [], [operation.opId])).verdicts).toEqual([verdict]);
				expect((await town.pull('mate', [], [operation.opId])).verdicts).toEqual([]);
			});

			it('converges, whatever is sent, in any order and repetition of pages', async () => {
				await fc.assert(
					fc.asyncProperty(
						fc.array(fc.tuple(fc.nat(5), fc.constantFrom('amend', 'approve', 'return', 'reopen', 'void')), {
							minLength: 1,
							maxLength: 12
						}),
						fc.infiniteStream(fc.nat(3)),
						async (acts, choices) => {
							const ids = await Promise.all(Array.from({ length: 6 }, () => town.visit()));
							const replica = new Replica();
							const seen: Awaited<ReturnType<Deployment['pull']>>['pages'] = [];
							for (const [at, verb] of acts) {
								const id = ids[at] ?? '';
								const rev = (await town.row(id))?.rev ?? 1;
								const content = verb === 'amend' ? body() : { reason: 'RR01' };
								await town.act(verb === 'amend' ? 'vol' : 'rev', verb as 'amend', id, rev, content);
								if (choices.next().value === 0) seen.push(...(await town.pull('rev', replica.cursors)).pages);
								// Old pages come again, in another order.
								for (const page of [...seen].reverse()) if (choices.next().value !== 1) replica.apply(page);
							}
							await drain('rev', replica);
						}
					),
					{ numRuns: 12 }
				);
			});

			/** Pulls until there is no more and compares count and hash of every scope. */
			async function drain(who: Parameters<Deployment['pull']>[0], replica = new Replica()) {
				for (let more = true; more;) {
					const answer = await town.pull(who, replica.cursors);
					for (const page of answer.pages) {
						replica.apply(page);
						if (page.more) continue;
						expect(replica.scopes.get(page.scope)?.rows.size).toBe(page.count);
						expect(replica.hash(page.scope)).toBe(page.hash);
					}
					more = answer.more;
				}
				return replica;
			}
		});
	});
}
