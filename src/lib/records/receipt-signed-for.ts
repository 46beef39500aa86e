/**
 * What a person's signature at a handout stands under: who received what, and on whose behalf. A fixed list of fields in a
 * fixed order, as for the signature of a whole handout. The person stands in it as the natural key, which a merge never moves.
 */
import type { Issue } from '#lib/domain/issue.ts';
import { naturalKey, type KeyedPerson } from '#lib/domain/natural-key.ts';
import { isSignedFor } from './signature.ts';
import type { ReceiptBody } from './receipt/body.ts';

type Given = Pick<ReceiptBody['evidence'][number], 'kit' | 'portions' | 'lines' | 'proxy'>;

export function signedForReceipt(
	handout: Pick<ReceiptBody, 'handoutId' | 'date' | 'campaign'>,
	person: KeyedPerson,
	given: Given
): string {
	const lines = [...given.lines]
		.sort((one, other) => (one.id < other.id ? -1 : 1))
		.map(({ supply, qty, batch, expiry }) => [supply, qty, batch.trim(), expiry]);
	const proxy = given.proxy ? [given.proxy.name.trim(), given.proxy.relation.trim()] : null;
	return JSON.stringify([
		'receipt',
		handout.handoutId,
		handout.date,
		handout.campaign,
		naturalKey(person),
		given.kit,
		given.portions,
		lines,
		proxy
	]);
}

/** R22: what each signature stands under is still what its piece of evidence says. */
export function receiptSignaturesHold(body: ReceiptBody): Issue[] {
	return body.evidence
		.filter(
			({ signature: text, ...given }) => text && !isSignedFor(text, signedForReceipt(body, body, given))
		)
		.map(({ id }) => ({
			code: 'R22',
			severity: 'warn',
			field: `evidence.${id}.signature`,
			message: 'rule_r22_changed'
		}));
}
