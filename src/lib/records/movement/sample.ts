import type { MovementBody } from './body.ts';

/** A plausible record, for cross-layer tests. */
export const movementSample: MovementBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	act: 'transfer',
	from: 'team:TM22',
	to: 'person:U0044',
	about: null,
	lines: [
		{
			id: '0197e9a0-1111-7000-8000-000000000001',
			supply: 'CS-H02',
			qty: 24,
			batch: '2505H02',
			expiry: '2027-05-01'
		}
	],
	source: ''
};
