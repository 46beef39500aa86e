/**
 * Which built files the field app needs, read from vite's manifest: what the service worker keeps for offline use and
 * what the bundle budget weighs. Pages of the desk and what only they import are left out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BuiltChunk {
	/** Of the module or of the group it was made of. */
	readonly name?: string;
	readonly file: string;
	readonly imports?: readonly string[];
	readonly dynamicImports?: readonly string[];
	readonly css?: readonly string[];
	readonly assets?: readonly string[];
}
export type BuildManifest = Readonly<Record<string, BuiltChunk>>;

const ROOT = join(import.meta.dirname, '../..');
/** Kit's own entry points: `start` and `app`; `app` names every page lazily, so its lazy imports are not followed. */
const ENTRY = /(client\/entry\.js|client-optimized\/app\.js|runtime\/client\/entry)/;
const NODE = /client-optimized\/nodes\/\d+\.js$/;

export function readBuildManifest(root = ROOT): BuildManifest {
	const path = join(root, '.svelte-kit/output/client/.vite/manifest.json');
	return JSON.parse(readFileSync(path, 'utf8')) as BuildManifest;
}

/** The generated source of a page's node: it names the component in `src/routes` it stands for. */
const readNode = (key: string) => readFileSync(join(ROOT, key), 'utf8');

/** True for the nodes of the offline app: the root's layout and error page, the shell and everything in `(field)`. */
export function isFieldNode(source: string): boolean {
	const routes = [...source.matchAll(/src\/routes\/([^"']+)/g)].map((match) => match[1] ?? '');
	// A node without a file of its own (Kit's default layout) belongs to everybody.
	return routes.every((path) => /^(\(field\)\/|shell\/|\+layout|\+error)/.test(path));
}

function closure(manifest: BuildManifest, roots: readonly string[], lazy: boolean): Set<string> {
	const files = new Set<string>();
	const seen = new Set<string>();
	const visit = (key: string): void => {
		const chunk = manifest[key];
		if (!chunk || seen.has(key)) return;
		seen.add(key);
		for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
		chunk.imports?.forEach(visit);
		if (lazy && !ENTRY.test(key)) chunk.dynamicImports?.forEach(visit);
	};
	roots.forEach(visit);
	return files;
}

/** Files (paths below `client/`) that every address of the field app may need. */
export function fieldFiles(manifest: BuildManifest, nodeSource = readNode): Set<string> {
	const keys = Object.keys(manifest);
	const nodes = keys.filter((key) => NODE.test(key) && isFieldNode(nodeSource(key)));
	return closure(manifest, [...keys.filter((key) => ENTRY.test(key)), ...nodes], true);
}

/** Files that a page of the desk, a setup link or a code's page may load. */
export function deskFiles(manifest: BuildManifest, nodeSource = readNode): Set<string> {
	const keys = Object.keys(manifest);
	const nodes = keys.filter(
		(key) => NODE.test(key) && !/src\/routes\/(\(field\)|shell)\//.test(nodeSource(key))
	);
	return closure(manifest, [...keys.filter((key) => ENTRY.test(key)), ...nodes], true);
}

/** Files that are loaded before the first screen (`/`, today) can be used. */
export function firstScreenFiles(manifest: BuildManifest, nodeSource = readNode): Set<string> {
	const keys = Object.keys(manifest);
	const nodes = keys.filter(
		(key) => NODE.test(key) && /src\/routes\/(\+layout|\(field\)\/\+(layout|page)\.)/.test(nodeSource(key))
	);
	return closure(manifest, [...keys.filter((key) => ENTRY.test(key)), ...nodes], false);
}

interface PrecacheEntry {
	url: string;
	revision: string | null;
	size: number;
}

/** For workbox: keeps the field app's files and gives each the address the browser asks for. */
export function keepFieldFiles(entries: PrecacheEntry[]): { manifest: PrecacheEntry[] } {
	const kept = fieldFiles(readBuildManifest());
	const manifest = entries
		.map((entry) => ({ ...entry, url: entry.url.replace(/^client\//, '') }))
		.filter(({ url }) => !url.startsWith('_app/immutable/') || kept.has(url))
		.filter(({ url }) => !url.startsWith('prerendered/') || url === 'prerendered/pages/shell.html')
		.map((entry) => (entry.url.startsWith('prerendered/') ? { ...entry, url: 'shell' } : entry));
	return { manifest };
}
