/**
 * The server of a simulated world: the product's own admission, push and pull on a database in memory. It can be killed
 * before or after a commit, backed up, and put back from a backup.
 */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { PullResponse } from '#lib/protocol/pull.ts';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { hashSecret } from '#lib/server/accounts/secret.ts';
import { phoneCookie } from '#lib/server/accounts/session.ts';
import { raiseEpoch } from '#lib/server/database/epochs.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { totals } from '#lib/server/figures/totals.ts';
import { RateLimit } from '#lib/server/http/rate-limit.ts';
import { LiveHub } from '#lib/server/live/live-hub.ts';
import { databaseSource } from '#lib/server/live/live-source.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import { answerPull, answerPush, type PhoneAnswer } from '#lib/server/sync/answer-phone.ts';
import type { PushOptions } from '#lib/server/sync/push-types.ts';
import type { HttpAnswer } from '#lib/sync/ports.ts';
import type { Arrival } from './arrival.ts';
import type { Bug } from './bug.ts';
import { Turns } from '#lib/server/attachments/turns.ts';
import type { AttachmentStores } from '#lib/server/attachments/stores.ts';
import { answerFile, isAboutFile, ServerFiles } from './server-files.ts';
import type { Population } from './population.ts';
import type { Image, ServerDisk } from './server-disk.ts';
import type { Random } from './random.ts';
import { ownerOf, type Owner, type Timeline } from './timeline.ts';

/** The server's end of a stream. */
export interface Line {
	write(text: string): void;
	end(): void;
	/** The process is gone. */
	isBroken(): void;
}

const ADDRESS = new URL('http://liangfeng.test/');
export class Crash extends Error {}

export interface ServerParts {
	readonly timeline: Timeline;
	readonly random: Random;
	readonly log: (line: string) => void;
	readonly population: Population;
	readonly bug: Bug | null;
	/** Puts a planted bug between the server and its files. */
	readonly wrapStores: (stores: AttachmentStores) => AttachmentStores;
	/** Told of every answer to a pull, before it leaves. */
	readonly onPull: (account: string, content: PullResponse) => void;
}

export class SimServer {
	readonly owner: Owner = ownerOf('server');
	/** Transactions that wrote, and restores. */
	writes = 0;
	restores = 0;
	readonly disk: ServerDisk;
	readonly files = new ServerFiles();
	readonly #stores: AttachmentStores;
	#turns = new Turns();
	readonly database: ServerDatabase;
	/** The next write ends with the process, before or after its commit. */
	crashNext: 'before' | 'after' | null = null;
	/** False while it is being started again. */
	isUp = true;
	/** The app is too old for its pulls until this time. */
	#outdatedUntil = 0;
	/** Operations that failed unexpectedly, and how. */
	readonly alerts: string[] = [];
	readonly alert: NonNullable<PushOptions['alert']> = ({ opId, error }) =>
		void this.alerts.push(`${opId}: ${String(error)}`);
	/** What it judges with beside today's kinds: those of an older version, while it runs one. */
	kinds: Pick<PushOptions, 'kindOf'> = {};
	readonly #parts: ServerParts;
	#limit = new RateLimit(240, 120);
	#known: { readonly writes: number; readonly epoch: number } | null = null;

	constructor(parts: ServerParts) {
		this.#parts = parts;
		this.#stores = parts.wrapStores(this.files.stores);
		this.disk = parts.population.disk;
		this.disk.fill(parts.population.image);
		this.database = this.#open();
		this.#hub = this.#newHub();
	}

	#isLooking = false;
	readonly #lines = new Set<Line>();
	#hub: LiveHub;

	readonly clock = (): Date => new Date(this.#parts.timeline.now);
	readonly newId = (): string => uuidV7(this.#parts.timeline.now, this.#parts.random.bytes(10));

	#open(): ServerDatabase {
		const plain = this.disk.database;
		const { bug, log } = this.#parts;
		const writing = async <T>(work: (trx: Trx) => Promise<T>): Promise<T> => {
			// A process that is gone writes nothing more, whatever its code would do next.
			if (!this.isUp) throw new Crash('after its end');
			this.writes++;
			let result: { readonly value: T } | null = null;
			try {
				const value = await plain.concurrently(async (trx) => {
					const done = bug?.commit ? await bug.commit(trx, work, this) : await work(trx);
					result = { value: done };
					if (this.crashNext === 'before') throw new Crash('before the commit');
					return done;
				});
				if (this.crashNext === 'after') throw new Crash('after the commit');
				this.#lookSoon();
				return value;
			} catch (error) {
				if (!(error instanceof Crash) || !this.isUp) throw error;
				log(`server crashes ${error.message}`);
				this.crashNext = null;
				this.down(2_000 + this.#parts.random.int(60_000));
				if (bug?.answersBeforeCommit && result) return (result as { readonly value: T }).value;
				throw error;
			}
		};
		return { ...plain, transaction: writing, concurrently: writing };
	}

	/** A look at what has moved, a second after something did. */
	#lookSoon(): void {
		if (this.#isLooking || this.#hub.size === 0) return;
		this.#isLooking = true;
		this.#parts.timeline.after(
			1_000,
			() => {
				this.#isLooking = false;
				void this.#hub.look();
			},
			this.owner
		);
	}

	/** The process is gone for so long. Its memory starts empty. */
	down(millis: number): void {
		this.isUp = false;
		for (const line of this.#lines) line.isBroken();
		this.#lines.clear();
		this.#hub = this.#newHub();
		this.#limit = new RateLimit(240, 120);
		this.#turns = new Turns();
		this.#parts.timeline.after(millis, () => this.up(), this.owner);
	}

	up(): void {
		this.isUp = true;
	}

	/** A server that is newer than the apps takes what they send and gives them nothing. */
	refusePulls(millis: number): void {
		this.#outdatedUntil = this.#parts.timeline.now + millis;
	}

	#newHub(): LiveHub {
		return new LiveHub(databaseSource(this.database, this.clock));
	}

	/** A phone asks for the stream of pokes. */
	async listen(arrival: Arrival, line: Line): Promise<{ status: number; leave: () => void }> {
		const gone = { leave: () => {} };
		const who = await this.#admit(arrival);
		if (!who.ok) return { status: who.response.status, ...gone };
		const { account, device } = who.identity;
		if (device.revoked) return { status: 403, ...gone };
		const hub = this.#hub;
		const leave = await hub.join({
			...{ account: account.id, device: device.id, session: hashSecret(arrival.token) },
			poke(heads) {
				line.write(`event: poke\ndata: ${JSON.stringify(heads)}\n\n`);
				return true;
			},
			beat: () => true,
			end(why) {
				line.write(`event: end\ndata: ${why}\n\n`);
				line.end();
			}
		});
		if (!leave) return { status: 503, ...gone };
		this.#lines.add(line);
		return {
			status: 200,
			leave: () => {
				this.#lines.delete(line);
				leave();
			}
		};
	}

	#admit({ headers, token }: Arrival) {
		const cookies = new Map([[phoneCookie(headers[ACCOUNT_HEADER] ?? ''), token]]);
		const event = {
			request: { headers: new Headers(headers) },
			cookies: { get: (name: string) => cookies.get(name) },
			url: ADDRESS
		};
		return admitPhone(this.database, event, this.clock(), this.#limit);
	}

	async receive(arrival: Arrival): Promise<HttpAnswer> {
		const now = this.clock();
		const who = await this.#admit(arrival);
		if (!who.ok) {
			const { status, headers } = who.response;
			const text = await who.response.text();
			return { status, contentType: 'application/json', retryAfter: headers.get('retry-after'), text };
		}
		if (isAboutFile(arrival)) {
			const { account, device } = who.identity;
			const ports = { ...this.#stores, database: this.database, turns: this.#turns, now };
			return answerFile(ports, { account: account.id, device: device.id }, arrival);
		}
		let sent: unknown;
		try {
			sent = JSON.parse(arrival.text);
		} catch {
			return jsonAnswer({ status: 400, content: { error: 'unreadable' } });
		}
		const { identity } = who;
		const given = this.#parts.bug?.request ? this.#parts.bug.request(sent, this, identity.account.id) : sent;
		const ports = { now, newId: this.newId, alert: this.alert, ...this.kinds };
		if (arrival.path.endsWith('push'))
			return jsonAnswer(await answerPush(this.database, identity, given, ports));
		if (this.#parts.timeline.now < this.#outdatedUntil)
			return jsonAnswer({ status: 426, content: { error: 'protocol' } });
		const answer = await answerPull(this.database, identity, given, ports);
		if (answer.status === 200) this.#parts.onPull(identity.account.id, answer.content as PullResponse);
		return jsonAnswer(answer);
	}

	revoke(device: string): void {
		if (!this.isUp) return;
		this.writes++;
		this.#lookSoon();
		this.disk
			.prepare('update device set revoked_at = ? where id = ?')
			.run(this.clock().toISOString(), device);
	}

	/** Visits by the product's own figures. */
	async countVisits(): Promise<number> {
		return (await totals(this.database.reader)).visits.records;
	}

	backUp(): Image {
		return this.disk.read();
	}

	/** Back to a backup, as `npm run restore` does it: the epoch rises above every one that was. */
	async restore(backup: Image, epoch: number): Promise<void> {
		this.crashNext = null;
		this.disk.fill(backup);
		this.restores++;
		this.#known = null;
		this.writes++;
		await this.database.transaction(async (trx) => {
			await raiseEpoch(trx, epoch, this.clock());
		});
		this.down(60_000);
	}

	/** Rows of a query, outside all ports. */
	all<Row>(sql: string, ...values: unknown[]): Row[] {
		return this.disk.all(sql, ...values);
	}

	/** Read again only when something was written. */
	get epoch(): number {
		if (this.#known?.writes !== this.writes)
			this.#known = {
				writes: this.writes,
				epoch: this.all<{ epoch: number }>('select epoch from meta')[0]?.epoch ?? 0
			};
		return this.#known.epoch;
	}
}

function jsonAnswer({ status, content }: PhoneAnswer): HttpAnswer {
	return {
		status,
		contentType: 'application/json',
		retryAfter: null,
		text: JSON.stringify(content)
	};
}
