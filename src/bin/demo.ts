/**
 * `npm run demo`: the product with its sample deployment on a database of its own. The first run loads it, every run gives
 * the sample accounts a new password and prints it; `npm start` refuses such a database.
 */
import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { m } from '#lib/i18n.ts';
import { hashPassword } from '#lib/server/accounts/password-hash.ts';
import { storePassword } from '#lib/server/accounts/set-password.ts';
import { readConfig } from '#lib/server/config.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { startServer } from '#lib/server/http/serve.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { reportSentences } from './import-sentences.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const SAMPLE = resolve(import.meta.dirname, '../sample');
const COUNTY = '361002';
/** Without 0, O, 1, l, I: it is read off a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

process.env.DATA_DIR ||= join('data', 'demo');
settings();
const reading = readConfig(process.env);
if (!reading.ok) fail(m.demo_import_failed());
const { config } = reading;

try {
	const database = openDatabase(config.databaseUrl);
	await migrate(database);
	await prepare(database);
	const password = Array.from({ length: 4 }, () => word(4)).join('-');
	const lines = await giveAccounts(database, password);
	await database.close();
	const server = await startServer(config);
	console.log(
		['', m.demo_ready({ origin: config.origin }), '', m.demo_accounts({ password }), ...lines].join('\n')
	);
	console.log(m.demo_stop_hint());
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => void server.close().then(() => process.exit(0)));
	}
} catch (error) {
	fail(startFailureText(error, config.port));
}

function word(length: number): string {
	return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** Marks an empty database as a demonstration and loads the sample; refuses one that is used in earnest. */
async function prepare(database: ServerDatabase): Promise<void> {
	const meta = await database.reader.selectFrom('meta').select('mark').executeTakeFirst();
	const account = await database.reader.selectFrom('account').select('id').executeTakeFirst();
	if (meta?.mark !== 'demo' && account) fail(m.demo_other_database());
	await database.transaction((trx) => trx.updateTable('meta').set({ mark: 'demo' }).execute());
	console.log(account ? m.demo_kept({ folder: config.dataDir }) : m.demo_importing());
	const ports = importPorts(database, shanghaiDay(new Date()), (done, all) =>
		console.log(m.import_progress({ done, all }))
	);
	const report = await runImport(database, SAMPLE, ports);
	// A kept demonstration has been worked with: what differs from the sample by now is as it should be.
	if (!account) console.log(reportSentences(report).join('\n'));
}

/** One account of each role in one county (the city's where the role is the city's), and a second volunteer. */
async function giveAccounts(database: ServerDatabase, password: string): Promise<string[]> {
	const candidates = await database.reader
		.selectFrom('grant_right')
		.innerJoin('account', 'account.id', 'grant_right.account_id')
		.select(['account.id', 'account.login', 'account.zh', 'grant_right.role', 'grant_right.region'])
		.where('grant_right.valid_to', 'is', null)
		.where('account.closed_at', 'is', null)
		.orderBy('account.id')
		.execute();
	const chosen = ['VOL', 'VOL', 'LEAD', 'LECT', 'KEEP', 'REV', 'CADM', 'AUD'].flatMap(
		(role, index, roles) => {
			const holders = candidates.filter((one) => one.role === role);
			const near = holders.filter((one) => one.region === COUNTY);
			const rank = roles.slice(0, index).filter((earlier) => earlier === role).length;
			const one = (near.length > 0 ? near : holders)[rank];
			return one ? [one] : [];
		}
	);
	const hash = await hashPassword(password);
	await database.transaction(async (trx) => {
		for (const { id } of chosen) await storePassword(trx, id, hash);
	});
	const rows = await database.reader
		.selectFrom('reference_row')
		.select(['kind', 'code', 'body'])
		.where('kind', 'in', ['region', 'codeList'])
		.execute();
	const names = new Map<string, string>();
	for (const { kind, code, body } of rows) {
		const entry = JSON.parse(body) as { zh?: string; items?: { code: string; zh: string }[] };
		if (kind === 'region') names.set(code, entry.zh ?? code);
		else if (code === 'role') for (const item of entry.items ?? []) names.set(item.code, item.zh);
	}
	return chosen.map(({ login, zh, role, region }) =>
		m.demo_account_line({
			login,
			name: zh,
			role: names.get(role) ?? role,
			region: names.get(region) ?? region
		})
	);
}
