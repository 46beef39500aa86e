import { PACKED_FORM, packOperations, type PackedOperations } from '#lib/protocol/packed-operations.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { SyncTrouble } from './trouble.ts';

/** The member of a push that carries the operations. */
export type Written = { readonly packed: PackedOperations } | { readonly operations: readonly Operation[] };

/**
 * Sends operations packed where the server reads that, else as a list. A server that was put back to an older version
 * finds the packed ones malformed: it gets the list at once.
 * @param packs form that the server said it reads, or undefined
 * @throws SyncTrouble
 */
export async function exchangeOperations<Answer>(
	operations: readonly Operation[],
	packs: number | undefined,
	send: (written: Written) => Promise<Answer>
): Promise<Answer> {
	const packed = packs === PACKED_FORM ? packOperations(operations) : null;
	if (packed === null) return send({ operations });
	try {
		return await send({ packed });
	} catch (error) {
		if (!(error instanceof SyncTrouble) || error.cause !== MALFORMED) throw error;
		return send({ operations });
	}
}

/** Cause of the trouble when the server cannot read a request. */
export const MALFORMED = 'malformed';
