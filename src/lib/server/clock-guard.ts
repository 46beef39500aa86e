/**
 * Whether the server's own clock may be trusted against a phone's. A machine without a battery begins in 1970 and hears of the
 * time minutes later: until then every right phone looks years ahead, and its work would be dated back by that.
 */
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';

/** Clocks of several servers are apart by less, and a clock is set right in steps of less. */
const APART = 5 * 60_000;
/** So many phones that say the same, and none between them that says otherwise, know better than what was written. */
const ENOUGH = 3;

export class ClockGuard {
	/** The latest time that a server of this database is known to have written. */
	#newest: number;
	#wasBehind = false;
	/** Phones that agree with this clock, since one last did not. */
	readonly #agreed = new Set<string>();

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
	 * False where a phone's time is nearer to what was written before than to this clock, and later. What was written alone says
	 * nothing: the clock may have been ahead then and be right by now. That it was is known once some phones agree with it.
	 */
	mayJudge(now: Date, phone: { readonly deviceId: string; readonly deviceTime: string }): boolean {
		if (!this.isBehind(now)) return true;
		const device = Date.parse(phone.deviceTime);
		const ahead = device - now.getTime();
		if (ahead > APART && Math.abs(device - this.#newest) < ahead) {
			this.#agreed.clear();
			return false;
		}
		if (Math.abs(ahead) <= APART && this.#agreed.add(phone.deviceId).size >= ENOUGH) {
			this.#newest = now.getTime();
			this.#wasBehind = false;
			this.#agreed.clear();
			log.info('clock-agreed', { phones: ENOUGH });
		}
		return true;
	}
}
