/** The production build in two real browsers: one person records through the form, the other phone shows the list. */
import { join } from 'node:path';
import { hashPassword } from '#lib/server/accounts/password-hash.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { PEOPLE } from '#tests/e2e/harness/accounts.ts';
import { Browser, PHONE } from '#tests/e2e/harness/browser.ts';
import { Device } from '#tests/e2e/harness/device.ts';
import { Phone } from '#tests/e2e/harness/phone.ts';
import { decide, viewIn } from '#tests/e2e/harness/review.ts';
import { VISIT } from '#tests/e2e/harness/samples.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';
import { RecordsPage } from '#tests/e2e/pages/records.ts';
import { PASSWORD, startProduct, type Engine } from '../hosts.ts';
import { CountingProxy } from './counting-proxy.ts';
import type { LiveSubject } from './live-subject.ts';
import { watchList } from './watch-list.ts';

const AREA = 'area:361024';

async function openPhone(url: string): Promise<Phone> {
	const phone = new Phone(new Browser(url, PHONE));
	await watchList(await phone.open());
	await phone.signIn(PEOPLE.volunteer, PASSWORD);
	return phone;
}

export async function productLive(engine: Engine, today: string): Promise<LiveSubject> {
	const proxy = await CountingProxy.open();
	const fill = async (database: ServerDatabase) => {
		await migrate(database);
		await runImport(database, join(ROOT, 'src/sample'), importPorts(database, today));
		const password_hash = await hashPassword(PASSWORD);
		await database.transaction((trx) => trx.updateTable('account').set({ password_hash }).execute());
	};
	// Everybody comes by the one address that the server knows as its own; what is counted is the watcher alone.
	const host = await startProduct(engine, fill, proxy.url);
	proxy.lead(host.url);
	const watching = await openPhone(proxy.url);
	let writing: Phone | null = null;
	let coordinator: Device | null = null;
	await new RecordsPage(watching.page).open();
	const saved: string[] = [];
	return {
		name: 'product',
		watcher: watching.page,
		passed: () => proxy.take(),
		async save() {
			writing ??= await openPhone(proxy.url);
			const form = await writing.form('visit');
			await form.fillAll(VISIT);
			await form.answerAll();
			const key = await form.save();
			saved.push(key);
			return { key, at: await writing.page.evaluate(() => globalThis.clickedAt) };
		},
		async change() {
			const id = saved.shift() ?? '';
			if (coordinator === null) {
				coordinator = new Device(proxy.url);
				await coordinator.signIn(PEOPLE.coordinator, PASSWORD);
			}
			const view = await viewIn(coordinator, AREA, id);
			if (!view) throw new Error(`The coordinator does not see ${id}.`);
			const at = Date.now();
			await decide(coordinator, view, 'approve');
			return { key: `${id} approved`, at };
		},
		async stop() {
			for (const phone of [writing, watching]) await phone?.browser.dispose();
			await proxy.close();
			await host.stop();
		}
	};
}
