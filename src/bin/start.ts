/** `npm start`: the production server. Checks its settings, brings the schema up to date, listens until it is told to stop. */
import './lean-heap.ts';
import { m } from '#lib/i18n.ts';
import { openStores } from '#lib/server/attachments/open-stores.ts';
import { asStoreFailure } from '#lib/server/attachments/store-trouble.ts';
import { storeTroubleText } from '#lib/server/attachments/store-trouble-text.ts';
import { firstAdministratorLink } from '#lib/server/accounts/first-administrator.ts';
import { ClockGuard } from '#lib/server/clock-guard.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { startServer } from '#lib/server/http/serve.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const config = settings();
const server = await (async () => {
	const database = openDatabase(config.databaseUrl);
	await migrate(database);
	const meta = await database.reader.selectFrom('meta').select('mark').executeTakeFirst();
	if (meta?.mark === 'demo') fail(m.start_demo_database());
	const link = await firstAdministratorLink(database, { now: () => Date.now() });
	const now = new Date();
	const guard = await ClockGuard.read(database);
	if (guard.isBehind(now)) {
		console.error(m.start_clock_behind({ now: now.toISOString(), newest: guard.newest }));
	}
	await database.close();
	const running = await startServer(config);
	console.log(m.start_ready({ origin: config.origin }));
	if (link !== null) console.log(m.start_setup_link({ link: `${config.origin}${link}` }));
	// Said when it is known: a store that does not answer keeps nobody waiting.
	void openStores(config)
		.files.check()
		.catch((error: unknown) => {
			const reason = storeTroubleText(asStoreFailure(error).trouble);
			console.error(m.start_photo_store({ reason }));
		});
	return running;
})().catch((error: unknown) => fail(startFailureText(error, config.port)));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		if (stopping) process.exit(1);
		stopping = true;
		console.log(m.start_stopping());
		void server.close().then(() => process.exit(0));
	});
}
