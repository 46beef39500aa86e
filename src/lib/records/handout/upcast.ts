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
		remark: '',
		signature: ''
	};
}

/** Version 1 knew of a person only the name and the proxy. */
export function withWholeRecipients(older: unknown): unknown {
	const body = older as { readonly recipients: readonly Partial<Recipient>[] };
	return {
		...body,
		recipients: body.recipients.map((row) => ({
			...blankRecipient(''),
			portions: null,
			signature: null,
			...row
		}))
	};
}

/** Versions 1 and 2 chose "signed by hand" without asking for the signature. */
export function withSignatures(older: unknown): unknown {
	const body = older as { readonly recipients: readonly object[] };
	return {
		signature: null,
		...body,
		recipients: body.recipients.map((row) => ({ signature: null, ...row }))
	};
}
