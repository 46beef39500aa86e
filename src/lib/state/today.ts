/** Days and times of the deployment: China Standard Time, UTC+8 without summer time. */
const OFFSET = 8 * 3_600_000;

/** Calendar day in Asia/Shanghai of a Unix time in milliseconds, whatever time zone the phone is set to. */
export function dayOf(millis: number): string {
	return new Date(millis + OFFSET).toISOString().slice(0, 10);
}

/** What the server's last answer said of the calendar and of this phone's clock. */
export interface ServerDay {
	/** Its calendar day, '' before it named one. */
	readonly serverToday: string;
	/** Phone's clock minus server's, or null. */
	readonly skewMillis: number | null;
	/** By the phone's clock. */
	readonly lastExchangeAt: string;
}

/**
 * Today on the phone: the latest of its clock, the server's last day and the day the app was built. A clock that is
 * years behind cannot make today older than what is known for certain; of one that was found to be ahead, what it is ahead
 * by is taken off, unless it stands before that finding and so was set back since.
 * @param buildMillis Unix time of the build, 0 if unknown
 */
export function todayOf(clockMillis: number, server: ServerDay | null, buildMillis: number): string {
	const isSame = server !== null && clockMillis >= Date.parse(server.lastExchangeAt);
	const ahead = isSame ? Math.max(0, server.skewMillis ?? 0) : 0;
	const days = [dayOf(clockMillis - ahead), server?.serverToday ?? '', dayOf(buildMillis)];
	return days.reduce((a, b) => (a > b ? a : b));
}

/** UTC instant as it is stored, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function instantOf(millis: number): string {
	return new Date(millis).toISOString();
}
