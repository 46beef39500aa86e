/** What the server half of the sync must do, on whatever database it stands; a part for each subject. */
import { describe } from 'vitest';
import { clockContract } from './clock-contract.ts';
import { decidingContract } from './deciding-contract.ts';
import type { Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { deviceContract } from './device-contract.ts';
import { kindsContract } from './kinds-contract.ts';
import { photosContract } from './photos-contract.ts';
import { poisonContract } from './poison-contract.ts';
import { pullContract } from './pull-contract.ts';
import { pushContract } from './push-contract.ts';
import { rightsContract } from './rights-contract.ts';
import { rowsContract } from './rows-contract.ts';
import { stockContract } from './stock-contract.ts';
import { versionsContract } from './versions-contract.ts';

describe('sync', () => {
	let town: Deployment;
	eachTown((opened) => void (town = opened));

	const current = () => town;
	pushContract(current);
	rightsContract(current);
	decidingContract(current);
	pullContract(current);
	poisonContract(current);
	kindsContract(current);
	deviceContract(current);
	rowsContract(current);
	photosContract(current);
	versionsContract(current);
	clockContract(current);
	stockContract(current);
});
