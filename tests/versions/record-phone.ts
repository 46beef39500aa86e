/**
 * A phone of today's app with everything on it that a phone can hold: three persons, one behind a PIN; drafts; work that
 * waits, was accepted, parked, refused, set aside; records of several scopes, returned, approved, of a far future; photos,
 * stock, a lent roster and its persons. Made by the real storage, the real engine and the real server.
 */
import { IDBFactory } from 'fake-indexeddb';
import { hashPin } from '#lib/state/pin.ts';
import { openPhoneStore } from '#lib/storage/phone-store.ts';
import { PERSON_VERSION, PHONE_VERSION, type PersonRow } from '#lib/storage/schema.ts';
import { createRandom } from '#tests/phone/test-phone.ts';
import { copyDatabases } from './copy-databases.ts';
import { recordKeeper } from './record-keeper.ts';
import { recordLead } from './record-lead.ts';
import { recordVolunteer } from './record-volunteer.ts';
import { Recording } from './recording.ts';
import { lookAt } from './seen.ts';
import type { StoredPhone } from './stored-phone.ts';
import { KEEPER, KEEPER_TEAM, LEAD, VOLUNTEER } from './town.ts';

const PIN = '2468';

const person = (
	parts: Pick<PersonRow, 'id' | 'zh' | 'team' | 'deviceId' | 'pin' | 'lastUsed' | 'waiting'>
): PersonRow => ({
	...{ ...parts, login: parts.id.toLowerCase(), en: parts.id, grants: [], grantsRev: 1 },
	...{ pinFailures: 0, pinWaitUntil: null, signedIn: true, sessionTrouble: null }
});

export async function recordPhone(): Promise<StoredPhone> {
	const indexedDB = new IDBFactory();
	const recording = await Recording.begin();
	try {
		const volunteer = await recordVolunteer(recording, indexedDB);
		const lead = await recordLead(recording, indexedDB);
		const keeper = await recordKeeper(recording, indexedDB);
		const seen = {
			[VOLUNTEER]: await lookAt(volunteer.databases),
			[LEAD]: await lookAt(lead.databases),
			[KEEPER]: await lookAt(keeper.databases)
		};
		const deviceOf = (account: string) =>
			Object.entries(recording.devices).find(([, owner]) => owner === account)?.[0] ?? '';
		const store = await openPhoneStore({ timer: { after: () => () => {} }, indexedDB });
		const pin = await hashPin(PIN, createRandom(11).bytes(16));
		await store.put(
			person({
				...{ id: LEAD, zh: '邓示明', team: 'TM07', deviceId: deviceOf(LEAD), pin },
				...{ lastUsed: '2026-07-20T00:30:00.000Z', waiting: seen[LEAD]?.counts.waiting ?? 0 }
			})
		);
		await store.put(
			person({
				...{ id: VOLUNTEER, zh: '程示柏', team: 'TM22', deviceId: deviceOf(VOLUNTEER), pin: null },
				...{ lastUsed: '2026-07-20T01:00:00.000Z', waiting: seen[VOLUNTEER]?.counts.waiting ?? 0 }
			})
		);
		await store.put(
			person({
				...{ id: KEEPER, zh: '高示安', team: KEEPER_TEAM, deviceId: deviceOf(KEEPER), pin: null },
				...{ lastUsed: '2026-07-20T01:00:00.000Z', waiting: seen[KEEPER]?.counts.waiting ?? 0 }
			})
		);
		store.close();
		for (const one of [volunteer, lead, keeper]) one.databases.close();
		return {
			person: PERSON_VERSION,
			phone: PHONE_VERSION,
			databases: await copyDatabases(indexedDB),
			seen,
			pins: { [LEAD]: PIN },
			server: await recording.server()
		};
	} finally {
		await recording.end();
	}
}
