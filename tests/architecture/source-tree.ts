import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One text file of the project; `path` is relative to the project's root, with forward slashes. */
export interface SourceFile {
	readonly path: string;
	readonly text: string;
}

export const ROOT = resolve(import.meta.dirname, '../..');

const CODE = /\.(ts|js|svelte)$/;
const GENERATED = ['src/i18n/paraglide'];

function walk(folder: string, found: string[]): void {
	for (const name of readdirSync(join(ROOT, folder)).sort()) {
		const path = `${folder}/${name}`;
		if (GENERATED.includes(path) || name === 'node_modules') continue;
		if (statSync(join(ROOT, path)).isDirectory()) walk(path, found);
		else if (CODE.test(name)) found.push(path);
	}
}

/** Code of the given folders (generated code left out), in order of path. */
export function readSources(...folders: readonly string[]): SourceFile[] {
	const paths: string[] = [];
	for (const folder of folders) walk(folder, paths);
	return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

export const isTest = (path: string) =>
	path.endsWith('.test.ts') || path.startsWith('tests/') || path.includes('/testing/');
