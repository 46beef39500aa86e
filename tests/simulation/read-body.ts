import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { recordKinds } from '#lib/records/index.ts';
import { createReadBody } from '#lib/state/kinds.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';

const NO_REFERENCE: Reference = { get: () => undefined, all: () => [], maximum: () => null };

/** `older`: an app from before requests and rows of persons, and before the second version of handouts. */
export type AppAge = 'today' | 'older';

export interface AppKinds {
	/** The app's own reading of bodies, with no names to search by. */
	readonly read: ReadBody;
	/** Which bodies it can read. */
	readonly versions: string;
}

function kindsOf(all: readonly RecordKind[]): AppKinds {
	const versions = all.map(({ kind, version }) => `${kind}:${version}`).join(' ');
	const of = (name: string) => all.find((one) => one.kind === name);
	return { read: createReadBody({ all, of, versions }, NO_REFERENCE), versions };
}

/** A kind that the older version does not have. */
export const isLaterKind = (kind: string): boolean => ['request', 'sign-in', 'receipt'].includes(kind);

const today = recordKinds as unknown as readonly RecordKind[];
const older = today.flatMap((one) => {
	if (isLaterKind(one.kind)) return [];
	return [one.kind === 'handout' ? { ...one, version: 1 } : one];
});

export const APPS: Readonly<Record<AppAge, AppKinds>> = { today: kindsOf(today), older: kindsOf(older) };
