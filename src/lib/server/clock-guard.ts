/**
 * Whether the server's own clock may be trusted against a phone's. A machine without a battery begins in 1970 and hears of the
 * time minutes later: until then every right phone looks years ahead, and its work would be dated back by that.
 */
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';

const DAY = 86_400_000;
/** Clocks of several servers are apart by less, and a clock is set right in steps of less. */
const APART = 5 * 60_000;

export class ClockGuard {
	/** The latest time that a server of this database is known to have written. */
	#newest: number;
	#wasBehind = false;

	constructor(newest: number) {
		this.#newest = newest;
	}

	/** Reads what every exchange and every act at the desk leaves: few rows, or the end of an index. */
	static async read({ reader }: ServerDatabase): Promise<ClockGuard> {
		const [meta, device, act, lease] = await Promise.all([
			reader.selectFrom('meta').select('created_at as at').executeTakeFirst(),
			reader
				.selectFrom('device')
				.select(({ fn }) => fn.max('last_seen_at').as('at'))
				.executeTakeFirst(),
			reader
				.selectFrom('audit_log')
				.select(({ fn }) => fn.max('at').as('at'))
				.executeTakeFirst(),
			reader
				.selectFrom('server_lease')
				.select(({ fn }) => fn.max('seen_at').as('at'))
				.executeTakeFirst()
		]);
		const times = [meta, device, act, lease].map((row) => Date.parse(row?.at ?? ''));
		return new ClockGuard(Math.max(0, ...times.filter((time) => !Number.isNaN(time))));
	}

	/** The clock is earlier than what was written by it before. */
	isBehind(now: Date): boolean {
		const isBehind = this.#newest - now.getTime() > APART;
		if (isBehind && !this.#wasBehind) log.error('clock-behind', { newest: this.newest });
		this.#wasBehind = isBehind;
		if (!isBehind) this.#newest = Math.max(this.#newest, now.getTime());
		return isBehind;
	}

	get newest(): string {
		return new Date(this.#newest).toISOString();
	}

	/**
	 * False where both what was written before and the phone say that this clock is behind. What was written alone says
	 * nothing: the clock may have been ahead then and be right by now, and a right phone agrees with it.
	 */
	mayJudge(now: Date, deviceTime: string): boolean {
		if (!this.isBehind(now)) return true;
		const device = Date.parse(deviceTime);
		return !(device - now.getTime() > APART && device > this.#newest - DAY);
	}
}
