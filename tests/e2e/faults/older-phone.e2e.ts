/** Today's app over a database that an older version left, in a real browser that dies in the middle of the upgrade. */
import type { Operation } from '#lib/domain/operation.ts';
import { layDatabases } from '#tests/versions/copy-databases.ts';
import { nameOf, storedPhones, type StoredPhone } from '#tests/versions/stored-phone.ts';
import { credentials, PEOPLE } from '../harness/accounts.ts';
import { PHONE } from '../harness/browser.ts';
import { Phone } from '../harness/phone.ts';
import { text } from '../harness/texts.ts';
import { expect, test, type World } from '../harness/world.ts';
import { RecordsPage } from '../pages/records.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { SyncPage } from '../pages/sync.ts';
import { TodayPage } from '../pages/today.ts';

const ACCOUNT = PEOPLE.volunteer.toUpperCase();
/** Milliseconds after the app began to load at which the browser dies. */
const MOMENTS = [30, 90, 150, 220, 300, 400];

/** The copy as it is on a phone of this deployment: its server is the one that is there. */
async function copyFor(world: World, { databases }: StoredPhone): Promise<StoredPhone['databases']> {
	const [server] = await world.rows<{ server_id: string; epoch: number }>(
		'select server_id, epoch from meta'
	);
	const here = (row: Readonly<Record<string, unknown>>) =>
		row['key'] === 'server'
			? { ...row, value: { ...(row['value'] as object), serverId: server?.server_id, epoch: server?.epoch } }
			: row;
	return databases.map((database) => ({
		...database,
		stores: database.stores.map((store) =>
			store.name === 'meta' ? { ...store, rows: store.rows.map(here) } : store
		)
	}));
}

/** Through the app's own bar: on a phone of several persons a page that is loaded anew asks who is there. */
async function to(phone: Phone, key: string): Promise<void> {
	const bar = phone.page.getByRole('navigation', { name: text('nav_label'), exact: true });
	await bar.getByRole('link', { name: text(key) }).click();
}

for (const stored of storedPhones()) {
	test(`${nameOf(stored)}: opened by today's app through ${MOMENTS.length} kills, all of it there and sent once`, async ({
		world
	}) => {
		const seen = stored.seen[ACCOUNT];
		if (!seen) throw new Error(`The copy has no ${ACCOUNT}.`);
		const phone = new Phone(world.browser(PHONE, { lasting: true }));
		await phone.open();
		await phone.page.goto('/api/health');
		await phone.page.evaluate(layDatabases, await copyFor(world, stored));
		for (const moment of MOMENTS) {
			void phone.page.goto('/').catch(() => undefined);
			await new Promise((wake) => setTimeout(wake, moment));
			await phone.killAndReopen();
		}

		await phone.page.goto('/');
		// Several persons are on it: it asks who is there.
		await phone.page.getByRole('button', { name: ACCOUNT.toLowerCase() }).click();
		await new TodayPage(phone.page).isShown();
		const records = new RecordsPage(phone.page);
		await records.open();
		await expect(records.rows).toHaveCount(seen.records.length);
		await to(phone, 'nav_sync');
		const sync = new SyncPage(phone.page);
		await expect(sync.waiting).toHaveText(String(seen.counts.waiting));
		const tables = await phone.rawTables();
		const outbox = JSON.parse(tables[`liangfeng-${ACCOUNT}/outbox`] ?? '[]') as Operation[];
		const aside = new Set(seen.attention.map(({ opId }) => opId));
		const owed = seen.unsent.filter((one) => !aside.has((JSON.parse(one) as Operation).opId));
		expect(outbox).toHaveLength(owed.length);
		expect(JSON.parse(tables[`liangfeng-${ACCOUNT}/drafts`] ?? '[]')).toHaveLength(seen.drafts.length);

		const { login, password } = credentials('volunteer');
		await phone.page.goto('/sign-in');
		await new SignInPage(phone.page).signIn(login, password);
		await to(phone, 'nav_sync');
		await expect(sync.waiting).toHaveText('0', { timeout: 60_000 });
		const kept = await world.rows<{ raw: string }>(
			`select raw from operation where op_id in ('${owed
				.map((one) => (JSON.parse(one) as Operation).opId)
				.join("','")}') order by n`
		);
		expect(kept.map(({ raw }) => raw)).toEqual(owed);
	});
}
