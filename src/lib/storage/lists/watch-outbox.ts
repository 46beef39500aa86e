import { watch, type Databases } from '#lib/storage/databases.ts';
import { countOutbox, type OutboxCounts } from '#lib/storage/outbox.ts';

export function watchOutbox(databases: Databases, listener: (counts: OutboxCounts) => void): () => void {
	return watch(databases, countOutbox, listener);
}
