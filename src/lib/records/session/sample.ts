import type { SessionBody } from './body.ts';

/** A plausible record with every part filled in, for cross-layer tests. */
export const sessionSample: SessionBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM07',
	programme: 'JZX',
	campaign: 'JZX-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	type: 'XJ',
	topic: 'LT04',
	topicText: '',
	speakers: ['SP034'],
	otherSpeakers: ['王示安'],
	venue: '崇仁县总工会二楼会议室',
	mode: 'HH',
	start: '15:30',
	minutes: 75,
	hostOrganisation: 'OG-361024',
	audience: 'AU01',
	headcount: 86,
	headcountEstimated: false,
	byOrganisation: [
		{ id: '0197e6a0-0000-7000-8000-000000000011', organisation: 'OG-361024', count: 60 },
		{ id: '0197e6a0-0000-7000-8000-000000000012', organisation: null, count: 26 }
	],
	namedOnPaper: 20,
	signIns: [
		{
			id: '0197e6a0-0000-7000-8000-000000000013',
			name: '李示安',
			organisation: 'OG-361024',
			organisationText: '',
			category: 'RC01',
			method: 'NM',
			proxy: false
		}
	],
	minorsPresent: false,
	newFormPeople: 5,
	onlineViews: 320,
	attendanceMethods: ['HC', 'NM', 'VW'],
	feedback: '希望增加防暑知识',
	photosReported: null,
	photos: []
};
