import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import { createReadBody } from '#lib/state/kinds.ts';

const NO_REFERENCE: Reference = { get: () => undefined, all: () => [], maximum: () => null };

/** The app's own reading of bodies, with no names to search by. */
export const readBody = createReadBody(
	{ all: recordKinds as unknown as readonly RecordKind[], of: kindOf, versions: '' },
	NO_REFERENCE
);
