/** A link as in a village: 8 kB a second, and every 20 seconds it is gone. */
import type { RecordRow } from '#lib/storage/schema.ts';
import { credentials, PEOPLE } from '../harness/accounts.ts';
import { Browser, PHONE } from '../harness/browser.ts';
import { DroppingLink } from '../harness/dropping-link.ts';
import { fillOutbox } from '../harness/fill-outbox.ts';
import { Phone } from '../harness/phone.ts';
import { VISIT } from '../harness/samples.ts';
import { expectSameAsServer } from '../harness/standings.ts';
import { freePort } from '../harness/server.ts';
import { expect, test, World } from '../harness/world.ts';

const RECORDS = 2_000;

test(`a link that drops every 20 s carries ${RECORDS} records up and down, each once`, async () => {
	test.setTimeout(900_000);
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const world = await World.start(null, { origin });
	const link = new DroppingLink(world.server.port);
	await link.open(port);
	const phone = new Phone(new Browser(origin, PHONE));
	try {
		await phone.open();
		const { login, password } = credentials('volunteer');
		await phone.signIn(login, password);
		await phone.settle();
		const before = new Set((await phone.rows<RecordRow>('records')).map(({ id }) => id));
		await phone.network.cut();
		await phone.save('visit', VISIT);
		await phone.sync();
		await fillOutbox(phone, RECORDS);
		link.become({ bytesPerSecond: 8_000, dropsEveryMillis: 20_000 });
		await phone.network.restore();
		const sync = await phone.sync();
		await expect(async () => {
			if ((await sync.sendButton.getAttribute('aria-busy')) !== 'true') await sync.sendNow();
			await expect(sync.waiting).toHaveText('0', { timeout: 5_000 });
			await expect(sync.sendButton).not.toHaveAttribute('aria-busy', 'true', { timeout: 5_000 });
			const rows = await phone.rows<Pick<RecordRow, 'id' | 'kind' | 'base' | 'laid'>>('records');
			const written = rows.filter(({ id }) => !before.has(id));
			expect(written).toHaveLength(RECORDS);
			// What the server confirmed has come back down, and nothing of the phone's own is laid over it any more.
			expect(written.filter(({ base, laid }) => base === null || laid !== undefined)).toHaveLength(0);
		}).toPass({ timeout: 800_000 });
		expect(link.drops).toBeGreaterThan(1);

		const counts = await world.rows(
			`select count(*) as operations, count(distinct record_id) as records, count(distinct op_id) as ids
				from operation where outcome = 'applied' and device_id is not null`
		);
		await expectSameAsServer(phone.page, (query) => world.rows(query), [
			'ref',
			`user:${PEOPLE.volunteer.toUpperCase()}`
		]);
		expect(counts).toEqual([{ operations: RECORDS, records: RECORDS, ids: RECORDS }]);
	} finally {
		await phone.browser.dispose();
		await link.close();
		await world.dispose();
	}
});
