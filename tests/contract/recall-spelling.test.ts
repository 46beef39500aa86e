/** Who got a batch, whatever width and case it was typed in: on phones of any version, at the desk, and in the question. */
import { beforeEach, describe, expect, it } from 'vitest';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { openDesk, type OpenDesk } from '#lib/server/desk/open-desk.ts';
import { askedBatch } from '#lib/server/desk/stock/asked-batch.ts';
import { moveGoods } from '#lib/server/desk/stock/move-goods.ts';
import { countSteps, recallPlaces, recallSteps } from '#lib/server/desk/stock/recall.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { newId, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { line, moved, openStores } from './stock-town.ts';

let town: Deployment;
let desk: OpenDesk;
eachTown((opened) => void (town = opened));

beforeEach(async () => {
	await openStores(town);
	const names = { zh: '水', en: '', pinyin: '', initials: '', unitZh: '瓶', unitEn: 'bottle' };
	await town.database.transaction((trx) =>
		writeReference(trx, [{ kind: 'supply', code: 'W', body: { ...names, code: 'W', active: true } as never }])
	);
	const account = { id: 'city', login: 'city', zh: 'city', en: 'city', team: null, closedAt: null };
	const grants = await grantsOf(town.database.reader, 'city');
	const opened = await openDesk(town.database, { account, grants }, 'zh-CN', () => town.now);
	if (!opened) throw new Error('no desk');
	desk = opened;
});

async function receive(qty: number, ...batches: readonly string[]): Promise<string> {
	const id = newId();
	const body = moved('receive', null, 'store:S1', 0, { lines: batches.map((batch) => line(qty, batch)) });
	const verdict = await town.act('rev2', 'create', id, 0, body, { kind: 'movement' });
	expect(verdict.outcome).toBe('applied');
	return id;
}
const ask = (batch: string) => askedBatch(desk.context, new URLSearchParams({ batch }));
const SPELLINGS = ['2505H02', '2505h02', '２５０５Ｈ０２', ' ２５０５ｈ０２ '];
const batches = async () =>
	(await town.database.reader.selectFrom('stock_entry').select('batch').execute()).map((row) => row.batch);

describe('a batch', () => {
	it('is found by every spelling in every spelling, and no other with it', async () => {
		const ids = [
			await receive(1, '2505h02'),
			await receive(2, '２５０５Ｈ０２'),
			await receive(4, '2505H02')
		];
		await receive(8, '2505H03', '');
		expect(new Set(await batches())).toEqual(
			new Set(['2505h02', '２５０５Ｈ０２', '2505H02', '2505H03', ''])
		);
		for (const spelled of SPELLINGS) {
			const { steps } = await recallSteps(desk.context, ask(spelled));
			expect(steps.map((step) => step.record).sort()).toEqual([...ids].sort());
			const places = await recallPlaces(desk.context, ask(spelled));
			expect(places.map(({ place, left }) => [place, left.qty])).toEqual([['store:S1', 7]]);
			expect(await countSteps(desk.context, ask(spelled))).toBe(3);
		}
		expect((await recallSteps(desk.context, ask('2505H04'))).steps).toEqual([]);
	});

	it('spelled in two ways in one movement is said with both amounts', async () => {
		await receive(3, '2505h02', '2505H02');
		const { steps } = await recallSteps(desk.context, ask('2505H02'));
		expect(steps.map(({ batch, amount }) => [batch, amount.qty]).sort()).toEqual([
			['2505H02', 3],
			['2505h02', 3]
		]);
	});

	it('typed at the desk is kept in one spelling, and one that stands in the ledger as it stands there', async () => {
		const move = async (act: 'receive' | 'issue', batch: string) => {
			const lines = [{ supply: 'W', batch, expiry: '2027-05-01', qty: '1' }];
			const answer = await moveGoods(desk.actor, desk.context, {
				...{ opId: newId(), recordId: newId(), act, store: 'store:S1' },
				...{ other: act === 'issue' ? 'team:T1' : '', date: '2025-07-09', lines, source: '', remark: '' }
			});
			expect(answer).toMatchObject({ done: true });
		};
		await move('receive', '２５０５ｈ０２');
		expect(await batches()).toEqual(['2505H02']);
		await receive(5, '2505h09');
		// What is taken from the shelf is what lies there.
		await move('issue', '2505h09');
		expect(new Set(await batches())).toEqual(new Set(['2505H02', '2505h09']));
	});
});
