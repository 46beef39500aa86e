/** `npm run totals -- [--json] [--volumes]`: the figures of the whole database, by the code of the desk's overview. */
import { parseArgs } from 'node:util';
import { m } from '#lib/i18n.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { totals, volumes, type Totals } from '#lib/server/figures/totals.ts';
import { fail, settings, startFailureText } from './terminal.ts';

const config = settings();
const wanted = readArguments();
try {
	const database = openDatabase(config.databaseUrl);
	await migrate(database);
	const text = await database.snapshot(async (trx) => {
		if (wanted.volumes) return JSON.stringify(await volumes(trx), null, 1);
		const figures = await totals(trx);
		return wanted.json ? JSON.stringify(figures, null, 1) : sentences(figures).join('\n');
	});
	await database.close();
	console.log(text);
} catch (error) {
	fail(startFailureText(error, config.port));
}

function readArguments(): { json: boolean; volumes: boolean } {
	try {
		const { values } = parseArgs({ options: { json: { type: 'boolean' }, volumes: { type: 'boolean' } } });
		return { json: values.json ?? false, volumes: values.volumes ?? false };
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
