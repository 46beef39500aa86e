/** A link as in a village: 8 kB a second, and every 20 seconds it is gone. */
import { join } from 'node:path';
import { credentials, sampleFolder } from '../harness/accounts.ts';
import { PHONE } from '../harness/browser.ts';
import { DroppingLink } from '../harness/dropping-link.ts';
import { fillOutbox } from '../harness/fill-outbox.ts';
import { Phone } from '../harness/phone.ts';
import { VISIT } from '../harness/samples.ts';
import { freePort, Server } from '../harness/server.ts';
import { Browser } from '../harness/browser.ts';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';

const RECORDS = 2_000;

test(`a link that drops every 20 s carries ${RECORDS} records up and down, each once`, async () => {
	test.setTimeout(900_000);
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const server = await Server.start({ from: join(sampleFolder(), 'data'), origin });
	const link = new DroppingLink(server.port);
	await link.open(port);
	const phone = new Phone(new Browser(origin, PHONE));
	try {
		await phone.open();
		const { login, password } = credentials('volunteer');
		await phone.signIn(login, password);
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
			const records = await phone.rawTables();
			const rows =
				Object.entries(records).find(([name]) => /liangfeng-U\d+\/records$/.test(name))?.[1] ?? '[]';
			const unconfirmed = (JSON.parse(rows) as { stage: string; laid?: unknown }[]).filter(
				(row) => row.laid !== undefined
			);
			expect(unconfirmed).toHaveLength(0);
		}).toPass({ timeout: 800_000 });
		expect(link.drops).toBeGreaterThan(1);

		const database = new Database(join(server.dataDir, 'liangfeng.sqlite'), { readonly: true });
		const counts = database
			.prepare(
				`select count(*) as operations, count(distinct record_id) as records, count(distinct op_id) as ids
				from operation where outcome = 'applied' and device_id is not null`
			)
			.get();
		database.close();
		expect(counts).toEqual({ operations: RECORDS, records: RECORDS, ids: RECORDS });
	} finally {
		await phone.browser.dispose();
		await link.close();
		await server.dispose();
	}
});
