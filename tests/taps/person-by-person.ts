import { HANDOUT } from '../e2e/harness/samples.ts';
import { lendRoster } from '../e2e/harness/lent-roster.ts';
import type { Phone } from '../e2e/harness/phone.ts';
import type { World } from '../e2e/harness/world.ts';
import { HandOutPage } from '../e2e/pages/hand-out.ts';

/** Two persons of a lent roster, offline: taps and seconds of one. */
export async function personByPerson(
	world: World,
	phone: Phone,
	taps: () => number
): Promise<{ readonly taps: number; readonly seconds: number }> {
	await lendRoster(await world.desk('coordinator'), '');
	const handout = await phone.save('handout', HANDOUT);
	await phone.settle();
	await phone.network.cut();
	const list = await HandOutPage.open(phone.page, handout);
	await list.person('李*安').waitFor();
	const before = taps();
	const begun = performance.now();
	await list.give('李*安');
	await list.give('易*篁');
	const seconds = (performance.now() - begun) / 2000;
	const each = (taps() - before) / 2;
	await phone.network.restore();
	return { taps: each, seconds };
}
