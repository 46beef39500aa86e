/**
 * What the screens of records read, of a phone that holds many: each list, searches, the first screen. `fresh`: the first
 * time that a page asks; `again`: while it stays open. And the search of places.
 */
import { ReferenceCache } from '#lib/storage/reference.ts';
import { browserClock } from '#lib/state/ports.ts';
import { createReadBody } from '#lib/state/kinds.ts';
import { createPlaceSearch } from '#lib/state/place-search.ts';
import { erasePerson, openDatabases } from '#lib/storage/databases.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import type { RecordFilter } from '#lib/storage/lists/record-filter.ts';
import { buildRow, NO_WORK } from '#lib/storage/record-row.ts';
import type { RecordRow } from '#lib/storage/schema.ts';
import type { Handout } from '../handouts.ts';
import { allKinds } from './read-body.ts';
import { freshHandouts } from './records.ts';

const PERSON = 'bench-lists';
const STATES = ['approved', 'approved', 'pending', 'archived', 'approved', 'returned'] as const;
const RARE = '凉亭风扇';

const open = () => openDatabases(PERSON, { timer: browserClock });

function reference(): ReferenceCache {
	const cache = new ReferenceCache();
	cache.put(globalThis.patterns.names ?? []);
	return cache;
}

/** A record that came with a pull, every other one somebody else's, one in 500 with a rare remark. */
function pulledRow({ id, ...body }: Handout, at: number, read: ReturnType<typeof createReadBody>): RecordRow {
	const recordedAt = `${body.date}T02:${String(at % 60).padStart(2, '0')}:00.000Z`;
	const recorder = at % 2 === 0 ? PERSON : 'somebody';
	const wanted = at % 997 === 0 ? ('voided' as const) : (STATES[at % STATES.length] ?? 'approved');
	const state = wanted === 'returned' && at % 60 > 0 ? ('approved' as const) : wanted;
	const no = `QL-361024-2026-${String(at).padStart(6, '0')}`;
	const words = at % 500 === 7 ? { ...body, remark: RARE } : body;
	const base = {
		...{
			kind: 'handout',
			id,
			rev: 1,
			schema: 2,
			state: state === 'returned' && at % 60 ? 'approved' : state,
			no
		},
		...{ legacyNo: null, region: body.region, recorder, recorderName: '何示云', recordedAt },
		...{ receivedAt: recordedAt, corrected: false, body: words, flags: [], decision: null, conflicts: [] },
		history: []
	};
	const row = buildRow(id, base, NO_WORK, { [`user:${PERSON}`]: { rev: 1, mark: 1 } }, read, PERSON);
	if (!row) throw new Error('No row.');
	return row;
}

async function fill(count: number): Promise<void> {
	await erasePerson(PERSON);
	const read = createReadBody(allKinds, reference());
	const databases = await open();
	// As pages of a pull bring them: in the order in which they were taken in, which is about that of their days.
	const handouts = freshHandouts(count, 1).sort((one, other) => (one.date < other.date ? -1 : 1));
	for (let from = 0; from < count; from += 500) {
		const rows = handouts.slice(from, from + 500).map((one, at) => pulledRow(one, from + at, read));
		await databases.pulls.run((database) =>
			database.transaction('rw', database.records.tables, async () => {
				await database.records.put(rows, await database.records.place(rows.map(({ id }) => id)));
			})
		);
	}
	databases.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}

function filters(): Record<string, RecordFilter> {
	const [{ team } = { team: null }] = freshHandouts(1, 1);
	return {
		'list of a team': { own: false, team: team ?? '' },
		'list of all own': {},
		'list of a kind': { kind: 'handout' },
		'list of a state': { state: 'approved' },
		'list of a stage': { stage: 'on-phone' },
		'list of a kind and state': { kind: 'handout', state: 'pending' },
		'search by a common word': { text: '矿泉水' },
		'search by a rare word': { text: RARE },
		'search by number': { text: 'ql-361024-2026-000' },
		'search by pinyin initials': { text: 'cyr' },
		'search by two words': { text: '矿泉水 崇仁' }
	};
}

async function measure(times: number): Promise<Record<string, number[]>> {
	const figures: Record<string, number[]> = {};
	const keep = (name: string, millis: number) => (figures[name] ??= []).push(millis);
	for (let run = 0; run < times; run++) {
		for (const [name, filter] of Object.entries(filters())) {
			const databases = await open();
			const ask = () => databases.saves.run((database) => findRecords(database, { limit: 50, ...filter }));
			keep(`${name}, fresh`, await timed(ask));
			keep(`${name}, again`, await timed(ask));
			databases.close();
		}
		const opened = await timed(async () => {
			const databases = await open();
			const day = { date: globalThis.patterns.today, limit: 20, counted: false };
			await databases.saves.run(async (database) => {
				await findRecords(database, day);
				await database.records.with('state', ['returned']);
			});
			databases.close();
		});
		keep('reopen to the first screen', opened);
	}
	return figures;
}

/** One list of 7,700 places, asked for letter by letter. */
function places(count: number): Record<string, number[]> {
	const cache = reference();
	const names = cache.all('organisation');
	const codes = Array.from({ length: count - names.length }, (_, at) => {
		const [one, other] = [names[at % names.length], names[(at * 7) % names.length]];
		if (!one || !other) throw new RangeError('No names.');
		const [zh, pinyin, initials] = [
			one.zh + other.zh,
			one.pinyin + other.pinyin,
			one.initials + other.initials
		];
		return { kind: 'organisation', code: `B${at}`, body: { ...one, code: `B${at}`, zh, pinyin, initials } };
	});
	cache.put(codes);
	const figures: Record<string, number[]> = {};
	const note = (name: string, work: () => void) => {
		const begun = performance.now();
		work();
		(figures[name] ??= []).push(performance.now() - begun);
	};
	for (let run = 0; run < 11; run++) {
		let search = createPlaceSearch(cache);
		note('places: first letter after opening', () => void (search = createPlaceSearch(cache)).find('c'));
		for (const query of ['c', 'cr', 'crx', 'chongren', '崇仁', '总工会', 'zgh', 'union', ''])
			note(`places: ${query || 'nothing typed'}`, () => void search.find(query, { region: '361024' }));
	}
	return figures;
}

globalThis.lists = { fill, measure, places };

declare global {
	var lists: { readonly fill: typeof fill; readonly measure: typeof measure; readonly places: typeof places };
}
