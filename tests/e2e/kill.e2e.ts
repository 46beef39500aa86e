/** The browser dies again and again in the middle of saving and pushing: nothing lost, nothing doubled. */
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

/** `npm run test:long` has the time for more. */
const KILLS = process.env.E2E_LONG === '1' ? 200 : 20;

/** Milliseconds after the tap at which the browser dies: from at once to well after the push, the same in every run. */
const moment = (kill: number) => (kill * 617) % 2_500;

test(`${KILLS} kills while saving and pushing`, async ({ world }) => {
	test.setTimeout(KILLS * 15_000);
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();
	const device = await world.device('volunteer');
	const scope = `user:${device.session?.account.id}`;
	const visitsOnServer = async () =>
		(await device.pullScope(scope)).filter(({ kind, gone }) => kind === 'visit' && !gone).map(({ id }) => id);
	const before = await visitsOnServer();

	const promised = new Set<string>();
	const begun = new Set<string>();
	for (let kill = 0; kill < KILLS; kill++) {
		const form = await phone.form('visit');
		await form.fillAll(VISIT);
		await form.answerAll();
		const id = form.recordId;
		begun.add(id);
		const said = phone.page
			.getByRole('status')
			.filter({ hasText: text('stage_on_phone') })
			.waitFor()
			.then(() => promised.add(id))
			.catch(() => undefined);
		await form.saveButton.click();
		await new Promise((wake) => setTimeout(wake, moment(kill)));
		await phone.killAndReopen();
		await said;
	}
	await phone.settle();

	const onServer = (await visitsOnServer()).filter((id) => !before.includes(id));
	expect(new Set(onServer).size).toBe(onServer.length);
	expect(onServer.filter((id) => !begun.has(id))).toEqual([]);
	expect([...promised].filter((id) => !onServer.includes(id))).toEqual([]);
	expect(promised.size).toBeGreaterThan(0);

	const onPhone = await phone.recordIds('visit');
	expect(onPhone.filter((id) => begun.has(id)).toSorted()).toEqual(onServer.toSorted());
	expect(onPhone.length).toBe(before.length + onServer.length);
	for (const id of onServer) await (await phone.record(id)).isAtStage('on_server');
});
