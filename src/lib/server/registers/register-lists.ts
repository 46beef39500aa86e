import type { ReferenceKind } from '#lib/domain/reference.ts';

/** Lists whose names a register prints. */
export const REGISTER_LISTS: readonly ReferenceKind[] = [
	'region',
	'campaign',
	'organisation',
	'station',
	'worksiteKind',
	'supply',
	'team',
	'codeList'
];
