/**
 * A transfer as a QR code that the giver shows and the receiver reads without a network - version 1: `LT1.<part>`, part being
 * the UTF-8 of a JSON list in base32, so that all of it are QR's alphanumeric characters. It is no proof of anything: the receiver
 * counts and confirms what is there, and the server knows the transfer from its giver.
 */
import { fromBase32, toBase32 } from '#lib/domain/codes/base32.ts';
import type { OpenTransfer } from '#lib/domain/stock/in-hand.ts';
import { z } from './zod.ts';

const START = 'LT1.';
/** Letters of a code of version 22 at level M: read from a phone's screen at arm's length. */
const MOST = 1_100;

const place = z.string().regex(/^(store|team|person):[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/);
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
const line = z.tuple([code, z.string().max(40), z.iso.date().nullable(), z.number().int().min(0)]);
const written = z.tuple([
	z.uuid(),
	place,
	place,
	code,
	z.iso.date(),
	z.string().max(40),
	z.array(line).min(1)
]);

/** @returns null where it is too much for one code */
export function writeTransferCode({
	id,
	from,
	to,
	region,
	date,
	byName,
	lines
}: OpenTransfer): string | null {
	const parts = lines.map(({ supply, batch, expiry, milli }) => [supply, batch, expiry, milli]);
	const bytes = new TextEncoder().encode(
		JSON.stringify([id, from, to, region, date, byName.slice(0, 40), parts])
	);
	const text = START + toBase32(bytes);
	return text.length > MOST ? null : text;
}

/** @returns null for what is no such code */
export function readTransferCode(text: string): OpenTransfer | null {
	const plain = text.trim().toUpperCase();
	const bytes = plain.startsWith(START) ? fromBase32(plain.slice(START.length)) : null;
	if (!bytes) return null;
	try {
		const [id, from, to, region, date, byName, lines] = written.parse(
			JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
		);
		return {
			...{ id, from, to, region, date, by: '', byName },
			lines: lines.map(([supply, batch, expiry, milli]) => ({ supply, batch, expiry, milli }))
		};
	} catch {
		return null;
	}
}
