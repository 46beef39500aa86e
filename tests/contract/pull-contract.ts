import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SCOPES, type PullResponse } from '#lib/protocol/pull.ts';
import { pullRequest } from '#lib/protocol/pull-request.ts';
import { raiseEpoch } from '#lib/server/sync/feed.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { body, type Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { Replica } from './replica.ts';

/** Scopes, cursors, pages, convergence. */
export function pullContract(town: () => Deployment): void {
	describe('pull', () => {
		it('shows each what is theirs: no volunteer an area, no one another’s work', async () => {
			await town().visit();
			const scopes = async (who: Parameters<Deployment['pull']>[0]) =>
				(await town().pull(who)).pages.map((page) => [page.scope, page.rows.length]);
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
			const { drop } = await town().pull('vol', [{ scope: `area:${REGION}`, gen: 1, seq: 0 }]);
			expect(drop).toEqual([`area:${REGION}`]);
		});

		it('shows at most as many scopes as a phone may ask for again, those of its own first', async () => {
			const regions = Array.from({ length: MAX_SCOPES + 20 }, (_, at) => {
				const code = `3699${String(at).padStart(3, '0')}`;
				return {
					kind: 'region' as const,
					code,
					body: { code, zh: code, en: code, level: 'county', parent: '361000' }
				};
			});
			await town().database.transaction((trx) => writeReference(trx, regions));
			const replica = await drain('city');
			const { cursors } = replica;
			expect(cursors).toHaveLength(MAX_SCOPES);
			expect(cursors.map(({ scope }) => scope)).toEqual(expect.arrayContaining(['ref', 'user:city']));
			const { pages, more, drop } = await town().pull('city', cursors);
			expect([pages.length, more, drop]).toEqual([MAX_SCOPES, false, []]);
			expect(() => pullRequest.shape.cursors.parse(cursors)).not.toThrow();
		});

		it('leaves a tombstone in the area when work is done, none with the author', async () => {
			const id = await town().visit();
			const replica = await drain('rev');
			expect(replica.scopes.get(`area:${REGION}`)?.rows.size).toBe(1);
			await town().act('rev', 'approve', id, 1);
			await drain('rev', replica);
			expect(replica.scopes.get(`area:${REGION}`)?.rows.size).toBe(0);
			expect((await drain('vol')).scopes.get('user:vol')?.rows.size).toBe(1);
		});

		it('starts again from 0 for a cursor from the future and after a restore', async () => {
			await town().visit();
			const future = [{ scope: 'user:vol', gen: 1, seq: 900 }];
			const page = (await town().pull('vol', future)).pages.find((one) => one.scope === 'user:vol');
			expect(page).toMatchObject({ from: 0, rows: [{ gone: false }] });
			const replica = await drain('vol');
			await town().database.transaction(raiseEpoch);
			const answer = await town().pull('vol', replica.cursors);
			expect(answer.epoch).toBe(2);
			expect(answer.pages.every((one) => one.from === 0 && one.gen === 2)).toBe(true);
		});

		it('gives lost verdicts again, only to their account', async () => {
			const operation = town().operation('create', newId(), 0, body());
			const [verdict] = await town().send('vol', [operation]);
			expect((await town().pull('vol', [], [operation.opId])).verdicts).toEqual([verdict]);
			expect((await town().pull('mate', [], [operation.opId])).verdicts).toEqual([]);
		});

		it('cuts a scope into pages of 500 rows, each going on where the last ended', async () => {
			const codes = Array.from({ length: 520 }, (_, at) => `list-${String(at).padStart(3, '0')}`);
			await town().database.transaction((trx) =>
				writeReference(
					trx,
					codes.map((code) => ({ kind: 'codeList' as const, code, body: { code, items: [] } }))
				)
			);
			const first = pageOf(await town().pull('vol'), 'ref');
			expect(first).toMatchObject({ from: 0, more: true });
			expect(first?.rows).toHaveLength(500);
			expect(first?.count).toBeUndefined();
			const answer = await town().pull('vol', [{ scope: 'ref', gen: 1, seq: first?.to ?? 0 }]);
			const second = pageOf(answer, 'ref');
			// Three regions stand there besides.
			expect(second).toMatchObject({ from: first?.to, more: false, count: 523 });
			const seen = [...(first?.rows ?? []), ...(second?.rows ?? [])].map((row) => row.id);
			expect(seen).toHaveLength(523);
			expect(new Set(seen).size).toBe(523);
			expect(seen).toEqual(expect.arrayContaining(codes));
		});

		it('cuts a page at 512 kB, and lets one row pass that alone is bigger', async () => {
			const long = () => body({ situation: '长'.repeat(1_900), remark: '文'.repeat(500) });
			const operations = Array.from({ length: 80 }, () => town().operation('create', newId(), 0, long()));
			await town().send('vol', operations);
			const ids: string[] = [];
			let cursor = { scope: 'user:vol', gen: 1, seq: 0 };
			for (let more = true; more;) {
				const page = pageOf(await town().pull('vol', [cursor]), 'user:vol');
				if (!page) throw new Error('no page');
				const bytes = page.rows.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
				expect(bytes).toBeLessThanOrEqual(512_000);
				expect(page.rows.length).toBeGreaterThan(0);
				ids.push(...page.rows.map((row) => row.id));
				cursor = { ...cursor, seq: page.to };
				more = page.more;
			}
			expect(cursor.seq).toBe(80);
			expect(new Set(ids).size).toBe(80);
			const id = operations[0]?.recordId ?? '';
			await town().act('vol', 'amend', id, 1, body({ remark: 'again' }));
			await grow(id, 600_000);
			const grown = pageOf(await town().pull('vol', [cursor]), 'user:vol');
			expect(grown?.rows.map((row) => row.id)).toEqual([id]);
			expect(Buffer.byteLength(JSON.stringify(grown?.rows[0]))).toBeGreaterThan(512_000);
			expect(grown?.more).toBe(false);
		});

		it('sends a record that alone is bigger than an answer, and what stands behind it', async () => {
			const [giant, other] = [await town().visit('vol'), await town().visit('mate')];
			await grow(giant, 3_000_000);
			const replica = await drain('rev');
			const rows = replica.scopes.get(`area:${REGION}`)?.rows;
			expect(new Set(rows?.keys())).toEqual(new Set([giant, other].map((id) => `visit\n${id}`)));
			expect((await drain('vol')).scopes.get('user:vol')?.rows.size).toBe(1);
		});

		it('cuts an answer at what the phone can take, by whole rows and at least one', async () => {
			const text = () => body({ situation: '长'.repeat(1_900) });
			const operations = Array.from({ length: 30 }, () => town().operation('create', newId(), 0, text()));
			await town().send('vol', operations);
			const ask = async (cursors: PullResponse['pages'], most: number) =>
				town().pull('vol', cursorsOf(cursors), [], 'vol', { most });
			const first = await ask([], 40_000);
			const bytes = first.pages
				.flatMap(({ rows }) => rows)
				.map((row) => Buffer.byteLength(JSON.stringify(row)));
			expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(40_000);
			expect(bytes.length).toBeGreaterThan(3);
			expect(first.more).toBe(true);
			// Less than any row, with a scope before it that has nothing new.
			const reference = first.pages.filter(({ scope }) => scope === 'ref');
			const second = pageOf(await ask(reference, 1), 'user:vol');
			expect(second?.rows).toHaveLength(1);
			const most = pullRequest.shape.most.parse(10 ** 9);
			const all = await town().pull('vol', [], [], 'vol', { most });
			expect(all.more).toBe(false);
		});

		const cursorsOf = (pages: PullResponse['pages']) =>
			pages.map(({ scope, gen, to }) => ({ scope, gen, seq: to }));

		it('converges, whatever is sent, in any order and repetition of pages', async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.array(fc.tuple(fc.nat(5), fc.constantFrom('amend', 'approve', 'return', 'reopen', 'void')), {
						minLength: 1,
						maxLength: 12
					}),
					fc.infiniteStream(fc.nat(3)),
					async (acts, choices) => {
						const ids = await Promise.all(Array.from({ length: 6 }, () => town().visit()));
						const replica = new Replica();
						const seen: Awaited<ReturnType<Deployment['pull']>>['pages'] = [];
						for (const [at, verb] of acts) {
							const id = ids[at] ?? '';
							const rev = (await town().row(id))?.rev ?? 1;
							const content = verb === 'amend' ? body() : { reason: 'RR01' };
							await town().act(verb === 'amend' ? 'vol' : 'rev', verb as 'amend', id, rev, content);
							if (choices.next().value === 0) seen.push(...(await town().pull('rev', replica.cursors)).pages);
							// Old pages come again, in another order.
							for (const page of [...seen].reverse()) if (choices.next().value !== 1) replica.apply(page);
						}
						await drain('rev', replica);
					}
				),
				{ numRuns: 12 }
			);
		});

		const pageOf = (answer: PullResponse, scope: string) => answer.pages.find((page) => page.scope === scope);

		/** Makes a record's body as it stands so many bytes longer: no form writes that much. */
		async function grow(id: string, bytes: number): Promise<void> {
			const content = JSON.stringify({ ...(await town().bodyOf(id)), remark: 'x'.repeat(bytes) });
			await town().database.transaction((trx) =>
				trx.updateTable('record').set({ body: content }).where('id', '=', id).execute()
			);
		}

		/** Pulls until there is no more and compares count and hash of every scope. */
		async function drain(who: Parameters<Deployment['pull']>[0], replica = new Replica()) {
			let turns = 0;
			for (let more = true; more;) {
				if (++turns > 100) throw new Error('It never ends.');
				const answer = await town().pull(who, replica.cursors);
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
}
