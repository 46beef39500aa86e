/** In UTC and in Shanghai each instant between them has a day of four, two and two digits: as texts they sort as they follow each other. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T15:59:59.999Z');

/** Whether an instant can be kept as text; false for what is none. A clock may be off by any number of years. */
export function isWithinReach(millis: number): boolean {
	return millis >= FIRST && millis <= LAST;
}
