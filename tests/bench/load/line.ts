import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What is asked takes longer than this: it has failed. */
const DEADLINE = 60_000;

export interface LineAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	/** Unpacked. */
	readonly text: string;
}

/** One phone's connection to its server, kept alive, one request after the other. */
export class Line {
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
	readonly #url: string;

	constructor(url: string) {
		this.#url = url;
	}

	/**
	 * A kept connection that the server closed as idle is opened again, as browsers do.
	 * @throws when there is no answer within a minute, or another status than 200 or 201
	 */
	async ask(
		method: 'GET' | 'POST' | 'PUT',
		path: string,
		headers: Readonly<Record<string, string>> = {},
		body?: Buffer | string
	): Promise<LineAnswer> {
		const answer = await this.#once(method, path, headers, body).catch((error: unknown) => {
			if (error instanceof ClosedWhileIdle) return this.#once(method, path, headers, body);
			throw error;
		});
		if (answer.status === 200 || answer.status === 201) return answer;
		throw new Error(`${path.split('?')[0]} ${answer.status} ${answer.text.slice(0, 200)}`);
	}

	#once(
		method: string,
		path: string,
		headers: Readonly<Record<string, string>>,
		body?: Buffer | string
	): Promise<LineAnswer> {
		return new Promise((settle, fail) => {
			const asking = request(this.#url + path, { method, agent: this.#agent, headers }, (answer) => {
				const parts: Buffer[] = [];
				answer.on('data', (part: Buffer) => parts.push(part));
				answer.on('error', fail);
				answer.on('end', () => {
					const all = Buffer.concat(parts);
					const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(all) : all;
					settle({ status: answer.statusCode ?? 0, headers: answer.headers, text: plain.toString() });
				});
			});
			asking.setTimeout(DEADLINE, () => asking.destroy(new Error('no answer within a minute')));
			asking.on('error', (error: Error & { code?: string }) =>
				fail(asking.reusedSocket && error.code === 'ECONNRESET' ? new ClosedWhileIdle() : error)
			);
			asking.end(body);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}

class ClosedWhileIdle extends Error {}
