import { expect, it } from 'vitest';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { race, tameness } from './race.ts';

/** `npm run race` runs it for a minute or as long as one likes. */
const SECONDS = 6;

it('16 writers, 4 pullers: all that was acknowledged is in every copy, once; a serial cursor loses some', async () => {
	const mine = await openTestDatabase();
	const report = await race(mine.url, SECONDS).finally(() => mine.remove());
	expect(report.refused).toEqual([]);
	expect(report.missing).toEqual([]);
	expect(report.wrong).toEqual([]);
	expect(tameness(report)).toEqual([]);
});
