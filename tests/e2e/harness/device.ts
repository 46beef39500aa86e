/** A device without a browser: speaks the protocol over raw HTTP, so that it can also speak it badly. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Operation, Verb } from '#lib/domain/operation.ts';
import type { Photo } from '#lib/domain/photo.ts';
import { signedIn, type SignedIn } from '#lib/protocol/auth.ts';
import { pullResponse, type PullResponse } from '#lib/protocol/pull.ts';
import { ACCOUNT_HEADER, PROTOCOL_VERSION, pushResponse, type PushResponse } from '#lib/protocol/push.ts';
import { OFFSET_STREAM, uploadPath, writeMetadata } from '#lib/protocol/upload.ts';
import { kindOf } from '#lib/records/index.ts';
import { createEventReader, type ServerEvent } from '#lib/sync/read-events.ts';

export interface Answer {
	readonly status: number;
	readonly type: string;
	readonly retryAfter: string | null;
	readonly body: string;
}

export interface Listening {
	readonly status: number;
	readonly type: string;
	event(name: string): Promise<string | null>;
	hangUp(): void;
}

export class Device {
	readonly deviceId = uuidV7(Date.now(), randomBytes(10));
	#url: string;
	#cookies = new Map<string, string>();
	#n = 0;
	session: SignedIn | null = null;

	constructor(url: string) {
		this.#url = url;
	}

	/** From now on it talks to another server of the same deployment. */
	moveTo(url: string): void {
		this.#url = url;
	}

	async send(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Answer> {
		const response = await fetch(this.#url + path, {
			method: 'POST',
			body,
			headers: {
				'content-type': 'application/json',
				...this.headers(),
				...headers
			}
		});
		for (const line of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			this.#cookies.set(name, value);
		}
		return {
			status: response.status,
			type: response.headers.get('content-type') ?? '',
			retryAfter: response.headers.get('retry-after'),
			body: await response.text()
		};
	}

	/** Listens to the server's pokes; `event` gives the next one of that name, null at the end of the stream. */
	async listen(): Promise<Listening> {
		const cut = new AbortController();
		const response = await fetch(`${this.#url}/api/sync/live`, {
			headers: this.headers(),
			signal: cut.signal
		});
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		const read = createEventReader();
		const waiting: ServerEvent[] = [];
		return {
			status: response.status,
			type: response.headers.get('content-type') ?? '',
			hangUp: () => cut.abort(),
			async event(name) {
				for (;;) {
					const next = waiting.shift();
					if (next?.event === name) return next.data;
					if (next) continue;
					const piece = await reader?.read();
					if (!piece || piece.done) return null;
					waiting.push(...read(piece.value));
				}
			}
		};
	}

	/** What names and proves the person and phone of a request. */
	headers(): Record<string, string> {
		return {
			origin: this.#url,
			cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
			...(this.session ? { [ACCOUNT_HEADER]: this.session.account.id } : {})
		};
	}

	/** Where many before it failed from the same address it comes back when it is told to. */
	async signIn(login: string, password: string): Promise<SignedIn> {
		const asked = { login, password, deviceId: this.deviceId, deviceLabel: 'e2e' };
		const answer = await this.send('/api/auth/sign-in', JSON.stringify(asked));
		if (answer.status === 429 && answer.retryAfter !== null) {
			await pause(Number(answer.retryAfter) * 1_000);
			return this.signIn(login, password);
		}
		if (answer.status !== 200) throw new Error(`Sign-in of ${login}: ${answer.status} ${answer.body}`);
		this.session = signedIn.parse(JSON.parse(answer.body));
		return this.session;
	}

	/** An operation with fresh ids; the body is the kind's own sample with `changes` laid over. */
	operation(kind: string, changes: Record<string, unknown> = {}, rest: Partial<Operation> = {}): Operation {
		const definition = kindOf(kind);
		if (definition === undefined) throw new Error(`No kind ${kind}.`);
		const body = { ...(definition.sample as Record<string, unknown>), ...changes };
		return {
			opId: uuidV7(Date.now(), randomBytes(10)),
			n: ++this.#n,
			verb: 'create' satisfies Verb,
			kind,
			recordId: uuidV7(Date.now(), randomBytes(10)),
			scope: `area:${String(body.region)}`,
			baseRev: 0,
			schema: definition.version,
			at: new Date().toISOString(),
			body,
			attachments: [],
			...rest
		};
	}

	/** Sends the whole file of a photo that a pushed record names (`protocol/upload.ts`). */
	async sendPhoto({ id, sha256, mime }: Photo, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
		const announced = await this.send('/api/attachments', '', {
			'upload-length': String(bytes.length),
			'upload-metadata': writeMetadata({ id, sha256, mime })
		});
		if (announced.status !== 201) throw new Error(`Photo: ${announced.status} ${announced.body}`);
		const response = await fetch(this.#url + uploadPath(id), {
			method: 'PATCH',
			body: bytes,
			headers: { ...this.headers(), 'content-type': OFFSET_STREAM, 'upload-offset': '0' }
		});
		return response.headers.get('x-liangfeng-file');
	}

	/** A photo as a phone asks for it: status and text. */
	async photo(id: string): Promise<{ readonly status: number; readonly text: string }> {
		const response = await fetch(`${this.#url}/api/attachments/${id}`, { headers: this.headers() });
		return { status: response.status, text: await response.text() };
	}

	#envelope(): Record<string, unknown> {
		return {
			protocol: PROTOCOL_VERSION,
			deviceId: this.deviceId,
			epoch: this.session?.epoch ?? 0,
			nonce: randomUUID(),
			deviceTime: new Date().toISOString(),
			heartbeat: {
				unsent: { count: 0, oldest: null },
				persistent: null,
				freeBytes: null,
				appVersion: 'e2e'
			}
		};
	}

	/** Text of a push; `changes` spoil the envelope. */
	pushText(operations: readonly unknown[], changes: Record<string, unknown> = {}): string {
		return JSON.stringify({
			...this.#envelope(),
			grantsRev: this.session?.grantsRev ?? 0,
			operations,
			...changes
		});
	}

	async push(operations: readonly unknown[]): Promise<PushResponse> {
		const zipped = gzipSync(this.pushText(operations));
		const answer = await this.send('/api/sync/push', zipped, { 'content-encoding': 'gzip' });
		if (answer.status !== 200) throw new Error(`Push: ${answer.status} ${answer.body}`);
		return pushResponse.parse(JSON.parse(answer.body));
	}

	pullText(cursors: readonly unknown[] = [], changes: Record<string, unknown> = {}): string {
		return JSON.stringify({ ...this.#envelope(), cursors, unresolved: [], ...changes });
	}

	async pull(cursors: readonly unknown[] = []): Promise<PullResponse> {
		const answer = await this.send('/api/sync/pull', this.pullText(cursors));
		if (answer.status !== 200) throw new Error(`Pull: ${answer.status} ${answer.body}`);
		return pullResponse.parse(JSON.parse(answer.body));
	}

	/** Everything in one scope, from the beginning, page by page. */
	async pullScope(scope: string): Promise<PullResponse['pages'][number]['rows']> {
		const rows: PullResponse['pages'][number]['rows'] = [];
		let cursor = { scope, gen: 0, seq: 0 };
		for (;;) {
			const answer = await this.pull([cursor]);
			const page = answer.pages.find((candidate) => candidate.scope === scope);
			if (page === undefined) return rows;
			rows.push(...page.rows);
			if (!page.more) return rows;
			cursor = { scope, gen: page.gen, seq: page.to };
		}
	}
}
