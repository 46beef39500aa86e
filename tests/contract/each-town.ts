import { afterEach, beforeEach } from 'vitest';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { Deployment } from './deployment.ts';
import { Receiver } from './photo-files.ts';

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

/** As `eachTown`, with a receiving end for photos. */
export function eachTownWithPhotos(begin: (town: Deployment, receiver: Receiver) => void): void {
	let receiver: Receiver;
	eachTown((town) => {
		receiver = new Receiver(town);
		begin(town, receiver);
	});
	afterEach(() => receiver.remove());
}
