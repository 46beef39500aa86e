/** What lies between phone and server: portals, two tabs of one phone, pokes, what crosses on the way. */
import { decide, viewIn } from './harness/review.ts';
import { Portal } from './harness/portal.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test, type World } from './harness/world.ts';
import { FormPage } from './pages/form.ts';

test('a captive portal is named, takes nothing, and leaves the app as it is', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await world.server.kill();
	const portal = new Portal();
	await portal.open(world.server.port);
	const id = await phone.save('visit', VISIT);
	const sync = await phone.sync();
	await sync.sendNow();
	await expect(phone.page.getByText(text('trouble_portal')).first()).toBeVisible();
	await expect(sync.waiting).toHaveText('1');
	await (await phone.record(id)).isAtStage('on_phone');
	await portal.close();
	await world.server.start();
	await phone.settle();
	await (await phone.record(id)).isAtStage('on_server');
});

test('two tabs of one phone send each record once', async ({ world }) => {
	const phone = await world.phone('volunteer');
	await phone.network.cut();
	const other = await phone.browser.context.newPage();
	await other.goto('/new/visit');
	const second = new FormPage(other);
	await second.isShown();
	await second.fillAll({ ...VISIT, situation: '另一个标签页' });
	const ids = [await phone.save('visit', VISIT), await second.save()];
	await phone.network.restore();
	await phone.settle();
	// What came in, and not what a feed shows of it: there a record stands once however often it was sent under a new id.
	const operations = await world.rows<{ record_id: string; outcome: string }>(
		`select record_id, outcome from operation where record_id in ('${ids.join("','")}')`
	);
	expect(operations.map(({ record_id }) => record_id).toSorted()).toEqual(ids.toSorted());
	expect(operations.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	await other.goto(`/records/${ids[0]}`);
	await expect(other.getByText(text('stage_on_server'), { exact: true }).first()).toBeVisible();
});

test('a return reaches a phone in sight by itself', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const id = await phone.save('visit', VISIT);
	await phone.settle();
	const today = await phone.today();
	await expect(today.corrections).toHaveCount(0);
	await returnForSituation(world, id);
	await expect(today.corrections).toHaveCount(1);
});

test('a return that crossed with work of its author still waits on the phone', async ({ world }) => {
	const phone = await world.phone('volunteer');
	const id = await phone.save('visit', VISIT);
	await phone.settle();
	await phone.network.cut();
	await phone.page.goto(`/records/${id}/edit`);
	const early = new FormPage(phone.page);
	await early.isShown();
	await early.fill('remark', '回来的路上补记');
	await early.save();
	await returnForSituation(world, id);
	await phone.network.restore();
	await phone.settle();

	const today = await phone.today();
	await expect(today.corrections).toHaveCount(1);
	const form = await today.correctFirst();
	await expect(form.field('situation')).toContainText('请写明现场人数');
	await expect(form.input('remark')).toHaveValue('回来的路上补记');
	await form.fill('situation', '现场24人，设有饮水点。');
	await form.save();
	await phone.settle();
	const record = await phone.record(id);
	await record.isInState('pending');
	await record.shows('回来的路上补记');
	const desk = await world.desk('coordinator');
	await desk.review(id, { corrected: true });
	await desk.approveByKey(id);
});

async function returnForSituation(world: World, id: string): Promise<void> {
	const coordinator = await world.device('coordinator');
	const record = await viewIn(coordinator, 'area:361024', id);
	if (record === undefined) throw new Error('The coordinator does not see the record.');
	await decide(coordinator, record, 'return', {
		reason: 'RR01',
		note: '',
		comments: [{ field: 'situation', text: '请写明现场人数' }],
		due: null
	});
}
