/** A coordinator with a phone is moved to another county at the desk while own work waits on it. */
import { PEOPLE } from './harness/accounts.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { FormPage } from './pages/form.ts';

const OLD = '361024';
const NEW = '361025';

test('a person moved to another county: the old one is gone from the phone, own work is not', async ({
	world
}) => {
	const words = (situation: string) => ({ ...VISIT, situation });
	const colleague = await world.device('volunteer');
	const foreign = colleague.operation('visit', { region: OLD, situation: '老县别人写的' });
	expect((await colleague.push([foreign])).verdicts).toMatchObject([{ outcome: 'applied' }]);
	const city = await world.device('administrator');
	const idsOf = async (region: string) =>
		(await city.pullScope(`area:${region}`)).filter(({ gone }) => !gone).map(({ id }) => id);
	const old = await idsOf(OLD);
	expect(old).toContain(foreign.recordId);

	const phone = await world.phone('coordinator');
	const sent = await phone.save('visit', words('搬走前已经交的'));
	await phone.settle();
	const held = (await phone.rawTables())[`liangfeng-${PEOPLE.coordinator.toUpperCase()}/records`] ?? '';
	expect(old.filter((id) => !held.includes(id))).toEqual([]);
	await phone.network.cut();
	const waiting = await phone.save('visit', words('搬走前还没交的'));
	const desk = await world.desk('administrator');
	await desk.movePerson(PEOPLE.coordinator.toUpperCase(), 'REV', NEW);
	await phone.network.restore();
	await phone.settle();

	const left = Object.values(await phone.rawTables()).join('\n');
	expect(left).not.toContain('老县别人写的');
	expect(old.filter((id) => left.includes(id))).toEqual([]);
	const here = await idsOf(NEW);
	expect(here.length).toBeGreaterThan(0);
	expect(here.filter((id) => !left.includes(id))).toEqual([]);
	for (const id of [sent, waiting]) await (await phone.record(id)).isAtStage('on_server');
	expect(await idsOf(OLD)).toEqual(expect.arrayContaining([sent, waiting]));

	// New work is the new county's without a word; a change to the old one's is refused, and its words come back.
	const fresh = await phone.save('visit', words('到新县的第一条'));
	await phone.settle();
	expect(await idsOf(NEW)).toContain(fresh);
	await phone.page.goto(`/records/${sent}/edit`);
	const form = new FormPage(phone.page);
	await form.isShown();
	await form.fill('situation', '搬走后还改老县的');
	await form.save();
	await (await phone.sync()).sendNow();
	const attention = phone.page.locator('#attention');
	await expect(attention).toContainText(text('refusal_wrong_region'));
	await attention.getByRole('button', { name: text('returned_correct'), exact: true }).click();
	await form.isShown();
	await expect(form.input('situation')).toHaveValue('搬走后还改老县的');
});

test('a right that ends before a change was sent: the change is kept, said to be unsent, and nothing says all was sent', async ({
	world
}) => {
	const colleague = await world.device('volunteer');
	const foreign = colleague.operation('visit', { region: OLD, situation: '同事写的' });
	expect((await colleague.push([foreign])).verdicts).toMatchObject([{ outcome: 'applied' }]);
	const phone = await world.phone('coordinator');
	await phone.settle();
	await phone.network.cut();
	await phone.page.goto(`/records/${foreign.recordId}/edit`);
	const form = new FormPage(phone.page);
	await form.isShown();
	await form.fill('situation', '权限结束前改的');
	await form.save();
	const desk = await world.desk('administrator');
	await desk.movePerson(PEOPLE.coordinator.toUpperCase(), 'REV', NEW);

	// What is sent fails on the way, what is fetched does not.
	await phone.browser.context.route('**/api/sync/push', (route) => route.fulfill({ status: 500 }));
	await phone.network.restore();
	await (await phone.sync()).sendNow();
	const attention = phone.page.locator('#attention');
	await expect(attention).toContainText(text('attention_scope_dropped'));
	const allSent = phone.page.getByText(text('sync_all_sent'), { exact: true });
	await expect(phone.page.getByText(text('sync_nothing_waits'))).toBeVisible();
	await expect(allSent).toHaveCount(0);
	await phone.today();
	await expect(phone.page.getByText(text('today_attention', { n: 1 }))).toBeVisible();
	await expect(allSent).toHaveCount(0);

	await phone.sync();
	await attention.getByRole('button', { name: text('returned_correct'), exact: true }).click();
	await form.isShown();
	await expect(form.input('situation')).toHaveValue('权限结束前改的');
});
