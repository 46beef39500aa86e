import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Hashes (`'sha256-...'`) of every inline script in the prerendered pages under `folder`, sorted; none if it is missing. */
export function inlineScriptHashes(folder: string): string[] {
	const hashes = new Set<string>();
	let files: string[];
	try {
		files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	} catch {
		return [];
	}
	for (const file of files.filter((name) => name.endsWith('.html'))) {
		const html = readFileSync(join(folder, file), 'utf8');
		for (const [, script = ''] of html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)) {
			hashes.add(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
		}
	}
	return [...hashes].sort();
}

/**
 * Headers that stand on every response. A page rendered by SvelteKit replaces the policy with its own (the same
 * directives and the hash of its own bootstrap); static and prerendered files are answered before any hook runs, which is why
 * they are set here.
 * @param origin the product's own origin; transport security only makes sense on https
 */
export function securityHeaders(
	origin: string,
	scriptHashes: readonly string[]
): Readonly<Record<string, string>> {
	const policy = [
		"default-src 'self'",
		// WebAssembly reads codes; other code is never compiled at run time.
		['script-src', "'self'", "'wasm-unsafe-eval'", ...scriptHashes].join(' '),
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"connect-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'"
	].join('; ');
	return {
		'content-security-policy': policy,
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		...(origin.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {})
	};
}

/**
 * What of them means something for an exchange, JSON that nothing ever shows as a page: not to be taken for another type, not to be
 * read by another origin. Most exchanges have nothing to say, and headers are most of their bytes.
 */
export function answerHeaders(all: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const kept = ['x-content-type-options', 'cross-origin-resource-policy', 'strict-transport-security'];
	return Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name)));
}
