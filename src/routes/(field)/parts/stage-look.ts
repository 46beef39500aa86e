import { m } from '#lib/i18n.ts';
import type { LocalRecord, Stage } from '#lib/state/contract.ts';
import type { IconName } from '#lib/ui/icons.ts';
import type { Tone } from '#lib/ui/tone.ts';

export interface Look {
	readonly text: string;
	readonly tone: Tone;
	readonly icon: IconName;
}

/** How far a record has come. The words are the product's promise: each is only said when it is true. */
export function stageLook(stage: Stage): Look {
	switch (stage) {
		case 'draft':
			return { text: m.stage_draft(), tone: 'plain', icon: 'pen' };
		case 'on-phone':
			return { text: m.stage_on_phone(), tone: 'plain', icon: 'phone' };
		case 'parked':
			return { text: m.stage_parked(), tone: 'info', icon: 'clock' };
		case 'on-server':
			return { text: m.stage_on_server(), tone: 'ok', icon: 'cloud' };
		case 'attention':
			return { text: m.stage_attention(), tone: 'bad', icon: 'stop' };
	}
}

export function stateLook(state: NonNullable<LocalRecord['state']>): Look {
	switch (state) {
		case 'pending':
			return { text: m.review_pending(), tone: 'plain', icon: 'clock' };
		case 'returned':
			return { text: m.review_returned(), tone: 'bad', icon: 'returned' };
		case 'approved':
			return { text: m.review_approved(), tone: 'ok', icon: 'check' };
		case 'voided':
			return { text: m.review_voided(), tone: 'warn', icon: 'close' };
		case 'archived':
			return { text: m.review_archived(), tone: 'ok', icon: 'lock' };
	}
}
