import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from '#lib/server/config.ts';
import { log, quietPath } from '#lib/server/log.ts';
import { LARGEST_BODY, refusesBody } from './body-limit.ts';
import { IMMUTABLE, keepAssets, keptAsset, serveKeptAsset } from './immutable-assets.ts';
import { RateLimit } from './rate-limit.ts';
import { answerHeaders, inlineScriptHashes, securityHeaders } from './security-headers.ts';
import { stopStep } from './stopping.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * All phones of a city may share one address and look for a new version at once: this stops a flood, not a city. Limits per
 * account are where passwords are checked and where phones exchange.
 */
const BURST = 6_000;
const REFILL_SECONDS = 60;
const CLOSES_WITHIN = 10_000;

/** A server that listens; `close` lets running requests finish for 10 s, then closes the database. */
export interface RunningServer {
	readonly origin: string;
	close(): Promise<void>;
}

/** The product has not been built: `npm run build` comes first. */
export class NotBuiltError extends Error {
	constructor(options?: ErrorOptions) {
		super('build/handler.js is missing or broken: run `npm run build` first', options);
		this.name = 'NotBuiltError';
	}
}

/**
 * The own small server around the built handler: security headers on everything (the handler serves static and
 * prerendered files before any hook), old assets for phones with older versions, limits, a log without persons.
 * @param build folder of the build, with `handler.js`
 * @throws NotBuiltError, or the error of listening (EADDRINUSE, EACCES)
 */
export async function startServer(config: Config, build = resolve('build')): Promise<RunningServer> {
	// The handler reads its settings from the environment while it is imported.
	process.env.ORIGIN = config.origin;
	process.env.DATA_DIR = config.dataDir;
	process.env.DATABASE_URL = config.databaseUrl;
	process.env.BODY_SIZE_LIMIT = String(LARGEST_BODY);
	if (config.trustProxy) Object.assign(process.env, { ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '1' });
	const handler = await loadHandler(build);

	const built = join(build, 'client', IMMUTABLE);
	const kept = join(config.dataDir, 'assets');
	keepAssets(built, kept, Date.now());
	const onPages = securityHeaders(config.origin, inlineScriptHashes(join(build, 'prerendered')));
	const headersOf = { page: Object.entries(onPages), answer: Object.entries(answerHeaders(onPages)) };
	const limit = new RateLimit(BURST, REFILL_SECONDS);

	const server = createServer((request, response) => {
		const started = performance.now();
		const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/';
		const headers = isExchangePath(pathname) ? headersOf.answer : headersOf.page;
		for (const [name, value] of headers) response.setHeader(name, value);
		if (!pathname.startsWith(IMMUTABLE)) {
			// The worker and the pages must be asked for again; only hashed assets may be kept.
			response.setHeader('cache-control', 'no-cache');
			response.once('finish', () =>
				log.info('request', {
					method: request.method ?? '',
					path: quietPath(request.url ?? '/'),
					status: response.statusCode,
					millis: Math.round(performance.now() - started)
				})
			);
		}
		if (pathname.startsWith(IMMUTABLE)) {
			// The handler would answer an unknown asset with a page.
			if (keptAsset(built, pathname) === null) return serveKeptAsset(kept, pathname, response);
		} else {
			const isCounted = !isPhoneExchange(request, pathname);
			const wait = isCounted ? limit.take(callerOf(request, config.trustProxy), started) : 0;
			if (wait > 0) {
				response.writeHead(429, {
					'content-type': 'application/json',
					'retry-after': String(wait)
				});
				response.end(JSON.stringify({ error: 'too-many', retryAfterSeconds: wait }));
				return;
			}
			if (refusesBody(request, response, pathname)) return;
		}
		handler(request, response, () => {
			response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
			response.end('Not found\n');
		});
	});
	await listen(server, config);
	return { origin: config.origin, close: () => stop(server) };
}

async function loadHandler(build: string): Promise<Handler> {
	try {
		const module: { handler: Handler } = await import(pathToFileURL(join(build, 'handler.js')).href);
		return module.handler;
	} catch (cause) {
		throw new NotBuiltError({ cause });
	}
}

const isExchangePath = (pathname: string) =>
	pathname.startsWith('/api/sync/') || pathname.startsWith('/api/attachments');

/** A phone's exchange is limited by account and phone (`sync/admit-phone.ts`), once its session is known. */
function isPhoneExchange(request: IncomingMessage, pathname: string): boolean {
	return isExchangePath(pathname) && /(?:^|;\s*)lf_[0-9a-f]{16}=/.test(request.headers.cookie ?? '');
}

function callerOf(request: IncomingMessage, trustProxy: boolean): string {
	const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined;
	const list = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',');
	return list.at(-1)?.trim() || (request.socket.remoteAddress ?? '');
}

function listen(server: Server, config: Config): Promise<void> {
	return new Promise((settle, fail) => {
		server.once('error', fail);
		server.listen(config.port, config.host, () => {
			server.off('error', fail);
			settle();
		});
	});
}

/** Order matters: no new request, streams ended, requests under way answered, and only then the database closed. */
async function stop(server: Server): Promise<void> {
	const drained = close(server);
	await stopStep('streams');
	await drained;
	await stopStep('database');
}

function close(server: Server): Promise<void> {
	return new Promise((settle) => {
		const force = setTimeout(() => server.closeAllConnections(), CLOSES_WITHIN);
		// A connection whose answer is out would be kept open for the phone's next request.
		const idle = setInterval(() => server.closeIdleConnections(), 50);
		server.close(() => {
			clearTimeout(force);
			clearInterval(idle);
			settle();
		});
		server.closeIdleConnections();
	});
}
