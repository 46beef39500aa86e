import type { ServerDatabase } from '#lib/server/database/open.ts';
import { log } from '#lib/server/log.ts';
import type { Clock } from '#lib/server/ports.ts';
import { repeated } from '#lib/server/repeated.ts';
import { lookForMissing } from './missing-photos.ts';
import { sweepLeft } from './sweep-left.ts';
import type { WatchedFiles } from './watched-files.ts';

const DAY = 24 * 3_600_000;

/**
 * Looks at the start and every day which photos the store has lost, beside whatever else goes on, and clears away what a
 * process that was killed had begun to write there, and what was taken out of its record long ago.
 * @returns ends it
 */
export function watchMissing(
	database: ServerDatabase,
	files: WatchedFiles,
	clock: Clock
): () => Promise<void> {
	return repeated(DAY, 'photos-not-looked-for', async () => {
		// A file is written within seconds: what is a day old is no other process's any more.
		await files.sweep(new Date(clock().getTime() - DAY));
		const swept = await sweepLeft(database, files, clock());
		if (swept > 0) log.info('photos-swept', { count: swept });
		const count = await lookForMissing(database, files, clock());
		if (count > 0) log.error('photos-missing', { count });
	});
}
