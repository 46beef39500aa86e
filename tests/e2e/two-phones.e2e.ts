/** Two phones of one author and a coordinator: what fits together merges, what does not is decided by a person. */
import { viewIn } from './harness/review.ts';
import { VISIT } from './harness/samples.ts';
import type { Phone } from './harness/phone.ts';
import { FormPage } from './pages/form.ts';
import { expect, test } from './harness/world.ts';

async function amend(phone: Phone, id: string, path: string, value: string): Promise<void> {
	await phone.page.goto(`/records/${id}/edit`);
	const form = new FormPage(phone.page);
	await form.isShown();
	await form.fill(path, value);
	await form.save();
}

test('different fields merge, the same field waits for the coordinator', async ({ world }) => {
	const first = await world.phone('volunteer');
	const id = await first.save('visit', VISIT);
	await first.settle();
	const second = await world.phone('volunteer');
	await second.settle();

	await first.network.cut();
	await second.network.cut();
	await amend(first, id, 'peopleMet', '30');
	await amend(first, id, 'situation', '第一部手机所写');
	await amend(second, id, 'situation', '第二部手机所写');
	await amend(second, id, 'remark', '第二部手机的备注');
	await first.network.restore();
	await first.settle();
	await second.network.restore();
	await second.settle();

	const coordinator = await world.device('coordinator');
	const view = await viewIn(coordinator, 'area:361024', id);
	expect(view?.body).toMatchObject({
		peopleMet: 30,
		situation: '第一部手机所写',
		remark: '第二部手机的备注'
	});
	const fields = view?.conflicts.flatMap((conflict) => conflict.fields) ?? [];
	expect(fields).toContainEqual({
		field: 'situation',
		current: '第一部手机所写',
		proposed: '第二部手机所写'
	});
	await first.settle();
	for (const phone of [first, second]) await (await phone.record(id)).shows('第一部手机所写');

	const desk = await world.desk('coordinator');
	await desk.settleWithProposed(id, 'situation');
	for (const phone of [first, second]) {
		await phone.settle();
		await (await phone.record(id)).shows('第二部手机所写');
	}
});
