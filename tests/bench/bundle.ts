import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** A page's script in one file, made by the product's own bundler in production mode. */
export async function bundlePage(entry: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'liangfeng-bench-page-'));
	try {
		await build({
			configFile: false,
			logLevel: 'error',
			mode: 'production',
			root: import.meta.dirname,
			define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
			build: {
				outDir: folder,
				target: 'chrome99',
				reportCompressedSize: false,
				lib: {
					entry: join(import.meta.dirname, entry),
					formats: ['iife'],
					name: 'bench',
					fileName: () => 'page.js'
				}
			}
		});
		return readFileSync(join(folder, 'page.js'), 'utf8');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
