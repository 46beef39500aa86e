/**
 * What a signature on a handout stands under: what was received, by whom, on whose behalf. A fixed list of fields in a fixed
 * order, so that phone and server, and every later version, write the same words. R22 watches that they have not changed.
 */
import type { Issue } from '#lib/domain/issue.ts';
import { isSignedFor } from '#lib/records/signature.ts';
import type { HandoutBody } from './body.ts';

type Recipient = HandoutBody['recipients'][number];

const place = ({ region, organisation, station, placeText }: HandoutBody) => [
	region,
	organisation,
	station,
	placeText.trim()
];
const proxyOf = (proxy: HandoutBody['proxy']) => (proxy ? [proxy.name.trim(), proxy.relation.trim()] : null);

/** For the signature under the whole handout. */
export function signedFor(body: HandoutBody): string {
	const lines = [...body.lines]
		.sort((one, other) => (one.id < other.id ? -1 : 1))
		.map(({ supply, qty, batch, expiry }) => [supply, qty, batch.trim(), expiry]);
	const receiver = body.receiver ? [body.receiver.name.trim(), body.receiver.role.trim()] : null;
	return JSON.stringify([
		'handout',
		body.date,
		body.campaign,
		place(body),
		body.personTimes,
		lines,
		receiver,
		proxyOf(body.proxy)
	]);
}

/** For the signature of one person: the portion, not the totals, which grow with the queue. */
export function signedForOne(body: HandoutBody, row: Recipient): string {
	const goods = [...new Set(body.lines.map((line) => line.supply))].sort();
	return JSON.stringify([
		'person',
		body.date,
		body.campaign,
		place(body),
		body.kit,
		goods,
		[row.id, row.name.trim(), row.organisation, row.organisationText.trim(), row.portions],
		proxyOf(row.proxy)
	]);
}

/** R22: what was signed for is still what the record says; else it is signed again or explained. */
export function signaturesHold(body: HandoutBody): Issue[] {
	const changed = body.signature && !isSignedFor(body.signature, signedFor(body)) ? ['signature'] : [];
	for (const row of body.recipients) {
		if (row.signature && !isSignedFor(row.signature, signedForOne(body, row)))
			changed.push(`recipients.${row.id}.signature`);
	}
	return changed.map((field) => ({ code: 'R22', severity: 'warn', field, message: 'rule_r22_changed' }));
}
