/** Unsent work on a phone, the files it writes of it, and the desk that takes them. */
import { webcrypto } from 'node:crypto';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { openDesk, type OpenDesk } from '#lib/server/desk/open-desk.ts';
import { unsentFiles, type UnsentFile } from '#lib/state/unsent-file.ts';
import { getMeta } from '#lib/storage/meta.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment } from './deployment.ts';
import { phoneOf } from './phone-of.ts';

const subtle = webcrypto.subtle as unknown as SubtleCrypto;

/** Two visits that were never sent, on the phone of `vol`. */
export async function phoneThatWaits(town: Deployment): Promise<{ phone: TestPhone; ids: string[] }> {
	const phone = await phoneOf(town, 'vol', 'vol');
	await phone.sync();
	const ids = [await phone.save('visit', body({ situation: '没发出的' })), await phone.save('visit', body())];
	return { phone, ids };
}

/** @param readable a person has agreed to files that anybody can read */
export async function filesOf(
	town: Deployment,
	phone: TestPhone,
	readable = false,
	limits?: { operations: number; bytes: number }
): Promise<readonly UnsentFile[] | null> {
	const server = await phone.databases.saves.run((database) => getMeta(database, 'server'));
	const author = {
		...{ login: 'vol', accountId: 'vol', deviceId: town.device('vol'), today: '2025-07-09' },
		...{ serverId: server?.serverId ?? null, now: town.now.toISOString() }
	};
	return unsentFiles(phone.databases, author, readable, subtle, limits);
}

/** Of the coordinator who brings them. */
export async function unsentDesk(to: Deployment): Promise<OpenDesk> {
	const account = { id: 'rev', login: 'rev', zh: 'rev', en: 'rev', team: null, closedAt: null };
	const grants = await grantsOf(to.database.reader, 'rev');
	const desk = await openDesk(to.database, { account, grants }, 'zh-CN', () => to.now);
	if (!desk) throw new Error('no desk');
	return desk;
}

export async function countRecords(town: Deployment): Promise<number> {
	return (await town.database.reader.selectFrom('record').select('id').execute()).length;
}
