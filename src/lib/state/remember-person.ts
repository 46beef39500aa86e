/** Notes on this phone whom the server knows by their password or code, with all that was noted of them before. */
import type { SignedIn } from '#lib/protocol/auth.ts';
import type { PersonRow } from '#lib/storage/schema.ts';
import { finishErasing } from './erase.ts';
import type { PhonePorts } from './phone-ports.ts';
import { instantOf } from './today.ts';

export async function rememberPerson(
	{ account, grants, grantsRev }: SignedIn,
	deviceId: string,
	ports: PhonePorts
): Promise<PersonRow> {
	const { clock, store } = ports;
	// What was to go does not come back with the person.
	if ((await store.get(account.id))?.erasing) await finishErasing(account.id, ports);
	const before = await store.get(account.id);
	const row: PersonRow = {
		pin: null,
		pinFailures: 0,
		pinWaitUntil: null,
		waiting: 0,
		...before,
		...account,
		deviceId,
		grants,
		grantsRev,
		lastUsed: instantOf(clock.now()),
		signedIn: true,
		sessionTrouble: null,
		erasing: false
	};
	await store.put(row);
	return row;
}
