import type { Operation } from '#lib/domain/operation.ts';
import { unpackOperations, type PackedOperations } from '#lib/protocol/packed-operations.ts';

/** Operations of a push, in whichever writing they were sent. */
export function sentOperations(sent: unknown): (Operation | null)[] {
	const { operations = [], packed } = (sent ?? {}) as {
		operations?: (Operation | null)[];
		packed?: PackedOperations;
	};
	return packed ? ((unpackOperations(packed) ?? []) as Operation[]) : operations;
}
