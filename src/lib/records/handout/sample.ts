import type { HandoutBody } from './body.ts';

/** A plausible record with every part filled in that goes together, for cross-layer tests. */
export const handoutSample: HandoutBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM22',
	programme: 'SQL',
	campaign: 'SQL-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	handoutKind: 'DW',
	organisation: 'OG-B0065',
	station: null,
	placeText: '',
	worksiteKind: 'WS23',
	personTimes: 24,
	firstTimePersons: 20,
	newFormPersonTimes: 24,
	kit: 'KIT-B',
	lines: [
		{ id: '0197e6a0-0000-7000-8000-000000000021', supply: 'CS-H02', qty: 24, batch: '', expiry: null },
		{ id: '0197e6a0-0000-7000-8000-000000000022', supply: 'CS-F03', qty: 12.5, batch: '', expiry: null },
		{
			id: '0197e6a0-0000-7000-8000-000000000023',
			supply: 'CS-M05',
			qty: 24,
			batch: '2502M05',
			expiry: '2028-05-01'
		}
	],
	receiver: { name: '何示云', role: '单位经办人', phone: '' },
	proxy: null,
	recipients: [],
	receipt: 'PAPER',
	signature: '',
	paperKeeper: '孙示安',
	temperature: 36.5,
	photosReported: null,
	photos: []
};
