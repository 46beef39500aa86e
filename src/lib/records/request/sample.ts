import type { RequestBody } from './body.ts';

/** A plausible record with every part filled in that goes together, for cross-layer tests. */
export const requestSample: RequestBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	visitId: '0197e6a0-0000-7000-8000-000000000001',
	category: 'AP06',
	text: '咨询高温津贴发放标准',
	status: 'REF',
	handling: '已登记并转办',
	referral: 'RT05',
	due: '2025-07-23',
	result: '',
	closedOn: null,
	followUp: null,
	satisfaction: null
};
