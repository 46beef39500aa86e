/** The main job: from the phone with no network to the desk and back, on a 360-pixel screen. */
import { HANDOUT, SESSION, VISIT } from './harness/samples.ts';
import { expect, test } from './harness/world.ts';

interface Totals {
	readonly sessions: { readonly count: number };
	readonly handouts: { readonly records: number };
	readonly visits: { readonly records: number };
}

/** Records that are counted in any figure. */
function counted(totals: unknown): number {
	const { sessions, handouts, visits } = totals as Totals;
	return sessions.count + handouts.records + visits.records;
}

/** The figures without what stands beside them and is never added. */
function figures(totals: Record<string, unknown>): unknown {
	const { visits, ...rest } = totals as Record<string, unknown> & { visits: Record<string, unknown> };
	return { ...rest, visits: { ...visits, by_review: null } };
}

test('one of each kind offline, reviewed, returned, corrected offline, counted', async ({ world }) => {
	const before = world.server.totals();
	const phone = await world.phone('volunteer', { lasting: true });
	await phone.restart();

	await phone.network.cut();
	await world.server.kill();
	const visit = await phone.save('visit', VISIT);
	const session = await phone.save('session', SESSION);
	const handout = await phone.save('handout', HANDOUT);

	await phone.killAndReopen();
	for (const [id, words] of [
		[visit, '𠮷师傅'],
		[session, '崇仁县总工会二楼会议室'],
		[handout, '何示云']
	] as const) {
		const record = await phone.record(id);
		await record.isAtStage('on_phone');
		await record.shows(words);
	}

	await world.server.start();
	await phone.network.restore();
	await phone.settle();
	for (const id of [visit, session, handout]) {
		const record = await phone.record(id);
		await record.isAtStage('on_server');
		await record.isInState('pending');
		await expect(record.number).toBeVisible();
	}
	expect(figures(world.server.totals())).toEqual(figures(before));

	const desk = await world.desk('coordinator');
	await desk.returnByKey(visit, 'RR01', 'field_situation', '请写明现场人数');
	await desk.approveByKey(session);
	await desk.approveByKey(handout);
	const two = world.server.totals();
	expect(counted(two)).toBe(counted(before) + 2);

	await phone.settle();
	await phone.network.cut();
	const today = await phone.today();
	await expect(today.corrections).toHaveCount(1);
	const form = await today.correctFirst();
	await expect(form.input('situation')).toBeFocused();
	await expect(form.field('situation')).toContainText('请写明现场人数');
	await form.fill('situation', '现场24人，设有饮水点。');
	await form.save();
	await phone.network.restore();
	await phone.settle();

	expect(figures(world.server.totals())).toEqual(figures(two));
	await desk.review(visit, { corrected: true });
	await desk.approveByKey(visit);
	expect(counted(world.server.totals())).toBe(counted(before) + 3);
});
