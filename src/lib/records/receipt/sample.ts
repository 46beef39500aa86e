import type { ReceiptBody } from './body.ts';

/** A plausible row with every part filled in that goes together, for cross-layer tests. */
export const receiptSample: ReceiptBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	handoutId: '0197e6a0-0000-7000-8000-000000000001',
	card: 'W-000123',
	roster: null,
	name: '何示云',
	organisation: 'OG-B0065',
	organisationText: '',
	category: 'RC06',
	evidence: [
		{
			id: '0197e6a0-0000-7000-8000-000000000041',
			method: 'scan',
			at: '2025-07-08T07:31:00.000Z',
			by: 'vol',
			proxy: null,
			withdrawn: false,
			kit: 'KIT-B',
			portions: 1,
			lines: [],
			override: '',
			signature: ''
		}
	]
};
