/** Lent rosters, codes and what colleagues handed out: all that the phone knows of persons, for handing out one by one. */
import type { CodeProblem, ReadCode } from '#lib/domain/codes/read-code.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { Databases } from '#lib/storage/databases.ts';
import type { LeasedList } from '#lib/storage/leases/read-leases.ts';
import type { Clock } from './ports.ts';
import type { ReceivedCollector } from './received-today.ts';

export type { LeasedList } from '#lib/storage/leases/read-leases.ts';
export type { ReceivedCollector } from './received-today.ts';

export interface PersonLists {
	/** Rosters that are lent to this phone now, with their people. What is over is deleted by asking. */
	leases(): Promise<readonly LeasedList[]>;
	/** What a code says, checked by the deployment's keys that this phone has; works without a network. */
	readCode(text: string): Promise<ReadCode | { readonly problem: CodeProblem }>;
	/** Codes that tell a colleague's phone who received today in this season, to be shown in turn; no names are in them. */
	receivedFrames(season: string, keys: readonly string[]): Promise<readonly string[]>;
	/** Takes such codes in, in any order, and keeps what they tell for the day. */
	collectReceived(season: string): Promise<ReceivedCollector>;
}

interface Around {
	readonly reference: Reference;
	readonly today: string;
	readonly deviceId: string;
}

/** Its code is loaded when it is first asked. */
export function createPersonLists(databases: Databases, clock: Clock, app: Around): PersonLists {
	return {
		async leases() {
			const { readLeases } = await import('#lib/storage/leases/read-leases.ts');
			return readLeases(databases, clock.now());
		},
		async readCode(text) {
			const { readCode } = await import('#lib/domain/codes/read-code.ts');
			return readCode(text, app.reference.all('codeKey'), (crypto as { subtle?: SubtleCrypto }).subtle);
		},
		async receivedFrames(season, keys) {
			const { receivedFrames } = await import('#lib/protocol/received/received-frames.ts');
			return receivedFrames(season, app.today, app.deviceId, keys);
		},
		async collectReceived(season) {
			const { collectReceived } = await import('./received-today.ts');
			return collectReceived(databases, season, app.today);
		}
	};
}
