import type { HandoutBody } from './body.ts';

type Recipient = HandoutBody['recipients'][number];

/** A person who signs, before anything is typed. The name stands first on the paper sheet, then where and what one works as. */
export function blankRecipient(id: string): Recipient {
	return {
		id,
		name: '',
		organisation: null,
		organisationText: '',
		category: null,
		phone: '',
		portions: 1,
		proxy: null,
		remark: ''
	};
}

/** Version 1 knew of a person only the name and the proxy. */
export function withWholeRecipients(older: unknown): unknown {
	const body = older as { readonly recipients: readonly Partial<Recipient>[] };
	return {
		...body,
		recipients: body.recipients.map((row) => ({ ...blankRecipient(''), portions: null, ...row }))
	};
}
