/** One outing: what is the same is entered once, and everything is found together afterwards. */
import { viewIn } from './harness/review.ts';
import { HANDOUT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('a trip groups its records, and "same again" asks only for what differs', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	let today = await phone.today();
	await today.startTrip();
	const first = await phone.save('handout', HANDOUT);

	today = await phone.today();
	const form = await today.sameAgain();
	await expect(form.input('personTimes')).toHaveValue('');
	await expect(form.input('organisation')).toHaveText(text('form_choose_place'));
	await expect(form.input('receiver.name')).toHaveValue('');
	await expect(form.field('receipt').locator('input:checked')).toHaveValue('PAPER');
	await expect(form.input('paperKeeper')).toHaveValue('孙示安');
	await form.fillAll({
		organisation: { pick: '环卫' },
		personTimes: '15',
		firstTimePersons: '15',
		'receiver.name': '饶示青'
	});
	const second = await form.save();

	today = await phone.today();
	const card = phone.page
		.locator('section, article, div')
		.filter({ has: today.button('trip_end') })
		.last();
	await expect(phone.page.getByRole('link', { name: /环卫/ })).toHaveCount(1);
	await expect(card).toBeVisible();
	await today.endTrip();

	await phone.page.goto('/records');
	await phone.page.getByLabel(text('records_kind'), { exact: true }).selectOption('trip');
	await phone.page.getByRole('main').getByRole('link').first().click();
	const together = phone.page.locator('section').filter({ hasText: text('trip_records') });
	await expect(together.getByRole('link')).toHaveCount(2);
	const trip = new URL(phone.page.url()).pathname.split('/').at(-1) ?? '';

	await phone.network.restore();
	await phone.settle();
	const device = await world.device('volunteer');
	const scope = `user:${device.session?.account.id ?? ''}`;
	for (const id of [first, second]) {
		expect((await viewIn(device, scope, id))?.body).toMatchObject({ tripId: trip });
	}
	const ended = (await viewIn(device, scope, trip))?.body as { endedAt?: string } | undefined;
	expect(ended?.endedAt).toMatch(/Z$/);
});
