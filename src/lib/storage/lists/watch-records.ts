import { tidyBriefs } from '#lib/storage/briefs/tidy-briefs.ts';
import { watch, type Databases } from '#lib/storage/databases.ts';
import { findRecords } from './find-records.ts';
import type { RecordFilter, RecordPage } from './record-filter.ts';

/** Calls back with the page now and after every change of it. */
export function watchRecords(
	databases: Databases,
	filter: RecordFilter,
	listener: (page: RecordPage) => void
): () => void {
	return watch(
		databases,
		(database) => findRecords(database, filter),
		(page) => {
			listener(page);
			// Where that fails the lists stay slow, and right.
			if (databases.saves.database.briefs.isDoubted) void tidyBriefs(databases, true).catch(() => {});
		}
	);
}
