import type { SignInBody } from './body.ts';

/** A plausible row with every part filled in that goes together, for cross-layer tests. */
export const signInSample: SignInBody = {
	region: '361024',
	date: '2025-07-08',
	team: 'TM07',
	programme: 'JZX',
	campaign: 'JZX-2025',
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	sessionId: '0197e6a0-0000-7000-8000-000000000001',
	card: null,
	roster: null,
	name: '李示安',
	organisation: 'OG-361024',
	organisationText: '',
	category: 'RC01',
	evidence: [
		{
			id: '0197e6a0-0000-7000-8000-000000000031',
			method: 'typed',
			at: '2025-07-08T07:31:00.000Z',
			by: 'vol',
			proxy: null,
			withdrawn: false
		}
	]
};
