/** A town of its own for each test, whose server can be put back from a backup, an hour after another. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { uuidV7 } from '#lib/domain/ids.ts';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup } from '#lib/server/backup/restore-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { readExchange } from '#lib/storage/read-start.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { backupFolder } from './backup-file.ts';
import { Deployment, type Person } from './deployment.ts';
import { serve } from './serve-phone.ts';

const HOUR = 3_600_000;

let town: Deployment;
let folder: ReturnType<typeof backupFolder>;

/** @param take gets the town before each test */
export function eachPutBackTown(take: (opened: Deployment) => void): void {
	let remove: () => Promise<void>;
	beforeEach(async () => {
		const mine = await openTestDatabase({ empty: true });
		remove = mine.remove;
		town = await Deployment.open(mine.database);
		folder = backupFolder();
		take(town);
	});
	afterEach(async () => {
		await remove();
		folder.remove();
	});
}

/** An hour passes. */
export const later = () => (town.now = new Date(town.now.getTime() + HOUR));

/** Saves what the phone shows with these changes, as its form opens and saves it. The phone's clock says what it says. */
export async function saveChanged(phone: TestPhone, id: string, changes: object): Promise<void> {
	const record = await phone.record(id);
	const { epoch } = await readExchange(phone.databases);
	const seen = { body: record?.body, baseRev: record?.base?.rev ?? 0, epoch };
	const opId = uuidV7(town.now.getTime(), randomBytes(10));
	await phone.save('visit', { ...(record?.body as object), ...changes }, { recordId: id, opId, seen });
}

/** @returns how to put the server back to how it stands now */
export async function backUp(): Promise<() => Promise<void>> {
	const { database } = town;
	const file = folder.at(`town-${town.now.getTime()}.jsonl`);
	await writeBackup(database, file, { clock: () => town.now });
	return async () => {
		later();
		const ports = { clock: () => town.now, wait: () => Promise.reject(new Error('nobody to wait for')) };
		await restoreBackup(database, await checkBackup(file), true, ports);
		later();
	};
}

/** A phone that gets no answer to a pull while `cut.pulls` is set. */
export async function phoneWithoutPulls(
	person: Person
): Promise<{ phone: TestPhone; cut: { pulls: boolean } }> {
	const cut = { pulls: false };
	const device = town.device(person);
	const http = serve(town.database, person, device, () => town.now);
	const phone = await createTestPhone({
		...{ account: person, deviceId: device, start: town.now.getTime() },
		http: () => (request) =>
			cut.pulls && request.path.endsWith('pull') ? Promise.reject(new Error('cut')) : http(request)
	});
	return { phone, cut };
}
