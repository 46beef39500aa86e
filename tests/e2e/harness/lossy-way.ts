/** A way to a server on which some files are lost: who asks for one of them is cut off. */
import { createServer, request, type Server } from 'node:http';
import { readFileSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './server.ts';

export class LossyWay {
	/** Paths of what was lost. */
	readonly lost: string[] = [];
	/** Ends of the paths that do not come through. */
	loses: readonly string[];
	readonly #server: Server;

	private constructor(loses: readonly string[], target: number) {
		this.loses = loses;
		this.#server = createServer((asked, answer) => {
			const { pathname } = new URL(asked.url ?? '/', 'http://localhost');
			if (this.loses.some((end) => pathname.endsWith(end))) {
				this.lost.push(pathname);
				asked.socket.destroy();
				return;
			}
			const { method, url: path, headers } = asked;
			const onward = request({ host: '127.0.0.1', port: target, method, path, headers }, (come) => {
				answer.writeHead(come.statusCode ?? 502, come.rawHeaders);
				come.pipe(answer);
				answer.on('close', () => come.destroy());
			});
			onward.on('error', () => asked.socket.destroy());
			asked.pipe(onward);
		});
	}

	/** From `port` of this machine to its port `target`. */
	static async open(port: number, target: number, loses: readonly string[]): Promise<LossyWay> {
		const way = new LossyWay(loses, target);
		await new Promise<void>((settle) => way.#server.listen(port, '127.0.0.1', () => settle()));
		return way;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((settle) => this.#server.close(settle));
	}
}

/** Name of the one file of the built app in which `words` stand. */
export function partWith(words: string): string {
	const files = globSync('build/client/_app/immutable/**/*.js', { cwd: ROOT });
	const found = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes(words));
	if (found.length !== 1) throw new Error(`"${words}" stands in ${found.length} files of the built app.`);
	return basename(found[0] ?? '');
}
