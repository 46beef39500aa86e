import { afterEach, beforeEach } from 'vitest';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { Deployment } from './deployment.ts';

/** Before each test of the file, or of the group it stands in, a deployment on a database of its own, which goes with the test. */
export function eachTown(begin: (town: Deployment) => void | Promise<void>): void {
	let remove: () => Promise<void>;
	beforeEach(async () => {
		const opened = await openTestDatabase();
		remove = opened.remove;
		await begin(await Deployment.open(opened.database));
	});
	afterEach(() => remove());
}
