/** The servers that are put under load, each with a way to ask its database what it holds. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { migrate } from '#lib/server/database/migrate.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { importPorts } from '#lib/server/import/import-ports.ts';
import { runImport } from '#lib/server/import/run-import.ts';
import { runSql } from '#tests/e2e/harness/postgres.ts';
import { ROOT } from '#tests/e2e/harness/server.ts';
import { floorHost, peerHost, startProduct, type Engine } from '../hosts.ts';
import { cpuSeconds } from '../process-cost.ts';
import { handoutTemplatesByRegion } from '../templates.ts';
import type { LoadPerson } from './load-plan.ts';
import type { LoadTarget } from './measure-load.ts';
import { addPeople } from './people.ts';
import { POUCH_DATABASE } from './pouchdb-phone.ts';

/** `databaseCpu`: processor seconds of the database's own processes so far. */
interface Options {
	readonly engine: Engine;
	readonly today: string;
	readonly databaseCpu: () => number;
}

/** A load target that has to be stopped. */
export interface RunningTarget extends LoadTarget {
	stop(): Promise<void>;
}

const NOBODY = { reference: { gen: 0, seq: 0 }, grantsRev: 0 };
const patternsOf = (today: string) => handoutTemplatesByRegion(`SQL-${today.slice(0, 4)}`);

/** Phones of a server that has no accounts. */
function strangers(today: string): LoadTarget['people'] {
	const regions = Object.keys(patternsOf(today));
	const person = (_: unknown, at: number): LoadPerson => ({
		...{ account: '', device: randomUUID(), cookie: '' },
		region: regions[at % regions.length] ?? ''
	});
	return async (count) => Array.from({ length: count }, person);
}

async function counted(database: ServerDatabase): Promise<readonly number[]> {
	const { rows } = await sql<{ records: number; kept: number }>`
		select (select count(*) from record) as records, (select count(*) from operation) as kept
	`.execute(database.reader);
	return rows.flatMap(({ records, kept }) => [Number(records), Number(kept)]);
}

/** The production server with the sample deployment. */
export async function productTarget({ engine, today, databaseCpu }: Options): Promise<RunningTarget> {
	const host = await startProduct(engine, async (database) => {
		await migrate(database);
		await runImport(database, join(ROOT, 'src/sample'), importPorts(database, today));
	});
	const database = openDatabase(host.database);
	const { gen, head } = await database.reader
		.selectFrom('scope_head')
		.select(['gen', 'head'])
		.where('scope', '=', 'ref')
		.executeTakeFirstOrThrow();
	const meta = await database.reader.selectFrom('meta').select('grants_rev').executeTakeFirstOrThrow();
	const patterns = patternsOf(today);
	let groups = 0;
	return {
		name: 'product',
		host,
		stored: () => counted(database),
		cpu: () => cpuSeconds(host.pid) + databaseCpu(),
		plan: { patterns, reference: { gen, seq: head }, grantsRev: meta.grants_rev },
		people: (count) => addPeople(database, `load${++groups}-`, count, Object.keys(patterns)),
		async stop() {
			await database.close();
			await host.stop();
		}
	};
}

function sqliteCount(url: string, table: string): readonly number[] {
	const database = new Sqlite(url.slice('sqlite:'.length), { readonly: true });
	try {
		return [database.prepare(`select count(*) from ${table}`).pluck().get() as number];
	} finally {
		database.close();
	}
}

export async function floorTarget({ engine, today, databaseCpu }: Options): Promise<RunningTarget> {
	const host = await floorHost(engine, '');
	const onPostgres = async () => {
		const { rows } = await runSql(host.database, 'select count(*) as count from record');
		return [Number((rows as { count: string }[])[0]?.count)];
	};
	return {
		name: 'floor',
		host,
		stored: async () => (engine === 'sqlite' ? sqliteCount(host.database, 'record') : onPostgres()),
		cpu: () => cpuSeconds(host.pid) + databaseCpu(),
		plan: { patterns: patternsOf(today), ...NOBODY },
		people: strangers(today),
		stop: host.stop
	};
}

export async function peerTarget(peer: 'pouchdb' | 'rxdb', today: string): Promise<RunningTarget> {
	const host = await peerHost(peer, '');
	const address = host.url + POUCH_DATABASE;
	if (peer === 'pouchdb') await fetch(address, { method: 'PUT' });
	const inPouch = async () => [((await (await fetch(address)).json()) as { doc_count: number }).doc_count];
	return {
		name: peer,
		host,
		stored: async () => (peer === 'pouchdb' ? inPouch() : sqliteCount(host.database, 'doc')),
		cpu: () => cpuSeconds(host.pid),
		plan: { patterns: patternsOf(today), ...NOBODY },
		people: strangers(today),
		stop: host.stop
	};
}
