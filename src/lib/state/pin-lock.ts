/** Five wrong PINs and a person has to wait a minute, also across restarts: what is counted is in their row. */
import type { PersonRow } from '#lib/storage/schema.ts';
import type { OpenFailure, OpenResult } from './phone.ts';
import { isPinRight } from './pin.ts';
import { instantOf } from './today.ts';

const TRIES = 5;
const WAIT = 60_000;

export function refusal(failure: OpenFailure, retryAfterSeconds: number | null = null): OpenResult {
	return { ok: false, failure, retryAfterSeconds };
}

/**
 * @param now Unix milliseconds
 * @returns `refused`: why the app does not open, or null; `changes`: what is to be kept in the person's row, or null
 */
export async function tryPin(
	row: PersonRow,
	pin: string | undefined,
	now: number
): Promise<{
	readonly refused: OpenResult | null;
	readonly changes: Pick<PersonRow, 'pinFailures' | 'pinWaitUntil'> | null;
}> {
	if (!row.pin) return { refused: null, changes: null };
	const wait = row.pinWaitUntil ? Date.parse(row.pinWaitUntil) - now : 0;
	if (wait > 0)
		return { refused: refusal('pin-wait', Math.ceil(Math.min(wait, WAIT) / 1000)), changes: null };
	if (pin === undefined || pin === '') return { refused: refusal('pin-needed'), changes: null };
	if (await isPinRight(pin, row.pin)) return { refused: null, changes: null };
	const pinFailures = row.pinFailures + 1;
	const isTooMany = pinFailures % TRIES === 0;
	return {
		refused: isTooMany ? refusal('pin-wait', WAIT / 1000) : refusal('pin-wrong'),
		changes: { pinFailures, pinWaitUntil: isTooMany ? instantOf(now + WAIT) : null }
	};
}
