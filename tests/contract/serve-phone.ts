/** The server's real push and pull as a phone's network, without routes and sessions. */
import { gunzipSync } from 'node:zlib';
import type { DeviceIdentity } from '#lib/server/accounts/contract.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { answerPull, answerPush, type AnswerPorts } from '#lib/server/sync/answer-phone.ts';
import type { Http } from '#lib/sync/ports.ts';
import { newId } from './deployment.ts';

/** The routes without their session: the account is who the phone says it is. */
export function serve(
	database: ServerDatabase,
	account: string,
	device: string,
	clock: () => Date,
	options: Pick<AnswerPorts, 'kindOf' | 'alert'> = {}
): Http {
	const who: DeviceIdentity = {
		account: { id: account, login: account, zh: account, en: account, team: null, closedAt: null },
		device: { id: device, account, revoked: false }
	};
	return async ({ path, headers, body: bytes }) => {
		const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
		const sent: unknown = JSON.parse(new TextDecoder().decode(plain));
		const answer = path.endsWith('push') ? answerPush : answerPull;
		const { status, content } = await answer(database, who, sent, { ...options, now: clock(), newId });
		return { status, contentType: 'application/json', retryAfter: null, text: JSON.stringify(content) };
	};
}
