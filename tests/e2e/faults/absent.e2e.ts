/** A phone that comes back after 400 days: its right has long ended, and nothing on it is refused. */
import { PEOPLE } from '../harness/accounts.ts';
import { VISIT } from '../harness/samples.ts';
import { text } from '../harness/texts.ts';
import { setClockWrong } from '../harness/wrong-clock.ts';
import { expect, test, type World } from '../harness/world.ts';
import type { DeskPage } from '../pages/desk.ts';
import { FormPage } from '../pages/form.ts';

const DAY = 86_400_000;
const PERSON = PEOPLE.volunteer.toUpperCase();

const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();

/** What had become of the person at the server meanwhile: the right ended long ago, and so did the session. */
function endedLongAgo(world: World): Promise<void> {
	return world.change(`
		update meta set grants_rev = grants_rev + 1;
		update grant_right set valid_to = '${ago(390)}', ended_rev = (select grants_rev from meta)
			where account_id = '${PERSON}';
		update account_session set revoked_at = '${ago(370)}' where account_id = '${PERSON}'
	`);
}

async function giveRight(desk: DeskPage): Promise<void> {
	await desk.page.goto(`/desk/people/${PERSON}`);
	const give = desk.page.locator('form[action="?/give"]');
	await give.locator('select[name="role"]').selectOption('VOL');
	await give.locator('select[name="region"]').selectOption('361024');
	await give.getByRole('button').click();
	await expect(desk.page.getByText(text('people_saved'))).toBeVisible();
}

test('400 days offline: kept in custody, not refused, and in its place once a coordinator has confirmed the right', async ({
	world
}) => {
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.network.cut();
	await setClockWrong(phone.browser.context, -400 * DAY);
	const ids = [
		await phone.save('visit', VISIT),
		await phone.save('visit', { ...VISIT, situation: '第二处' })
	];
	// One was corrected before it was ever sent.
	await phone.page.goto(`/records/${ids[1]}/edit`);
	const form = new FormPage(phone.page);
	await form.isShown();
	await form.fill('situation', '第二处，当天改过');
	await form.save();
	await world.server.kill();
	await endedLongAgo(world);
	await world.server.start();
	await phone.network.restore();
	await phone.restart();

	const sync = await phone.sync();
	await sync.sendNow();
	await expect(phone.page.getByText(text('trouble_auth')).first()).toBeVisible();
	await phone.signInAgain();
	await phone.settle();
	for (const id of ids) await (await phone.record(id)).isAtStage('parked');
	await phone.sync();
	await expect(phone.page.getByText(text('sync_parked', { n: 3 }))).toBeVisible();
	const custody = await world.rows<{ outcome: string; raw: string }>(
		`select outcome, raw from operation where record_id in ('${ids.join("','")}')`
	);
	expect(custody.map(({ outcome }) => outcome)).toEqual(['parked', 'parked', 'parked']);
	expect(custody.map(({ raw }) => raw).join()).toContain('第二处，当天改过');

	const desk = await world.desk('administrator');
	await giveRight(desk);
	const { page } = desk;
	const again = page.getByRole('button', { name: text('desk_operations_retry'), exact: true });
	await page.goto('/desk/operations');
	for (let left = await again.count(); left > 0; left = await again.count()) {
		const answered = page.waitForResponse((response) => response.request().method() === 'POST');
		await again.first().click();
		expect((await answered).status()).toBeLessThan(400);
		await page.goto('/desk/operations');
	}
	await expect(page.getByText(text('desk_operations_none'))).toBeVisible();
	await phone.settle();
	for (const id of ids) await (await phone.record(id)).isAtStage('on_server');
	await (await phone.record(ids[1] ?? '')).shows('第二处，当天改过');
});
