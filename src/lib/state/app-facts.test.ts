import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { sampleBody } from '#tests/phone/test-phone.ts';
import type { StorageHealth } from './contract.ts';
import { openTestApp } from './testing/open-test-app.ts';

const HEALTH: StorageHealth = { usedBytes: 1, freeBytes: 2, persistent: true };

it('says of a save that came while the storage was measured that it waits', async () => {
	let measured = () => {};
	let isSlow = false;
	const measureStorage = (): Promise<StorageHealth> =>
		isSlow ? new Promise((settle) => (measured = () => settle(HEALTH))) : Promise.resolve(HEALTH);
	const { app } = await openTestApp(undefined, undefined, undefined, { measureStorage });
	await vi.waitFor(() => expect(app.status.allSent).toBe(true));
	isSlow = true;
	const refreshed = app.refresh();
	const { recordId } = await app.blank('visit');
	await app.saveRecord('visit', recordId, { ...sampleBody('visit'), date: app.today });
	await vi.waitFor(() => expect(app.status.waiting).toBe(1));
	measured();
	await refreshed;
	expect(app.status).toMatchObject({ waiting: 1, allSent: false });
});
