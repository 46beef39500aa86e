/** Refused work that is corrected after others have changed its record: nothing of theirs is put back. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFromDraft } from '#field/form-start.ts';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { restoreBackup } from '#lib/server/backup/restore-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { correctAttention } from '#lib/storage/attention.ts';
import { getDraft } from '#lib/storage/drafts.ts';
import { readExchange } from '#lib/storage/read-start.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { backupFolder } from './backup-file.ts';
import { body, Deployment, newId, OTHER_REGION, REGION } from './deployment.ts';
import { phoneOf } from './phone-of.ts';

const HOUR = 3_600_000;

let mine: TestDatabase;
let town: Deployment;
let folder: ReturnType<typeof backupFolder>;
beforeEach(async () => {
	mine = await openTestDatabase({ empty: true });
	town = await Deployment.open(mine.database);
	folder = backupFolder();
});
afterEach(async () => {
	await mine.remove();
	folder.remove();
});

const later = () => (town.now = new Date(town.now.getTime() + HOUR));
const first = body({ situation: '第一稿', remark: '', peopleMet: 3 });

async function write(phone: TestPhone, recordId: string, change: object): Promise<void> {
	phone.clock.set(later().getTime());
	const record = await phone.record(recordId);
	await phone.save('visit', { ...(record?.body as object), ...change }, { recordId, opId: newId() });
}

async function takeUp(phone: TestPhone): Promise<void> {
	const [refused] = await phone.databases.saves.run((database) => database.attention.toArray());
	await correctAttention(phone.databases, refused?.opId ?? '', town.now.toISOString());
}

/** As its form opens a kept draft and saves it. */
async function correct(phone: TestPhone, recordId: string, change: object): Promise<void> {
	const kept = await getDraft(phone.databases, 'visit', recordId);
	if (!kept) throw new Error('no draft');
	const start = startFromDraft(kept);
	const now = await readExchange(phone.databases);
	const seen = { body: start.before, baseRev: start.baseRev, epoch: start.epoch ?? now.epoch };
	phone.clock.set(later().getTime());
	await phone.save('visit', { ...(start.body as object), ...change }, { recordId, opId: newId(), seen });
}

const conflicts = () => mine.database.reader.selectFrom('conflict').select('fields').execute();

it('keeps what a colleague wrote after it', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await phone.sync();
	await takeUp(phone);
	await correct(phone, id, { region: REGION });
	// On the phone at once as the server will have it.
	expect((await phone.record(id))?.body).toMatchObject({ situation: '第二稿', remark: '队员改的' });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的' });
	expect([await conflicts(), (await phone.store.counts()).attention]).toEqual([[], 0]);
});

it('asks a coordinator where both wrote in one field', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await town.act('vol', 'amend', id, 1, { ...first, situation: '队员第二稿' });
	await phone.sync();
	await takeUp(phone);
	await correct(phone, id, { region: REGION });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '队员第二稿' });
	expect(await conflicts()).toMatchObject([{ fields: expect.stringContaining('第二稿') as string }]);
});

it('keeps what its own person wrote after it', async () => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await write(phone, id, { remark: '后来写的', region: REGION });
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 1 });
	await takeUp(phone);
	await correct(phone, id, { region: REGION, peopleMet: 9 });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '后来写的', peopleMet: 9 });
	expect(await conflicts()).toEqual([]);
});

it.each(['before', 'after'])('nor after a restore, taken up %s it', async (when) => {
	const id = newId();
	await town.act('vol', 'create', id, 0, first);
	const file = folder.at('town.jsonl');
	await writeBackup(mine.database, file, { clock: () => town.now });
	await town.act('vol', 'amend', id, 1, { ...first, peopleMet: 9 });
	const phone = await phoneOf(town, 'lead', 'lead');
	await phone.sync();
	await write(phone, id, { situation: '第二稿', region: OTHER_REGION });
	await phone.sync();
	if (when === 'before') await takeUp(phone);

	later();
	const ports = { clock: () => town.now, wait: () => Promise.reject(new Error('nobody to wait for')) };
	await restoreBackup(mine.database, await checkBackup(file), true, ports);
	later();
	await town.act('vol', 'amend', id, 1, { ...first, remark: '队员改的' });
	await phone.sync();
	if (when === 'after') await takeUp(phone);
	await correct(phone, id, { region: REGION });
	await phone.sync();
	expect(await town.bodyOf(id)).toMatchObject({ situation: '第二稿', remark: '队员改的', peopleMet: 9 });
	expect([await conflicts(), (await phone.store.counts()).attention]).toEqual([[], 0]);
});
