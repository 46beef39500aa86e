import type { IDBFactory } from 'fake-indexeddb';
import { setMeta } from '#lib/storage/meta.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { visitBody, type Recording } from './recording.ts';
import { OTHER_REGION, VOLUNTEER } from './town.ts';

/**
 * The volunteer: accepted and parked work of which the server lost the last day, put back to wait; new work beside it; the
 * notice of an earlier phone. No PIN.
 */
export async function recordVolunteer(recording: Recording, indexedDB: IDBFactory): Promise<TestPhone> {
	const today = recording.now;
	const device = await recording.device(VOLUNTEER);
	await recording.endRight({ account: VOLUNTEER, role: 'VOL', region: OTHER_REGION, team: null });
	recording.now = Date.parse('2026-04-28T02:00:00.000Z');
	let phone = await recording.phone(VOLUNTEER, device, indexedDB);
	const inApril = visitBody('宜黄的四月', { region: OTHER_REGION, date: '2026-04-28' });
	await phone.save('visit', inApril, { region: OTHER_REGION });
	phone.databases.close();
	recording.now = today;
	phone = await recording.phone(VOLUNTEER, device, indexedDB);
	await phone.save('visit', visitBody('北门工地', { situation: '服务器丢了这一天。' }));
	await phone.save('visit', visitBody('南门工地'));
	await phone.sync();
	await recording.loseEverything();
	recording.weather = 'no-push';
	await phone.sync();
	recording.weather = 'none';
	await phone.save('visit', visitBody('西门工地', { remark: '还没有发出。' }));
	await phone.databases.saves.run((database) =>
		setMeta(database, 'former', {
			unsent: 2,
			oldest: '2026-06-30T08:00:00.000Z',
			seenAt: '2026-07-01T00:00:00.000Z'
		})
	);
	recording.weather = 'clear';
	return phone;
}
