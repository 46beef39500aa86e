/**
 * A server of one phone as a process of its own, that kills itself in its first push, before or after the commit.
 * Arguments: database, account, device, instant, `before`, `after` or `never`. Prints its port.
 */
import { createServer } from 'node:http';
import { openDatabase, type ServerDatabase } from '#lib/server/database/open.ts';
import { serve } from './serve-phone.ts';

const [url = '', account = '', device = '', instant = '', when = ''] = process.argv.slice(2);
const database = openDatabase(url);
const die = () => process.kill(process.pid, 'SIGKILL');
const crashing: ServerDatabase = {
	...database,
	concurrently: async (work) => {
		const done = await database.concurrently(async (trx) => {
			const result = await work(trx);
			if (when === 'before') die();
			return result;
		});
		if (when === 'after') die();
		return done;
	}
};
const clock = () => new Date(instant);
const push = serve(crashing, account, device, clock);
const pull = serve(database, account, device, clock);

const server = createServer((request, response) => {
	const parts: Buffer[] = [];
	request.on('data', (part: Buffer) => parts.push(part));
	request.on('end', () => {
		const path = request.url ?? '';
		const headers = { 'content-encoding': request.headers['content-encoding'] ?? '' };
		const body = Uint8Array.from(Buffer.concat(parts));
		const asked = { path, headers, body, deadlineMillis: 0 };
		void (path.endsWith('push') ? push : pull)(asked).then(({ status, contentType, text }) => {
			response.writeHead(status, { 'content-type': contentType }).end(text);
		});
	});
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	console.log(typeof address === 'object' && address !== null ? address.port : 0);
});
