/** From 1970 to the end of the year 9999 in Shanghai: within it every instant has a day of four, two and two digits. */
const LATEST = Date.parse('9999-12-31T15:59:59.999Z');

/** False for an instant that no clock in use tells, and for NaN: nobody knows when it was. */
export function isKnownInstant(millis: number): boolean {
	return millis >= 0 && millis <= LATEST;
}
