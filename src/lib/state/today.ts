/** Days and times of the deployment: China Standard Time, UTC+8 without summer time. */
const OFFSET = 8 * 3_600_000;

/** Calendar day in Asia/Shanghai of a Unix time in milliseconds, whatever time zone the phone is set to. */
export function dayOf(millis: number): string {
	return new Date(millis + OFFSET).toISOString().slice(0, 10);
}

/**
 * Today on the phone: the latest of its clock, the server's last day and the day the app was built. A clock that is
 * years behind cannot make today older than what is known for certain.
 * @param buildMillis Unix time of the build, 0 if unknown
 */
export function todayOf(clockMillis: number, serverToday: string | null, buildMillis: number): string {
	return [dayOf(clockMillis), serverToday ?? '', dayOf(buildMillis)].reduce((a, b) => (a > b ? a : b));
}

/** UTC instant as it is stored, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function instantOf(millis: number): string {
	return new Date(millis).toISOString();
}
