import type { Phone } from '../e2e/harness/phone.ts';
import { SESSION } from '../e2e/harness/samples.ts';
import { text } from '../e2e/harness/texts.ts';
import type { World } from '../e2e/harness/world.ts';
import type { DeskPage } from '../e2e/pages/desk.ts';
import { BUDGETS, type Measurement } from './budgets.ts';
import { slowPage, tapsOn, timed } from './count-taps.ts';

/** Opening, reading and approving one record by the desk's keys; the mean of three. */
async function byKeyboard(desk: DeskPage, ids: readonly string[]): Promise<Measurement> {
	const measured = await timed(BUDGETS.clean, async () => {
		for (const id of ids) await desk.approveByKey(id);
		return 0;
	});
	return { ...measured, seconds: measured.seconds / ids.length };
}

/** From the page of registers to the finished file. */
async function register({ page }: DeskPage, taps: () => number): Promise<Measurement> {
	await page.goto('/desk/registers');
	await page.waitForLoadState('networkidle');
	return timed(BUDGETS.register, async () => {
		const before = taps();
		const file = page.waitForEvent('download');
		await page.getByRole('button', { name: text('register_download') }).click();
		await (await file).path();
		return taps() - before;
	});
}

/** What a coordinator does, on a desk that is as slow as the phones. */
export async function atTheDesk(world: World, phone: Phone): Promise<readonly Measurement[]> {
	const ids: string[] = [];
	for (let at = 0; at < 3; at++) ids.push(await phone.save('session', SESSION));
	await phone.settle();
	const desk = await world.desk('coordinator');
	const taps = await tapsOn(desk.page);
	await slowPage(desk.page);
	return [await byKeyboard(desk, ids), await register(desk, taps)];
}
