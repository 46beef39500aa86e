import type { TripBody } from './body.ts';

/** A plausible record, for cross-layer tests. */
export const tripSample: TripBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	title: '崇仁工业园送清凉',
	people: ['李示江', '黄示柏'],
	startedAt: '2025-07-08T00:30:00.000Z',
	endedAt: null
};
