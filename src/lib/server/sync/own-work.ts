/** Nobody decides on own work (truth 11): neither on what they wrote nor on what they brought to the desk by file. */
import type { RecordState, Revision } from './record-state.ts';
import { bringerOf } from './origin.ts';

const carriesBody = ({ verb }: Revision): boolean => verb === 'create' || verb === 'amend';

/** They recorded it or changed it themselves. */
export function wrote({ row, revisions }: RecordState, account: string): boolean {
	return row.recorder === account || revisions.some((one) => carriesBody(one) && one.by_account === account);
}

/** It came, or was changed, by a file that they brought: the name in a file is only what the file says. */
export function broughtIn({ revisions }: RecordState, account: string): boolean {
	return revisions.some((one) => carriesBody(one) && bringerOf(one.origin) === account);
}
