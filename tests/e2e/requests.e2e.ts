/** A request raised on a visit: what it must not say, who it goes to and until when, and what the volunteer sees became of it. */
import type { Locator } from '@playwright/test';
import { addDays } from '#lib/domain/calendar.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { viewIn } from './harness/review.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

const WORDS = '休息点没有饮水机，请帮助解决';

test('from the visit to the follow-up, and back to the phone of who raised it', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const form = await (await phone.today()).start('visit');
	await form.fillAll(VISIT);
	await phone.page.getByRole('button', { name: text('form_add_request') }).click();
	const row = phone.page.locator('section.request').last();
	await row.getByLabel(text('field_request_category')).selectOption({ index: 1 });
	const said = row.getByRole('textbox').first();
	// Numbers of cards are found in full width and between blanks too.
	for (const number of ['３６１０２４１９９００１０１００１５', '6222 0212 3456 7890 128']) {
		await said.fill(`${WORDS}，${number}`);
		await said.blur();
		await expect(row.getByText(text('rule_r29'))).toBeVisible();
	}
	await said.fill(WORDS);
	await said.blur();
	await expect(row.getByText(text('rule_r29'))).toBeHidden();
	const visit = await form.save();
	await phone.network.restore();
	await phone.settle();
	const [raised, ...more] = await world.rows<{ id: string }>(
		`select id from record where kind = 'request' and parent = '${visit}'`
	);
	expect(more).toEqual([]);

	const desk = await world.desk('coordinator');
	const card = desk.page.locator('section.card').filter({ hasText: WORDS });
	const open = async (status: string) => {
		await desk.page.goto(`/desk/requests?status=${status}`);
		await desk.page.waitForLoadState('networkidle');
		await card.getByText(text('desk_request_next')).click();
	};
	const step = async (name: string, to: string) => {
		await card.getByRole('button', { name, exact: true }).click();
		await expect(card).toBeHidden();
		await desk.page.goto(`/desk/requests?status=${to}`);
		await expect(card).toBeVisible();
	};
	await open('NEW');
	// Whom it goes to and until when is asked for.
	await card.getByRole('button', { name: '已转办', exact: true }).click();
	await expect(card.getByRole('alert')).toBeVisible();
	await choose(card.getByLabel(text('desk_referral')));
	await card.getByLabel(text('desk_due_label')).fill(addDays(shanghaiDay(new Date()), 14));
	await step('已转办', 'REF');
	await open('REF');
	await card.getByLabel(text('desk_result')).fill('已配饮水机两台');
	await step('已办结', 'DONE');
	await open('DONE');
	await choose(card.getByLabel(text('desk_satisfaction')));
	await step('已回访', 'VISITED');
	await expect(card).toContainText('已配饮水机两台');

	// The visit's own approval does not freeze it, and its author sees what became of it without network.
	await phone.settle();
	await phone.network.cut();
	await phone.record(visit);
	const link = phone.page.getByRole('main').getByRole('link', { name: /已回访/ });
	await link.click();
	await expect(phone.page.getByRole('definition').filter({ hasText: '已配饮水机两台' })).toBeVisible();
	await phone.network.restore();

	const stranger = await world.device('otherVolunteer');
	const scope = `user:${stranger.session?.account.id ?? ''}`;
	expect(await viewIn(stranger, scope, raised?.id ?? '')).toBeUndefined();
});

async function choose(list: Locator): Promise<void> {
	await list.selectOption({ index: 1 });
}
