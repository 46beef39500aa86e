/** A session's code on the recorder's phone, and the page it opens on the audience's phones: small, without script or account. */
import { PHONE } from './harness/browser.ts';
import { SESSION } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';

/** Somebody in the audience, with a phone that runs no script. */
async function signIn(world: World, address: string, name: string, organisation: string) {
	const browser = world.browser(PHONE);
	const page = await browser.open({ args: ['--blink-settings=scriptEnabled=false'] });
	await page.goto(address);
	await page.getByLabel(text('field_name')).fill(name);
	await page.getByLabel(text('field_workplace')).fill(organisation);
	await page.getByRole('button', { name: text('noting_title'), exact: true }).click();
	return page;
}

test('the audience signs in on own phones; twice is once; the recorder sees how many came', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	const id = await phone.save('session', { ...SESSION, headcount: '5' });
	await phone.settle();
	await phone.record(id);
	await phone.page.getByRole('button', { name: text('self_code_open') }).click();
	const dialog = phone.page.getByRole('dialog', { name: text('self_code_title') });
	await expect(dialog.getByRole('img', { name: text('self_code_title') })).toBeVisible({ timeout: 60_000 });
	const address = (await dialog.getByText(/\/s\/[\w-]{40}$/).textContent()) ?? '';

	const page = await signIn(world, address, '李示安', '崇仁县总工会');
	await expect(page.getByText(text('self_signed', { name: '李示安' }))).toBeVisible();
	const other = await signIn(world, address, '李 示 安', '崇仁县总工会');
	await expect(other.getByText(text('self_signed_more'))).toBeVisible();
	const third = await signIn(world, address, '362531197001011234', '崇仁县总工会');
	await expect(third.getByText(text('self_no_numbers'))).toBeVisible();
	await expect(third.getByLabel(text('field_workplace'))).toHaveValue('崇仁县总工会');

	const rows = await world.rows<{ body: string }>("select body from record where kind = 'sign-in'");
	expect(rows).toHaveLength(1);
	expect((JSON.parse(rows[0]?.body ?? '{}') as { evidence: unknown[] }).evidence).toHaveLength(2);
	await expect(dialog.getByText(text('noting_count', { n: 1 }))).toBeVisible({ timeout: 60_000 });
	// The coordinator prints the same session's code for the wall: it opens the same page.
	const desk = await world.desk('coordinator');
	await desk.page.goto('/desk/codes?type=session');
	await desk.page.getByRole('checkbox').first().check();
	await desk.page.getByRole('button', { name: text('codes_make'), exact: true }).click();
	const printed = (await desk.page.getByText(/\/s\/[\w-]{40}$/).textContent()) ?? '';
	const fourth = await signIn(world, printed, '王示柏', '崇仁县总工会');
	await expect(fourth.getByText(text('self_signed', { name: '王示柏' }))).toBeVisible();
	await expect(dialog.getByText(text('noting_count', { n: 2 }))).toBeVisible({ timeout: 60_000 });

	expect(world.server.log).not.toContain('李示安');
	expect(world.server.log).not.toContain(address.slice(-40));

	await page.goto(`${address.slice(0, -1)}${address.endsWith('A') ? 'B' : 'A'}`);
	await expect(page.getByText(text('self_gone'))).toBeVisible();
});
