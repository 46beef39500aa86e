/**
 * Many writers and some pullers on one PostgreSQL for a while, through the product's own push and pull. Beside them, in
 * the same transactions, what a simpler design would do: a serial number for each push, and a reader that remembers the
 * highest it saw.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { push } from '#lib/server/sync/push.ts';
import { body, Deployment, newId, REGION, type Person } from '#tests/contract/deployment.ts';
import { Replica } from '#tests/contract/replica.ts';
import { createRandom } from '#tests/phone/test-phone.ts';
import { acknowledgedIn, missingIn, wrongIn, type Copy, type Told } from './race-check.ts';

const WRITERS = 16;
/** Each sees every record of the race. */
const PULLERS: readonly (readonly [person: Person, scope: string])[] = [
	['rev', `area:${REGION}`],
	['rev2', `area:${REGION}`],
	['city', `area:${REGION}`],
	['lead', 'team:T1']
];

export interface RaceReport {
	/** Operations that were taken in. */
	readonly acknowledged: number;
	/** Pushes that were answered `retry`, and pushes that went out twice at the same time. */
	readonly retried: number;
	readonly doubled: number;
	readonly pulls: number;
	/** Operations that were not answered, refused, parked, or answered in two ways. */
	readonly refused: readonly string[];
	/** Acknowledged operations that a puller does not have. */
	readonly missing: readonly string[];
	/** Whatever contradicts "exactly once". */
	readonly wrong: readonly string[];
	/** Pushes that the serial number's reader saw, and committed ones it never saw. */
	readonly naiveSeen: number;
	readonly naiveMissed: number;
}

/** Less than this proves nothing. */
const LEAST = { acknowledged: 100, doubled: 1, pulls: 20, naiveMissed: 1 } as const;

/** Why a race was too tame to prove anything: what happened too seldom. */
export function tameness(report: Pick<RaceReport, keyof typeof LEAST>): string[] {
	return (Object.keys(LEAST) as (keyof typeof LEAST)[])
		.filter((name) => report[name] < LEAST[name])
		.map((name) => `${name}: ${report[name]}, at least ${LEAST[name]} are wanted`);
}

/** What the writers have in common. */
class Writers {
	readonly town: Deployment;
	readonly until: number;
	readonly told = new Map<string, Told>();
	/** Records that several phones of one person change. */
	readonly shared: Record<'vol' | 'mate', string[]> = { vol: [], mate: [] };
	retried = 0;
	doubled = 0;

	constructor(town: Deployment, until: number) {
		this.town = town;
		this.until = until;
	}

	async run(at: number, database: ServerDatabase, seed: number): Promise<void> {
		const random = createRandom(seed * 1_000 + at);
		const account = at % 2 === 0 ? 'vol' : 'mate';
		const name = `writer ${at}`;
		await this.town.addDevice(account, name);
		const actor = { account, device: this.town.device(name) };
		while (Date.now() < this.until) {
			const operations = this.#batch(account, random.fraction);
			const twice = random.fraction() < 0.1;
			if (twice) this.doubled++;
			const input = { operations, grantsRev: 1, deviceTime: this.town.now.toISOString() };
			const send = (from = actor) => push(database, from, input, () => this.town.now);
			// The same work by another road, as a file that is read in at the desk while the phone sends.
			const byOtherRoad = { account, device: this.town.device(account) };
			let answers: readonly (readonly Verdict[])[] = [];
			do {
				if (answers.length > 0) this.retried++;
				answers = await Promise.all(twice ? [send(), send(byOtherRoad)] : [send()]);
			} while (answers.flat().some(({ outcome }) => outcome === 'retry'));
			this.#note(operations, answers.flat());
			const [first] = operations;
			if (first && random.fraction() < 0.2) this.shared[account].push(first.recordId);
		}
	}

	/**
	 * Up to eight new visits, then changes to some that other phones change too. New ones wait for each other at their
	 * county's number; changes alone meet at nothing but their record and the feeds.
	 */
	#batch(account: 'vol' | 'mate', random: () => number): Operation[] {
		const shared = this.shared[account];
		const isChange = shared.length > 3 && random() < 0.5;
		const count = isChange ? 0 : 1 + Math.floor(random() * 8);
		const made = Array.from({ length: count }, () => this.town.operation('create', newId(), 0, body()));
		for (let left = isChange ? 3 : 1; left > 0; left--) {
			const id = shared[Math.floor(random() * shared.length)];
			if (id) made.push(this.town.operation('amend', id, 1, body({ situation: `word ${left}` })));
		}
		return made;
	}

	#note(operations: readonly Operation[], verdicts: readonly Verdict[]): void {
		for (const { opId, recordId } of operations) {
			this.told.set(opId, { opId, recordId, verdicts: verdicts.filter((one) => one.opId === opId) });
		}
	}
}

/** Each push takes a serial number as its transaction begins, as a table with a serial key would. */
function numbering(database: ServerDatabase): ServerDatabase {
	return {
		...database,
		concurrently: (work) =>
			database.concurrently(async (trx) => {
				await sql`insert into naive (push) values (${randomUUID()})`.execute(trx);
				return work(trx);
			})
	};
}

/** Reads what is above the highest number it saw. */
class NaiveReader {
	readonly seen = new Set<number>();
	#cursor = 0;

	async read({ reader }: ServerDatabase): Promise<void> {
		const { rows } = await sql<{ seq: number }>`
			select seq from naive where seq > ${this.#cursor} order by seq
		`.execute(reader);
		for (const { seq } of rows) {
			this.seen.add(seq);
			this.#cursor = seq;
		}
	}
}

/** @param url an empty PostgreSQL database */
export async function race(url: string, seconds: number, seed = 1): Promise<RaceReport> {
	// Three pools, as three processes would have.
	const [one, other, third] = [openDatabase(url), openDatabase(url), openDatabase(url)];
	const town = await Deployment.open(third);
	await sql`create table naive (seq bigserial primary key, push text not null)`.execute(third.writer);
	const writers = new Writers(town, Date.now() + seconds * 1_000);
	const copies = PULLERS.map(([name, scope]): Copy => ({ name, scope, replica: new Replica() }));
	const naive = new NaiveReader();
	let pulls = 0;
	let writing = true;

	async function pull({ name, replica }: Copy): Promise<boolean> {
		const answer = await town.pull(name as Person, replica.cursors);
		for (const page of answer.pages) replica.apply(page);
		pulls++;
		return answer.more;
	}
	const whileWriting = async (work: () => Promise<unknown>) => {
		while (writing) await work();
	};
	const reading = [
		...copies.map((copy) => whileWriting(() => pull(copy))),
		whileWriting(() => naive.read(third))
	];
	await Promise.all(
		Array.from({ length: WRITERS }, (_, at) => writers.run(at, numbering(at % 2 ? one : other), seed))
	);
	writing = false;
	await Promise.all(reading);
	for (const copy of copies) while (await pull(copy));
	await naive.read(third);

	const { rows } = await sql<{ seq: number }>`select seq from naive`.execute(third.reader);
	const { accepted, refused } = acknowledgedIn(writers.told.values());
	const report: RaceReport = {
		acknowledged: accepted.length,
		retried: writers.retried,
		doubled: writers.doubled,
		pulls,
		refused,
		missing: missingIn(copies, accepted),
		wrong: await wrongIn(third, copies, accepted),
		naiveSeen: naive.seen.size,
		naiveMissed: rows.filter(({ seq }) => !naive.seen.has(seq)).length
	};
	for (const database of [one, other, third]) await database.close();
	return report;
}
