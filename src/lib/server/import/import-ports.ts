import type { IsoDate } from '#lib/domain/ids.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { push } from '#lib/server/sync/push.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { ImportPorts } from './run-import.ts';

/**
 * What an import works with in earnest: the push that serves phones, and the writer of reference data.
 * @param today "today" for the rules, `--as-of` or the deployment's day
 */
export function importPorts(
	database: ServerDatabase,
	today: IsoDate,
	progress: ImportPorts['progress'] = () => undefined
): ImportPorts {
	const clock = () => new Date();
	return {
		push: ({ operations, imported }) =>
			push(
				database,
				{ account: 'import', device: null },
				{ operations, grantsRev: 0, deviceTime: null },
				clock,
				{ origin: 'import', today, imported }
			),
		writeReference,
		today,
		now: () => clock().toISOString(),
		progress
	};
}
