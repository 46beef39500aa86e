/** What the server says to a person who signs in, kept on the phone. */
import type { SignedIn } from '#lib/protocol/auth.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';
import { instantOf } from './today.ts';

/** @param now Unix milliseconds */
export async function noteAnswer(databases: Databases, answer: SignedIn, now: number): Promise<void> {
	if (databases.readOnly) return;
	const { grants, grantsRev, sealing, former } = answer;
	await databases.saves.run((database) => setMeta(database, 'rights', { grants, grantsRev }));
	// A revoked phone whose erasing did not succeed is the person's again.
	await databases.saves.run((database) => database.meta.delete('revoked'));
	if (sealing) await databases.saves.run((database) => setMeta(database, 'sealing', sealing));
	if (former) await databases.saves.run((database) => setMeta(database, 'former', former));
	await noteServer(databases, answer, now);
}

/** From now on only answers of this server count. */
async function noteServer(databases: Databases, { serverId, epoch }: SignedIn, now: number): Promise<void> {
	await databases.saves.run(async (database) => {
		if (await getMeta(database, 'server')) return;
		await setMeta(database, 'server', {
			serverId,
			epoch,
			lastServerTime: '',
			serverToday: '',
			skewMillis: null,
			lastExchangeAt: instantOf(now),
			lastExchangeMillis: null
		});
	});
}
