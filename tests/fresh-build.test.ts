import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whyBuild } from './fresh-build.ts';

let root = '';

/** Writes a file that changed so many seconds after the beginning of time. */
function put(path: string, seconds: number): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), '');
	utimesSync(join(root, path), seconds, seconds);
}

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'fresh-build-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the build that stories are played on', () => {
	it('is missing, that of the sources, or older than one of them', () => {
		put('src/routes/page.svelte', 100);
		expect(whyBuild(root)).toBe('There is no production build');
		put('build/handler.js', 200);
		expect(whyBuild(root)).toBeNull();
		put('src/routes/page.svelte', 300);
		expect(whyBuild(root)).toContain(join('src', 'routes', 'page.svelte'));
	});

	it('is not older for what its own commands write, nor for a test', () => {
		put('build/handler.js', 200);
		put('src/lib/i18n/paraglide/messages.js', 300);
		put('tests/e2e/one.e2e.ts', 300);
		expect(whyBuild(root)).toBeNull();
	});
});
