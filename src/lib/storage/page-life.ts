/**
 * A page that was left may be kept asleep, to be shown again at once (the back-forward cache). None of its code runs then, but
 * what it began in the database stays begun: WebKit lets the next page wait for its transactions without an end.
 */
import type Dexie from 'dexie';
import { errorNames, StorageFailure } from './failure.ts';

export interface PageLife {
	/** Calls `sleep` in the last moment before the page is put to sleep, `wake` when it is shown again; returns how to stop. */
	follow(sleep: () => void, wake: () => void): () => void;
}

/** A connection that the browser has closed: Dexie would open it again by itself, without a deadline and without a word. */
function begin<Transaction>(open: () => Transaction): Transaction {
	try {
		return open();
	} catch (error) {
		throw errorNames(error).includes('InvalidStateError') ? new StorageFailure('lost', error) : error;
	}
}

/** Ends the transactions under way on a database, from outside of what began them; nothing of them is written. */
export function transactionEnder(database: Dexie): () => void {
	const underWay = new Set<IDBTransaction>();
	database.use({
		stack: 'dbcore',
		name: 'under-way',
		// Below all others: what it sees is what the browser is asked for.
		level: -2,
		create: (core) => ({
			transaction(stores, mode, options) {
				const begun = begin(() => core.transaction(stores, mode, options));
				// The lowest layer gives the browser's own.
				const transaction = begun as typeof begun & IDBTransaction;
				underWay.add(transaction);
				const over = () => underWay.delete(transaction);
				transaction.addEventListener('complete', over);
				transaction.addEventListener('abort', over);
				return begun;
			}
		})
	});
	return () => {
		for (const transaction of [...underWay]) {
			try {
				transaction.abort();
			} catch {
				// It is being committed: the browser ends it by itself.
			}
		}
	};
}
