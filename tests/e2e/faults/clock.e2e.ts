/** Phones whose clock is wrong: nothing is refused for it, no day is wrong for it, and the person is told. */
import { VISIT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { setClockWrong } from '../harness/wrong-clock.ts';
import { expect, test, type World } from '../harness/world.ts';

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

const shanghaiDay = (millis: number) => new Date(millis + 8 * 60 * MINUTE).toISOString().slice(0, 10);

async function storedRecord(world: World, id: string) {
	const [row] = await world.rows<{ date: string; state: string }>(
		`select date, state from record where id = '${id}'`
	);
	const flags = await world.rows<{ code: string }>(`select code from flag where record_id = '${id}'`);
	return { ...row, flags: flags.map(({ code }) => code) };
}

for (const [name, wrong, said] of [
	['40 minutes ahead', 40 * MINUTE, text('sync_clock_fast', { span: text('sync_minutes', { n: 40 }) })],
	['3 years ahead', 3 * YEAR, text('sync_clock_fast', { span: text('sync_years', { n: 3 }) })],
	['3 years behind', -3 * YEAR, text('sync_clock_slow', { span: text('sync_years', { n: 3 }) })]
] as const) {
	test(`a clock ${name}: recorded offline, taken, dated right, flagged, said`, async ({ world }) => {
		const phone = await world.phone('volunteer');
		await phone.network.cut();
		await setClockWrong(phone.browser.context, wrong);
		const day = shanghaiDay(Date.now());
		const id = await phone.save('visit', VISIT);
		await phone.network.restore();
		await phone.settle();
		await (await phone.record(id)).isAtStage('on_server');
		const days = [day, shanghaiDay(Date.now())];
		const stored = await storedRecord(world, id);
		expect(stored).toMatchObject({ state: 'pending', flags: ['R39'] });
		expect(days).toContain(stored.date);

		const today = await phone.today();
		const notice = today.page.getByRole('status').filter({ hasText: text('sync_clock_set') });
		await expect(notice).toContainText(said);
		// Once the server has said what day it is, the next form begins with that.
		const form = await today.start('visit');
		await form.fillAll(VISIT);
		const next = await form.save();
		await phone.settle();
		await (await phone.record(next)).isAtStage('on_server');
		expect(days).toContain((await storedRecord(world, next)).date);
	});
}
