/** The server's real push and pull as a phone's network, without routes and sessions. */
import { gunzipSync } from 'node:zlib';
import { pullRequest } from '#lib/protocol/pull.ts';
import { pushRequest } from '#lib/protocol/push.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { pull } from '#lib/server/sync/pull.ts';
import { push } from '#lib/server/sync/push.ts';
import type { PushOptions } from '#lib/server/sync/push-types.ts';
import type { Http } from '#lib/sync/ports.ts';

/** The routes without their session: the account is who the phone says it is. */
export function serve(
	database: ServerDatabase,
	account: string,
	device: string,
	clock: () => Date,
	options: PushOptions = {}
): Http {
	return async ({ path, headers, body: bytes }) => {
		const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
		const content: unknown = JSON.parse(new TextDecoder().decode(plain));
		let answer: unknown;
		if (path.endsWith('push')) {
			const request = pushRequest.parse(content);
			const verdicts = await push(database, { account, device }, request, clock, options);
			const meta = await database.reader.selectFrom('meta').selectAll().executeTakeFirstOrThrow();
			answer = {
				protocol: 1,
				serverId: meta.server_id,
				epoch: meta.epoch,
				nonce: request.nonce,
				serverTime: clock().toISOString(),
				verdicts
			};
		} else answer = await pull(database, { account, device }, pullRequest.parse(content), clock);
		return { status: 200, contentType: 'application/json', retryAfter: null, text: JSON.stringify(answer) };
	};
}
