import { tidyBriefs } from '#lib/storage/briefs/tidy-briefs.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { findRecords } from './find-records.ts';

/** For when the first screen stands: lists and searches then find in memory what they look at. */
export async function prepareLists(databases: Databases): Promise<void> {
	await tidyBriefs(databases);
	await databases.saves.run((database) => findRecords(database, { limit: 0 }));
}
