import type { FeedbackBody } from './body.ts';

/** A plausible record, for cross-layer tests. */
export const feedbackSample: FeedbackBody = {
	region: '361024',
	date: '2025-07-08',
	team: null,
	programme: null,
	campaign: null,
	tripId: null,
	remark: '',
	answers: {},
	imported: false,
	topic: 'suggestion',
	text: '希望列表可以按单位分组',
	contact: ''
};
