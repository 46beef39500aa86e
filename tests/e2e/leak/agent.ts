/** One account with all its ways in at once: a phone's session and a desk's, over raw HTTP. */
import { OFFSET_STREAM, uploadPath } from '#lib/protocol/upload.ts';
import { Device } from '../harness/device.ts';
import type { Viewer } from './oracle.ts';

/** An answer of the server: where it came from and all of its text. */
export interface Said {
	readonly from: string;
	readonly status: number;
	readonly text: string;
}

export class Agent {
	readonly viewer: Viewer;
	readonly phone: Device;
	readonly #url: string;
	readonly #cookies = new Map<string, string>();
	/** Every answer, in order. */
	readonly said: Said[] = [];

	constructor(url: string, viewer: Viewer) {
		this.#url = url;
		this.viewer = viewer;
		this.phone = new Device(url);
	}

	/** @param password null: somebody who never signs in */
	async signIn(login: string, password: string | null): Promise<void> {
		if (password === null) return;
		this.hear('POST /api/auth/sign-in', 200, JSON.stringify(await this.phone.signIn(login, password)));
		await this.post('/desk/sign-in?/enter', { login, password });
	}

	hear(from: string, status: number, text: string): Said {
		const one = { from, status, text };
		this.said.push(one);
		return one;
	}

	async get(path: string): Promise<Said> {
		return this.#send('GET', path, {});
	}

	async post(path: string, fields: Readonly<Record<string, string>>): Promise<Said> {
		return this.#send('POST', path, { body: new URLSearchParams(fields) });
	}

	async postJson(path: string, content: unknown): Promise<Said> {
		const answer = await this.phone.send(path, JSON.stringify(content));
		return this.hear(`POST ${path}`, answer.status, answer.body);
	}

	/** Sends a byte for somebody's photo. */
	async appendToPhoto(id: string): Promise<void> {
		const path = uploadPath(id);
		const headers = { ...this.phone.headers(), 'content-type': OFFSET_STREAM, 'upload-offset': '0' };
		const response = await fetch(this.#url + path, { method: 'PATCH', body: 'x', headers });
		const head = [...response.headers].map((pair) => pair.join(': ')).join('\n');
		this.hear(`PATCH ${path}`, response.status, head);
	}

	/** A file as its text: what lies zipped in a workbook is unpacked by `read`. */
	async download(
		path: string,
		fields: Readonly<Record<string, string>>,
		read: (bytes: Uint8Array) => Promise<string>
	): Promise<Said> {
		const response = await this.#fetch('POST', path, { body: new URLSearchParams(fields) });
		const bytes = new Uint8Array(await response.arrayBuffer());
		const isText = /html|json|text/.test(response.headers.get('content-type') ?? '');
		return this.hear(
			`POST ${path}`,
			response.status,
			isText ? new TextDecoder().decode(bytes) : await read(bytes)
		);
	}

	async #send(method: string, path: string, init: RequestInit): Promise<Said> {
		const response = await this.#fetch(method, path, init);
		const head = [...response.headers].map((pair) => pair.join(': ')).join('\n');
		return this.hear(`${method} ${path}`, response.status, `${head}\n${await response.text()}`);
	}

	async #fetch(method: string, path: string, init: RequestInit): Promise<Response> {
		const asked = {
			...init,
			method,
			redirect: 'manual',
			headers: {
				origin: this.#url,
				accept: 'text/html',
				cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
			}
		} as const;
		const response = await fetch(this.#url + path, asked);
		for (const line of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			this.#cookies.set(name, value);
		}
		return response;
	}
}
