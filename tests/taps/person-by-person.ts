import { expect } from '@playwright/test';
import { cardOf, lendRoster } from '../e2e/harness/lent-roster.ts';
import type { Phone } from '../e2e/harness/phone.ts';
import { HANDOUT } from '../e2e/harness/samples.ts';
import { text } from '../e2e/harness/texts.ts';
import { workerCodes } from '../e2e/harness/worker-codes.ts';
import type { World } from '../e2e/harness/world.ts';
import { HandOutPage } from '../e2e/pages/hand-out.ts';
import { SignInSheet } from '../e2e/pages/sign-ins.ts';
import { BUDGETS, type Budget, type Measurement } from './budgets.ts';

/** Taps and seconds of one of `persons`, who come one after another. */
async function each(
	budget: Budget,
	taps: () => number,
	persons: readonly (() => Promise<void>)[]
): Promise<Measurement> {
	const before = taps();
	const begun = performance.now();
	for (const person of persons) await person();
	const seconds = (performance.now() - begun) / 1000 / persons.length;
	return { budget, taps: (taps() - before) / persons.length, seconds };
}

/** Persons of a lent roster, offline: something given by name and by card; noted at a session by tick and by card. */
export async function personByPerson(
	world: World,
	phone: Phone,
	taps: () => number
): Promise<readonly Measurement[]> {
	const { page } = phone;
	await lendRoster(await world.desk('coordinator'), '');
	await workerCodes(world, []);
	const cards = [await cardOf(world, '王示'), await cardOf(world, '古丽示·麦麦提')];
	const handout = await phone.save('handout', HANDOUT);
	await phone.settle();
	await phone.network.cut();
	const list = await HandOutPage.open(page, handout);
	await list.person('李*安').waitFor();
	const byName = await each(BUDGETS.person, taps, [() => list.give('李*安'), () => list.give('易*篁')]);
	await list.openScanner();
	// As a hand-held scanner types, faster than any script presses keys; no press of the person at all.
	const read = (said: string, card: string) => async () => {
		await page.evaluate(
			(keys) => {
				for (const key of keys)
					document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
			},
			[...card, 'Enter']
		);
		await expect(page.getByRole('dialog').getByText(said)).toBeVisible();
	};
	const given = (name: string, n: number) => text('receipt_scan_given', { name, n });
	const byCard = await each(BUDGETS.scan, taps, [
		read(given('王*', 3), cards[0] ?? ''),
		read(given('古***提', 4), cards[1] ?? '')
	]);

	await (await phone.today()).start('session');
	const sheet = await new SignInSheet(page).open();
	await sheet.way('tick');
	const tick = (name: string) => async () => {
		await sheet.dialog.getByRole('button', { name, pressed: false }).click();
		await expect(sheet.dialog.getByRole('button', { name, pressed: true })).toBeVisible();
	};
	const byTick = await each(BUDGETS.tick, taps, [tick('李*安'), tick('易*篁')]);
	await sheet.way('scan');
	const noted = (name: string, n: number) => text('noting_noted', { name, n });
	const byScan = await each(BUDGETS.scanned, taps, [
		read(noted('王*', 3), cards[0] ?? ''),
		read(noted('古***提', 4), cards[1] ?? '')
	]);
	await sheet.done();
	await phone.network.restore();
	return [byName, byCard, byTick, byScan];
}
