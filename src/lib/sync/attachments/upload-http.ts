/** One request about a file, and the question whether its answer counts (`protocol/upload.ts`). */
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import {
	EPOCH_HEADER,
	FILE_HEADER,
	FILE_STATES,
	NONCE_HEADER,
	OFFSET_HEADER,
	SERVER_HEADER,
	TIME_HEADER,
	TUS_HEADER,
	TUS_VERSION,
	type FileState
} from '#lib/protocol/upload.ts';
import { newNonce, waitOf } from '../exchange.ts';
import type { HttpAnswer, HttpRequest } from '../ports.ts';
import { SyncTrouble } from '../trouble.ts';
import type { LanePorts } from './lane-ports.ts';

/** A piece of 256 kB over a bad link takes its time; what arrived before is kept. */
const DEADLINE = 60_000;

/** An answer of our server. `standing` is absent where it refused. */
export interface UploadReply {
	readonly status: number;
	readonly standing: {
		readonly offset: number;
		readonly state: FileState;
		readonly epoch: number;
		readonly at: string;
	} | null;
}

type Asked = Required<Pick<HttpRequest, 'method' | 'path'>> & Partial<Pick<HttpRequest, 'headers' | 'body'>>;

/** @throws SyncTrouble where no answer of our server came, or one that says to come again later */
export async function askUpload(ports: LanePorts, serverId: string, asked: Asked): Promise<UploadReply> {
	const nonce = newNonce(ports);
	let answer: HttpAnswer;
	try {
		answer = await ports.http({
			method: asked.method,
			path: asked.path,
			headers: {
				[ACCOUNT_HEADER]: ports.identity.accountId,
				[TUS_HEADER]: TUS_VERSION,
				[NONCE_HEADER]: nonce,
				...asked.headers
			},
			body: asked.body ?? new Uint8Array(),
			deadlineMillis: DEADLINE
		});
	} catch (error) {
		throw new SyncTrouble('net', null, error);
	}
	const header = (name: string) => answer.header?.(name) ?? null;
	const isJson = answer.contentType.includes('json');
	switch (answer.status) {
		case 401:
			throw new SyncTrouble(isJson ? 'auth' : 'portal');
		case 429:
		case 503:
			throw new SyncTrouble('busy', waitOf(answer, ports.clock.now()));
	}
	if (answer.status >= 500) throw new SyncTrouble('server');
	if (header(NONCE_HEADER) !== nonce) throw new SyncTrouble('portal');
	if (header(SERVER_HEADER) !== serverId) throw new SyncTrouble('server');
	return { status: answer.status, standing: standingOf(header) };
}

function standingOf(header: (name: string) => string | null): UploadReply['standing'] {
	const state = FILE_STATES.find((one) => one === header(FILE_HEADER));
	const [offset, epoch] = [header(OFFSET_HEADER), header(EPOCH_HEADER)].map((text) =>
		text !== null && /^\d+$/.test(text) ? Number(text) : null
	);
	const at = header(TIME_HEADER);
	if (!state || at === null || typeof offset !== 'number' || typeof epoch !== 'number') return null;
	return { state, offset, epoch, at };
}
