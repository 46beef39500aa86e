/** Saving, listing, searching and reopening on the phone alone, each beside the same rows through bare IndexedDB. */
import { uuidV7 } from '#lib/domain/ids.ts';
import { browserClock, browserRandomness } from '#lib/state/ports.ts';
import { erasePerson, openDatabases, type Databases } from '#lib/storage/databases.ts';
import { findRecords } from '#lib/storage/lists/find-records.ts';
import { buildRow, NO_WORK } from '#lib/storage/record-row.ts';
import { personDatabaseName, type RecordRow } from '#lib/storage/schema.ts';
import { saveWork } from '#lib/storage/save-work.ts';
import { answer, finished, newestRows, openBare } from './bare.ts';
import { readBody } from './read-body.ts';
import { freshHandouts } from './records.ts';
import { WORD } from './searchable.ts';

type Pair = { product: number[]; floor: number[] };

const OURS = 'bench-product';
const BARE = 'bench-floor';
const open = (person: string) => openDatabases(person, { timer: browserClock });

/** A record that came with a pull long ago. */
function pulledRow({ id, ...body }: ReturnType<typeof freshHandouts>[number], person: string): RecordRow {
	const at = `${body.date}T02:00:00.000Z`;
	const base = {
		...{ kind: 'handout', id, rev: 1, schema: 1, state: 'approved' as const, no: `QL-${id.slice(-12)}` },
		...{ legacyNo: null, region: body.region, recorder: person, recorderName: '何示云', recordedAt: at },
		...{ receivedAt: at, corrected: false, body, flags: [], decision: null, conflicts: [], history: [] }
	};
	const memberships = { [`user:${person}`]: { rev: 1, mark: 1 } };
	const row = buildRow(id, base, NO_WORK, memberships, readBody, person);
	if (!row) throw new Error('No row.');
	return row;
}

async function fillBoth(count: number): Promise<void> {
	for (const person of [OURS, BARE]) {
		await erasePerson(person);
		const databases = await open(person);
		for (let from = 0; from < count; from += 5_000) {
			const rows = freshHandouts(Math.min(5_000, count - from), from + 1).map((one) =>
				pulledRow(one, person)
			);
			await databases.pulls.run((database) =>
				// The bare script reads and writes rows that stand by themselves.
				person === BARE
					? database.records.alone.bulkPut(rows).then(() => undefined)
					: database.transaction('rw', database.records.tables, async () => await database.records.put(rows))
			);
		}
		databases.close();
	}
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}

/** The two in turns, so that what the machine does meanwhile falls on both. */
async function inTurns(
	times: number,
	ours: () => Promise<unknown>,
	bare: () => Promise<unknown>
): Promise<Pair> {
	const pair: Pair = { product: [], floor: [] };
	for (let run = 0; run < times; run++) {
		if (run % 2 === 0) pair.product.push(await timed(ours));
		pair.floor.push(await timed(bare));
		if (run % 2 === 1) pair.product.push(await timed(ours));
	}
	return pair;
}

/** One record saved; the bare transaction writes the very rows that the product's save has left. */
async function saves(databases: Databases, bare: IDBDatabase, strict: boolean, times: number): Promise<Pair> {
	const used = strict ? databases : { ...databases, saves: databases.pulls };
	const bodies = freshHandouts(times * 2, Date.now() % 1e6);
	const ours = () => {
		const { id, ...body } = bodies.pop() ?? { id: '', region: '' };
		const opId = uuidV7(Date.now(), browserRandomness.bytes(10));
		const at = new Date().toISOString();
		const rest = { verb: 'put' as const, kind: 'handout', region: body.region, schema: 1, body };
		return saveWork(used, [{ opId, at, recordId: id, ...rest }], readBody);
	};
	await ours();
	const [operation] = await databases.pulls.run((database) => database.outbox.limit(1).toArray());
	const row = await databases.pulls.run((database) => database.records.get(operation?.recordId ?? ''));
	let n = 0;
	return inTurns(times, ours, async () => {
		const durability = strict ? ('strict' as const) : ('relaxed' as const);
		const stores = ['records', 'outbox', 'drafts', 'meta'];
		const transaction = bare.transaction(stores, 'readwrite', { durability });
		const [id, opId] = [uuidV7(Date.now(), browserRandomness.bytes(10)), crypto.randomUUID()];
		transaction.objectStore('records').put({ ...row, id });
		transaction.objectStore('outbox').add({ ...operation, opId, recordId: id, n: ++n });
		transaction.objectStore('drafts').delete(`handout:${id}`);
		transaction.objectStore('meta').put({ key: 'counter', value: n });
		await finished(transaction);
	});
}

async function measure(count: number, times: number): Promise<Record<string, Pair>> {
	await fillBoth(count);
	const [databases, other] = [await open(OURS), await open(BARE)];
	other.close();
	const bare = await openBare(personDatabaseName(BARE));
	const list = (text?: string) =>
		databases.saves.run((database) => findRecords(database, { limit: 50, ...(text ? { text } : {}) }));
	const pairs: Record<string, Pair> = {
		// Enough of them that the slowest of twenty is not chance.
		'save, strict': await saves(databases, bare, true, Math.max(times, 201)),
		'save, relaxed': await saves(databases, bare, false, times),
		'list, first 50': await inTurns(times, list, () => newestRows(bare, 50)),
		search: await inTurns(
			Math.min(times, 7),
			() => list(WORD),
			async () => {
				const rows = await answer(bare.transaction('records').objectStore('records').getAll());
				const found = (rows as RecordRow[]).filter((row) => row.searchText.includes(WORD));
				return found.sort((one, two) => (one.date < two.date ? 1 : -1)).slice(0, 50);
			}
		)
	};
	databases.close();
	bare.close();
	pairs['reopen to the first screen'] = await inTurns(
		times,
		async () => {
			const again = await open(OURS);
			await again.saves.run((database) =>
				findRecords(database, { date: globalThis.patterns.today, limit: 20, counted: false })
			);
			again.close();
		},
		async () => {
			const again = await openBare(personDatabaseName(BARE));
			await newestRows(again, 20, globalThis.patterns.today);
			again.close();
		}
	);
	return pairs;
}

globalThis.measureLocal = measure;

declare global {
	var measureLocal: (count: number, times: number) => Promise<Record<string, Pair>>;
}
