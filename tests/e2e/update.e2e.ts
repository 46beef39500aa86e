/** Versions that meet: an app a version older than its server, and one a version newer. */
import { OlderBuild } from './harness/older-build.ts';
import { VISIT } from './harness/samples.ts';
import type { Phone } from './harness/phone.ts';
import { ROOT } from './harness/server.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';

let older: OlderBuild;
test.beforeAll(() => {
	older = new OlderBuild();
});
test.afterAll(() => older.dispose());

/** Records without network, meets a server of another version, sends; gives the record's id. */
async function meet(world: World, phone: Phone, root: string): Promise<string> {
	await phone.network.cut();
	await world.server.kill();
	const id = await phone.save('visit', VISIT);
	await world.server.start(root);
	await phone.network.restore();
	await phone.settle();
	await (await phone.record(id)).isAtStage('on_server');
	return id;
}

test('an older app sends to a newer server, is offered the update and never forced', async ({ world }) => {
	await world.server.kill();
	await world.server.start(older.root);
	const phone = await world.phone('volunteer');
	const before = await phone.version();
	const id = await meet(world, phone, ROOT);

	const offer = phone.page.getByRole('status').filter({ hasText: text('update_offered') });
	const today = await phone.today();
	await expect(offer).toBeVisible();
	const form = await today.start('visit');
	await form.fill('situation', '写到一半');
	await expect(offer).toBeHidden();
	await expect(phone.page.getByText(textLike('form_draft_kept'))).toBeVisible();
	await phone.page.reload();
	expect(await phone.version()).toBe(before);
	await expect(form.input('situation')).toHaveValue('写到一半');

	await phone.today();
	await phone.page.getByRole('button', { name: text('update_accept'), exact: true }).click();
	// The page reloads under the question.
	await expect(async () => expect(await phone.version()).not.toBe(before)).toPass({ timeout: 60_000 });
	await (await phone.record(id)).isAtStage('on_server');
});

test('a newer app sends to an older server', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await meet(world, phone, older.root);
});
