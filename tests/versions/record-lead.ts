import type { IDBFactory } from 'fake-indexeddb';
import { correctAttention } from '#lib/storage/attention.ts';
import { putDrafts } from '#lib/storage/drafts.ts';
import { setMeta, type MetaValues } from '#lib/storage/meta.ts';
import { keepReserve } from '#lib/storage/reserve.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { dayBody, visitBody, visitDraft, type Recording } from './recording.ts';
import { COORDINATOR, FAR_SCHEMA, LEAD, LECTURER, MATE, OTHER_REGION, REGION } from './town.ts';

/** Nobody on this phone ever had a right there. */
const FOREIGN_REGION = '361002';

/** The lead of a team, with every state that a record and an operation can be in. */
export async function recordLead(recording: Recording, indexedDB: IDBFactory): Promise<TestPhone> {
	const today = recording.now;
	const device = await recording.device(LEAD);
	const [lecturer, mate, coordinator] = [
		await recording.device(LECTURER),
		await recording.device(MATE),
		await recording.device(COORDINATOR)
	];
	const teamEnds = new Date(today + 1_000).toISOString();
	await recording.endRight({ account: LEAD, role: 'VOL', region: OTHER_REGION, team: null });
	await recording.endRight({ account: LEAD, role: 'LEAD', region: REGION, team: 'TM22', until: teamEnds });

	// In April, without a network, in a region whose right then ended.
	recording.now = Date.parse('2026-04-28T02:00:00.000Z');
	let phone = await recording.phone(LEAD, device, indexedDB);
	const parked = await phone.save(
		'visit',
		visitBody('宜黄工地', { region: OTHER_REGION, date: '2026-04-28' }),
		{ region: OTHER_REGION }
	);
	phone.databases.close();

	recording.now = today;
	phone = await recording.phone(LEAD, device, indexedDB);
	const far = await recording.elsewhere(lecturer, {
		...{ verb: 'create', kind: 'session', body: dayBody('session') }
	});
	await recording.elsewhere(lecturer, { verb: 'create', body: visitBody('宣讲团走访', { team: 'TM07' }) });
	const mates = await recording.elsewhere(mate, { verb: 'create', body: visitBody('别队的工地') });
	const save = (place: string, changes: Record<string, unknown> = {}) =>
		phone.save('visit', visitBody(place, { team: 'TM07', ...changes }));
	const [approved, returned, amended, pulled] = [
		await save('通过的'),
		await save('退回的', { situation: '原来的话' }),
		await save('改过的'),
		await save('收到的')
	];
	await phone.save('handout', dayBody('handout', { organisation: null, placeText: '发放点' }), { schema: 2 });
	await phone.sync();

	await recording.elsewhere(coordinator, { verb: 'approve', recordId: approved, baseRev: 1, body: {} });
	const comments = [{ field: 'situation', text: '请写明现场人数' }];
	const why = { reason: 'RR01', note: '', comments, due: '2026-07-25' };
	await recording.elsewhere(coordinator, { verb: 'return', recordId: returned, baseRev: 1, body: why });
	await recording.elsewhere(lecturer, {
		...{ verb: 'amend', kind: 'session', recordId: far, baseRev: 1, schema: FAR_SCHEMA },
		body: { ...dayBody('session'), unheardOf: true }
	});
	await phone.sync();
	await setAside(recording, phone, mates, today);
	await leaveJournal(recording, phone, pulled);
	await wait(recording, phone, { amended, approved, parked });
	await draft(phone, returned);
	await keepReserve(phone.databases, () => {});
	recording.weather = 'clear';
	return phone;
}

/** What needs attention: a team that is no longer led, a wrong region, a day to come, a record too large. */
async function setAside(recording: Recording, phone: TestPhone, mates: string, today: number): Promise<void> {
	const edit = visitBody('别队的工地', { remark: '由组长补充' });
	await putDrafts(phone.databases, [visitDraft(mates, { ...edit, remark: '还想补充' }, 1)]);
	const other = phone.newId();
	await phone.save('visit', edit, { recordId: mates, opId: other });
	await putDrafts(phone.databases, [visitDraft(mates, { ...edit, remark: '还想补充' }, 1)]);
	recording.now = today + 2_000;
	recording.weather = 'no-push';
	await phone.sync();
	recording.weather = 'clear';
	await phone.save('visit', visitBody('走错的县', { region: FOREIGN_REGION, situation: '文字还在' }), {
		region: FOREIGN_REGION
	});
	const future = await phone.save('visit', visitBody('明天的', { date: '2026-07-29' }));
	await phone.sync();
	const large = phone.newId();
	await phone.save('visit', visitBody('太大的'), { opId: large });
	await phone.store.setAside(large, 'too-big', new Date(today).toISOString());
	const refused = await phone.databases.saves.run((database) => database.attention.toArray());
	const row = refused.find((one) => one.recordId === future);
	await correctAttention(phone.databases, row?.opId ?? '', new Date(today).toISOString());
}

/** Accepted, and not yet pulled: a new record and a change of an old one. */
async function leaveJournal(recording: Recording, phone: TestPhone, pulled: string): Promise<void> {
	recording.weather = 'no-pull';
	await phone.save('visit', visitBody('刚收到的', { team: 'TM07' }));
	await phone.save('visit', visitBody('收到的', { team: 'TM07', remark: '改动刚收到' }), {
		recordId: pulled
	});
	await phone.sync();
	recording.weather = 'none';
}

/** Waits: of every kind, on new, known, approved and parked records, one in an older schema, and two on one record. */
async function wait(
	recording: Recording,
	phone: TestPhone,
	on: { amended: string; approved: string; parked: string }
): Promise<void> {
	phone.clock.advance(60_000);
	const visit = await phone.save('visit', visitBody('新的', { team: 'TM07', situation: '𠮷师傅，第一稿' }));
	const second = visitBody('新的', { team: 'TM07', situation: '𠮷师傅，第二稿' });
	await phone.save('visit', second, { recordId: visit });
	const changed = visitBody('改过的', { team: 'TM07', remark: '等着发出' });
	await phone.save('visit', changed, { recordId: on.amended });
	await phone.save('session', dayBody('session'));
	const signed = { id: recording.newId(), name: '李示安', proxy: null };
	const older = dayBody('handout', { organisation: null, placeText: '老版本', recipients: [signed] });
	await phone.save('handout', older, { schema: 1 });
	await phone.save('request', dayBody('request', { visitId: visit }));
	await phone.save('request', dayBody('request', { visitId: on.parked, region: OTHER_REGION }), {
		region: OTHER_REGION
	});
	const trip = await phone.save('trip', dayBody('trip', { team: 'TM07' }));
	await phone.save('feedback', dayBody('feedback'));
	const text = { text: '人数写错了，应为26人。' };
	await phone.save('visit', {}, { recordId: on.approved, verb: 'ask-correction', body: text });
	await phone.databases.saves.run(async (database) => {
		await setMeta(database, 'trip', trip);
		const defaults: MetaValues['defaults'] = { visit: { team: 'TM07' }, places: [] };
		await setMeta(database, 'defaults', defaults);
	});
}

/** Typed and not saved: a new record, and the answer to a return. */
async function draft(phone: TestPhone, returned: string): Promise<void> {
	const answer = visitBody('退回的', { team: 'TM07', situation: '现场24人' });
	await putDrafts(phone.databases, [
		visitDraft(phone.newId(), visitBody('写到一半', { situation: '写到一半，𠮷' }), 0),
		visitDraft(returned, answer, 2)
	]);
}
