import { expect } from '@playwright/test';
import { sendTransfer } from '../e2e/harness/goods-moved.ts';
import { text } from '../e2e/harness/texts.ts';
import type { World } from '../e2e/harness/world.ts';
import { type MovementFormPage, StockPage } from '../e2e/pages/stock.ts';
import { BUDGETS, type Budget, type Measurement } from './budgets.ts';
import { countTaps, slow, timed } from './count-taps.ts';

const WATER = '盐汽水';
/** Of no batch, so that there is one amount to count. */
const TOWELS = '毛巾';
const TEAM = '夏送清凉志愿服务队';
const OTHER_STORE = '宜黄县总工会物资库';

/** A store keeper's movements, offline, from the first screen to what is saved; each was recorded once before. */
export async function movements(world: World): Promise<readonly Measurement[]> {
	await sendTransfer(world);
	const keeper = await world.phone('keeper');
	await keeper.restart();
	const { page } = keeper;
	for (const [act, to] of [
		['receive', null],
		['issue', TEAM],
		['transfer', OTHER_STORE]
	] as const) {
		const form = await (await StockPage.open(page)).begin(act);
		if (to !== null) await form.fill('to', { pick: to });
		await form.add(WATER);
		await form.quantity(0).fill('3箱');
		await form.save();
	}
	await keeper.settle();
	const taps = await countTaps(keeper);
	await keeper.network.cut();
	await slow(keeper);

	const fromToday = async (next: (stock: StockPage) => Promise<MovementFormPage>) => {
		await page.getByRole('link', { name: text('in_hand_title'), exact: true }).click();
		const stock = new StockPage(page);
		await stock.isShown();
		return next(stock);
	};
	const oneLine =
		(budget: Budget, act: 'receive' | 'issue' | 'count' | 'transfer', supply = WATER) =>
		async () => {
			await keeper.today();
			return timed(budget, async () => {
				const before = taps();
				const form = await fromToday((stock) => stock.begin(act));
				await page.getByRole('button', { name: text('form_add_supply'), exact: true }).click();
				const sheet = page.getByRole('dialog');
				await sheet.getByRole('option').filter({ hasText: supply }).first().click();
				await expect(sheet).toBeHidden();
				await form.quantity(0).fill('1箱');
				await form.save();
				return taps() - before;
			});
		};
	const confirm = async () => {
		await keeper.today();
		return timed(BUDGETS.confirm, async () => {
			const before = taps();
			await (await fromToday((stock) => stock.confirm())).save();
			return taps() - before;
		});
	};
	const measured: Measurement[] = [];
	for (const flow of [
		oneLine(BUDGETS.receive, 'receive'),
		oneLine(BUDGETS.issue, 'issue'),
		oneLine(BUDGETS.transfer, 'transfer'),
		oneLine(BUDGETS.count, 'count', TOWELS),
		confirm
	])
		measured.push(await flow());
	return measured;
}
