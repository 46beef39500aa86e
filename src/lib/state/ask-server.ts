import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { withDeadline } from './ports.ts';
import type { Fetch } from './session.ts';

const DEADLINE = 15_000;

/**
 * A question of the open person to the server, outside the exchange.
 * @returns null without a network, and where a page answers for the server
 */
export async function askServer(
	fetch: Fetch,
	account: string,
	path: string,
	question: object
): Promise<{ readonly status: number; readonly json: unknown } | null> {
	try {
		return await withDeadline(DEADLINE, async (signal) => {
			const response = await fetch(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json', [ACCOUNT_HEADER]: account },
				body: JSON.stringify(question),
				credentials: 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal
			});
			if (!(response.headers.get('content-type') ?? '').includes('json')) return null;
			return { status: response.status, json: (await response.json()) as unknown };
		});
	} catch {
		return null;
	}
}
