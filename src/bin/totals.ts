/**
 * `npm run totals -- [--json] [--volumes]`: the figures of the whole database, by the code of the desk's overview.
 * `--check` compares them and the stock with the records, and the photos with their store, of which it reads only the list
 * (exit 1 where they differ or a photo is missing), `--mend` counts them anew while no server
 * runs; of the stock that are the sums, for its ledger is never written again.
 */
import { parseArgs } from 'node:util';
import { m } from '#lib/i18n.ts';
import { BackupStop } from '#lib/server/backup/backup-stop.ts';
import { readHolders, refuseHeld, watchHolders } from '#lib/server/backup/find-holders.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { checkFigures } from '#lib/server/figures/check-figures.ts';
import { rebuildFigures } from '#lib/server/figures/rebuild-figures.ts';
import { checkStock } from '#lib/server/stock/check-stock.ts';
import { rebuildStock } from '#lib/server/stock/rebuild-stock.ts';
import { totals, volumes, type Totals } from '#lib/server/figures/totals.ts';
import { backupStopSentence } from './backup-sentences.ts';
import { missingPhotos } from './missing-photos.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const config = settings();
const wanted = readArguments();
try {
	const database = openDatabase(config.databaseUrl);
	await migrate(database);
	if (wanted.mend) await mend(database);
	if (wanted.check || wanted.mend) await check(database);
	const missing = wanted.check ? await missingPhotos(config, database) : 0;
	const text = await database.snapshot(async (trx) => {
		if (wanted.check || wanted.mend) return m.totals_checked();
		if (wanted.volumes) return JSON.stringify(await volumes(trx), null, 1);
		const figures = await totals(trx);
		return wanted.json ? JSON.stringify(figures, null, 1) : sentences(figures).join('\n');
	});
	await database.close();
	console.log(text);
	if (missing > 0) fail(m.totals_photos_missing({ n: missing }), 1);
} catch (error) {
	fail(error instanceof BackupStop ? backupStopSentence(error) : startFailureText(error, config.port));
}

/** Figures and stock against the records, in one snapshot: fails where one of them differs. */
async function check(database: ServerDatabase): Promise<void> {
	const found = await database.snapshot(async (trx) => {
		const figures = await checkFigures(trx);
		const stock = await checkStock(trx);
		return [
			...figures.map(({ key, kept, counted }) => [key, ...kept, '≠', ...counted].join(' ')),
			...stock.map(({ key, kept, counted }) => `${key} ${kept} ≠ ${counted}`)
		];
	});
	for (const line of found.slice(0, 20)) console.log(line);
	if (found.length > 0) fail(m.totals_faults({ n: found.length }), 1);
}

async function mend(database: ServerDatabase): Promise<void> {
	const wait = (millis: number) => new Promise<void>((wake) => setTimeout(wake, millis));
	const gone = await watchHolders(database.reader, { wait });
	await database.transaction(async (trx) => {
		refuseHeld(gone, await readHolders(trx));
		await rebuildFigures(trx);
		await rebuildStock(trx);
	});
}

function readArguments(): Record<'json' | 'volumes' | 'check' | 'mend', boolean> {
	const option = { type: 'boolean', default: false } as const;
	try {
		return parseArgs({ options: { json: option, volumes: option, check: option, mend: option } }).values;
	} catch {
		fail(m.totals_usage());
	}
}

function sentences({ sessions, handouts, visits, historical_performances: history }: Totals): string[] {
	return [
		m.totals_note(),
		m.totals_sessions({
			n: sessions.count,
			online: sessions.online_only,
			people: sessions.offline_person_times,
			views: sessions.online_views,
			named: sessions.named_signins
		}),
		m.totals_handouts({
			n: handouts.records,
			stations: handouts.station_resupply_records,
			times: handouts.person_times,
			persons: handouts.distinct_persons,
			fresh: handouts.new_form_person_times,
			value: handouts.value_cny.toFixed(2)
		}),
		m.totals_visits({
			n: visits.records,
			people: visits.people_met,
			households: visits.households,
			requests: visits.appeals
		}),
		m.totals_beside({
			pending: visits.by_review['pending'] ?? 0,
			returned: visits.by_review['returned'] ?? 0
		}),
		m.totals_history({ shows: history.shows, people: history.person_times })
	];
}
