import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { openDatabases } from '#lib/storage/databases.ts';
import { createFullDisk } from '#tests/phone/full-disk.ts';
import { sampleBody } from '#tests/phone/test-phone.ts';
import { openTestApp, PERSON } from './testing/open-test-app.ts';

describe('a save on a full disk', () => {
	it('waits for room with all that it asks of the database', async () => {
		const disk = createFullDisk(new IDBFactory());
		const { indexedDB, spare } = disk;
		const opened = await openDatabases(PERSON.id, { timer: { after: () => () => {} }, indexedDB, spare });
		let waits = 0;
		const pause = async () => {
			if (++waits === 2) disk.free();
		};
		const { app } = await openTestApp(undefined, undefined, { ...opened, pause });
		const { recordId, body } = await app.blank('visit');
		const full = { ...(body as object), ...sampleBody('visit') };
		// The draft's write found no room a moment before.
		disk.fill(opened);
		expect(await app.saveRecord('visit', recordId, full)).toMatchObject({ saved: true });
		expect([disk.isGiven, waits]).toEqual([true, 2]);
	});
});
