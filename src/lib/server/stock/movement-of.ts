import type { Movement } from '#lib/domain/stock/movement.ts';
import type { ReviewState } from '#lib/domain/review.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { RecordTable } from '#lib/server/database/schema.ts';

/** What a record moves as it stands; null: nothing. */
export function movementOf(
	kind: RecordKind,
	{ row, body }: { readonly row: Pick<RecordTable, 'id' | 'recorder' | 'state'>; readonly body: unknown }
): Movement | null {
	const by = { recorder: row.recorder, state: row.state as ReviewState | null };
	return kind.moves?.(row.id, body, by) ?? null;
}
