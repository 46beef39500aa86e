import { expect, describe, it, vi } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { logFailure } from '#lib/server/sync/log-failure.ts';
import { body, type Deployment, newId, REGION } from './deployment.ts';

/** `visit`, with one of its parts put in another's place. */
function brittle(part: Partial<RecordKind>): () => RecordKind {
	const visit = kindOf('visit');
	if (!visit) throw new Error('no kind');
	return () => ({ ...visit, ...part });
}

const isBoom = (content: unknown) => (content as { remark?: unknown }).remark === 'boom';

/** What one operation or one record that is out of all bounds does to others: nothing. */
export function poisonContract(town: () => Deployment): void {
	describe('poison', () => {
		it('is kept and parked alone where it fails before or after the operations are applied', async () => {
			const visit = kindOf('visit');
			const facets = (content: unknown) => {
				if (isBoom(content)) throw new Error('boom');
				return visit?.facets(content as never) as never;
			};
			const operations = Array.from({ length: 21 }, (_, at) =>
				town().operation('create', newId(), 0, body({ remark: at === 7 ? 'boom' : '' }))
			);
			const [poison] = operations.slice(7, 8);
			if (!poison) throw new Error('no operation');
			const behind = town().operation('amend', poison.recordId, 1, body({ remark: 'better' }));
			const alerts: string[] = [];
			const verdicts = await town().send('vol', [...operations, behind], {
				options: { kindOf: brittle({ facets }), alert: ({ opId }) => alerts.push(opId) }
			});
			expect(verdicts.map(({ opId }) => opId)).toEqual([...operations, behind].map(({ opId }) => opId));
			expect(verdicts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(20);
			expect(verdicts[7]).toMatchObject({ outcome: 'parked', refusal: 'internal' });
			// What builds on it waits for it.
			expect(verdicts[21]).toMatchObject({ outcome: 'parked', refusal: 'no-such-record' });
			expect(alerts).toEqual([poison.opId]);
			expect(JSON.parse((await town().custody(poison.opId))?.raw ?? '')).toEqual(poison);
			const again = await town().send('vol', [poison, behind]);
			expect(again.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		});

		it('is judged again where the step to the present version of its kind failed on it', async () => {
			const upcast = {
				1: () => {
					throw new Error('boom');
				}
			};
			const old = town().operation('create', newId(), 0, body(), { schema: 1 });
			const options = { kindOf: brittle({ upcast } as never) };
			const [parked] = await town().send('vol', [old], { options });
			expect(parked).toMatchObject({ outcome: 'parked', refusal: 'invalid-body' });
			const [later] = await town().send('vol', [old]);
			expect(later?.outcome).toBe('applied');
		});

		it('names no photos where its kind has none', async () => {
			const photos = [{ id: newId(), sha256: 'a'.repeat(64), bytes: 1.5, mime: 'image/jpeg', use: 'scene' }];
			await town().record('feedback', 'vol', { photos });
			expect(await town().database.reader.selectFrom('attachment').selectAll().execute()).toEqual([]);
		});

		it('has half a character mended, as a text that was cut in its middle', async () => {
			const id = await town().visit('vol', {
				remark: 'cut \ud83d',
				situation: 'whole \ud83d\ude00, and \\ud83d'
			});
			expect(await town().bodyOf(id)).toMatchObject({
				remark: 'cut \ufffd',
				situation: 'whole \ud83d\ude00, and \\ud83d'
			});
		});

		it('is told whole and stops nothing behind it, however much was done to a record', async () => {
			const id = await town().visit('vol');
			const long = (at: number) => String.fromCharCode(0x4e00 + at).repeat(2_000);
			const amends = Array.from({ length: 400 }, (_, at) =>
				town().operation('amend', id, at + 1, body({ situation: long(at), placeText: 'yard' }))
			);
			const verdicts = await town().send('vol', amends);
			expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['applied']));
			const other = await town().visit('mate');
			for (const who of ['vol', 'rev'] as const) {
				const { pages, more } = await town().pull(who);
				const rows = pages.flatMap((page) => page.rows);
				expect(more).toBe(false);
				const view = rows.find((row) => row.id === id)?.body as { history: { rev: number }[] } | undefined;
				const revisions = view?.history.map(({ rev }) => rev) ?? [];
				// The newest of it, without a gap.
				expect(revisions.at(-1)).toBe(401);
				expect(revisions).toEqual(
					Array.from({ length: revisions.length }, (_, at) => 402 - revisions.length + at)
				);
				expect(JSON.stringify(view?.history).length).toBeLessThan(220_000);
				if (who === 'rev') expect(rows.map((row) => row.id)).toContain(other);
			}
		});

		it('says nothing of its values in the log', () => {
			const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
			logFailure({ opId: 'some-id', error: new TypeError('invalid input: "张三 13800000000"') });
			const text = JSON.stringify(said.mock.calls);
			said.mockRestore();
			expect(text).toContain('operation-parked');
			expect(text).toContain('TypeError');
			expect(text).not.toContain('13800000000');
		});

		it('of a region that nobody knows is refused without harm to others', async () => {
			const bad = town().operation('create', newId(), 0, body({ region: `${REGION}x` }));
			const good = town().operation('create', newId(), 0, body());
			const verdicts = await town().send('vol', [bad, good]);
			expect(verdicts.map(({ outcome }) => outcome)).toEqual(['rejected', 'applied']);
		});
	});
}
