/** A coordinator gives a phone to a person and takes it away again. */
import { qrPath } from '#lib/server/accounts/qr-path.ts';
import { PHONE } from './harness/browser.ts';
import { everythingKept, leaveCopies } from './harness/everything-kept.ts';
import { Phone } from './harness/phone.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { EnrolPage } from './pages/enrol.ts';

/** A volunteer: the id of the account, not the name it signs in with. */
const PERSON = 'U0043';

test('a phone is enrolled by the code typed in, once', async ({ world }) => {
	const desk = await world.desk('coordinator');
	const code = await desk.issueCode(PERSON);
	const first = new EnrolPage(await world.browser(PHONE).open());
	await first.page.goto('/enrol');
	await first.code.fill(`${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`);
	await first.enrol();
	expect(await desk.phonesOf(PERSON)).toHaveLength(1);
	const second = new EnrolPage(await world.browser(PHONE).open());
	await second.page.goto('/enrol');
	await second.code.fill(code);
	await second.submit();
	await expect(second.page.getByText(text('sign_in_code_used'))).toBeVisible();
});

test('by the QR code; taken away, the phone still sends what it holds, says so and forgets', async ({
	world
}) => {
	const desk = await world.desk('administrator');
	const code = await desk.issueCode(PERSON);
	const address = `${world.server.url}/enrol#${code}`;
	expect(await desk.page.locator('.code path').getAttribute('d')).toBe(qrPath(address).path);

	const phone = new Phone(world.browser(PHONE));
	const enrol = new EnrolPage(await phone.open());
	await enrol.page.goto(address);
	await expect(enrol.code).toHaveValue(code);
	expect(enrol.page.url()).not.toContain(code);
	await enrol.enrol();
	await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await phone.network.cut();
	const id = await phone.save('visit', VISIT);
	await leaveCopies(phone.page, PERSON, id);
	// What is looked for in the end is there now, and would be found.
	const before = await everythingKept(phone.page);
	expect(before.databases).toContain(`liangfeng-${PERSON}`);
	expect(before.caches).toContain(`liangfeng-rescue-${PERSON}`);
	for (const words of ['李示江', VISIT.situation, id]) expect(before.text).toContain(words);

	await desk.revokePhone(PERSON);
	await phone.network.restore();
	// Back online it sends by itself. A page that opens anew would put the copies back where they belong.
	await expect(phone.page.getByText(text('open_erased'))).toBeVisible();
	await desk.page.goto(`/desk/records/${id}`);
	await expect(desk.page.getByText('李示江').first()).toBeVisible();
	await phone.page.goto(`/records/${id}`);
	await expect(phone.page.getByText(text('open_erased'))).toBeVisible();
	await expect(phone.page.getByText('李示江')).toBeHidden();

	// Not hidden but gone: from every database, from the caches with their copies of unsent work, and from what pages keep.
	const kept = await everythingKept(phone.page);
	expect(kept.databases).not.toContain(`liangfeng-${PERSON}`);
	expect(kept.caches.filter((name) => name.includes(PERSON))).toEqual([]);
	for (const words of ['李示江', VISIT.situation, id]) expect(kept.text).not.toContain(words);
});
