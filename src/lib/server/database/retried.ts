import { isRetryable } from './is-retryable.ts';

const TRIES = 3;

/** A transaction that may meet another, tried again where it did. @throws what else it throws, or the third time */
export async function retried<T>(transaction: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await transaction();
		} catch (error) {
			if (!isRetryable(error) || attempt === TRIES) throw error;
		}
	}
}
