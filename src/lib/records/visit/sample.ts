import type { VisitBody } from './body.ts';

/** A plausible record with every part filled in that goes together, for cross-layer tests. */
export const visitSample: VisitBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	purpose: 'VP11',
	organisation: 'OG-B0065',
	station: null,
	household: null,
	households: 0,
	placeText: '',
	visitors: ['李示江', '黄示柏'],
	category: 'RC04',
	peopleMet: 24,
	newFormPeople: 0,
	hardshipLevel: null,
	hardshipCause: null,
	sensitive: false,
	heatCheck: ['HK01', 'HK02', 'HK04'],
	problemsFound: 2,
	problemsFixed: 1,
	temperature: 36.5,
	situation: '现场设有饮水点和休息棚，已提醒中午停工。',
	photosReported: null,
	photos: []
};
