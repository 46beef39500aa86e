import type { Reference } from '#lib/domain/reference.ts';
import { kindOf, recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { createReadBody } from '#lib/state/kinds.ts';

const NO_REFERENCE: Reference = { get: () => undefined, all: () => [], maximum: () => null };
const all = recordKinds as unknown as readonly RecordKind[];
export const allKinds = { all, of: kindOf, versions: '' };

/** What the product's kinds say about a body, as in the app; names of places are not loaded here. */
export const readBody = createReadBody(allKinds, NO_REFERENCE);
