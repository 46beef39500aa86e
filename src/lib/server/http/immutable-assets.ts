import {
	cpSync,
	createReadStream,
	existsSync,
	mkdirSync,
	readdirSync,
	rmSync,
	statSync,
	utimesSync
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

export const IMMUTABLE = '/_app/immutable/';
const KEPT_MILLIS = 90 * 24 * 60 * 60 * 1000;

const TYPES: Readonly<Record<string, string>> = {
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.wasm': 'application/wasm',
	'.json': 'application/json'
};

/**
 * Copies this build's hashed assets to `kept` and removes those that no build has used for 90 days: a phone that still
 * runs last month's version gets its lazy chunks, not the shell in their place.
 */
export function keepAssets(built: string, kept: string, now: number): void {
	mkdirSync(kept, { recursive: true });
	if (existsSync(built)) cpSync(built, kept, { recursive: true });
	for (const name of readdirSync(kept, { recursive: true, encoding: 'utf8' })) {
		const file = join(kept, name);
		if (!statSync(file).isFile()) continue;
		if (existsSync(join(built, name))) utimesSync(file, now / 1000, now / 1000);
		else if (now - statSync(file).mtimeMs > KEPT_MILLIS) rmSync(file);
	}
}

/** The kept file behind a path below `IMMUTABLE`, or null; nothing outside `kept` is ever named. */
export function keptAsset(kept: string, pathname: string): string | null {
	let name: string;
	try {
		name = normalize(decodeURIComponent(pathname.slice(IMMUTABLE.length)));
	} catch {
		return null;
	}
	if (name.startsWith('..') || name.startsWith(sep) || name.includes('\u0000')) return null;
	const file = join(kept, name);
	return existsSync(file) && statSync(file).isFile() ? file : null;
}

/** Answers with an older build's asset, or 404 in plain text. */
export function serveKeptAsset(kept: string, pathname: string, response: ServerResponse): void {
	const file = keptAsset(kept, pathname);
	if (file === null) {
		response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
		response.end('Not found\n');
		return;
	}
	response.writeHead(200, {
		'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
		'cache-control': 'public, max-age=31536000, immutable'
	});
	createReadStream(file).pipe(response);
}
