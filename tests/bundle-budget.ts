/** Weighs the built field app against its budget (gzip, 1 kB = 1000 bytes). Run after `vite build`. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { deskFiles, fieldFiles, firstScreenFiles, readBuildManifest } from '../src/bin/field-files.ts';

const CLIENT = join(import.meta.dirname, '../.svelte-kit/output/client');
const FIRST_SCREEN = 125_000;
const PRECACHED = 350_000;
/** The reader of codes without its wasm: what drives it in JavaScript. Kept on phones too, and weighed apart with it. */
const READER = 20_000;

const weigh = (files: Iterable<string>) =>
	[...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(CLIENT, file))).length }));
const sum = (weighed: readonly { bytes: number }[]) => weighed.reduce((all, { bytes }) => all + bytes, 0);
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

const manifest = readBuildManifest();
const isScript = (file: string) => file.endsWith('.js');
const first = weigh([...firstScreenFiles(manifest)].filter(isScript));
const isReader = new Set(
	Object.values(manifest).flatMap(({ name, file }) => (name === 'code-reader' ? [file] : []))
);
const all = weigh([...fieldFiles(manifest)].filter((file) => isScript(file) || file.endsWith('.css')));

const kept = all.filter(({ file }) => !isReader.has(file));
const reader = all.filter(({ file }) => isReader.has(file));

let failed = false;
for (const [name, weighed, budget] of [
	['JavaScript of the first screen', first, FIRST_SCREEN],
	['all precached code but the reader of codes', kept, PRECACHED],
	['the reader of codes, its wasm apart', reader, READER]
] as const) {
	const total = sum(weighed);
	console.log(`${name}: ${kb(total)} of ${kb(budget)} (${weighed.length} files)`);
	if (total <= budget) continue;
	failed = true;
	const heaviest = [...weighed].sort((a, b) => b.bytes - a.bytes).slice(0, 8);
	for (const { file, bytes } of heaviest) console.log(`  ${kb(bytes)}  ${file}`);
}

// The worker must keep exactly what was weighed: no page of the desk, nothing of the field app missing.
const worker = readFileSync(join(CLIENT, 'service-worker.js'), 'utf8');
const precached = new Set(
	[...worker.matchAll(/_app\/immutable\/[\w./-]+?\.(?:js|css)(?![\w-])/g)].map(([url]) => url)
);
const missing = all.filter(({ file }) => !precached.has(file));
const foreign = [...precached].filter((url) => !fieldFiles(manifest).has(url));
if (missing.length > 0 || foreign.length > 0 || !/["']?url["']?:\s*["']shell["']/.test(worker)) {
	failed = true;
	console.log(`The worker misses ${missing.map(({ file }) => file).join(', ') || 'nothing'}`);
	console.log(`and keeps ${foreign.join(', ') || 'nothing'} that is not the field app's, or has no shell.`);
}

// The home's file opens the phone's databases as soon as it runs: at the desk there is no phone.
const home = Object.values(manifest).filter(({ name }) => name === 'home');
if (home.length === 0 || home.some(({ file }) => deskFiles(manifest).has(file))) {
	failed = true;
	console.log('A page of the desk comes with the home of the phone, or there is no such file.');
}

// A phone that starts without a network asks for all of them at once, not for some when others have begun to run.
const shell = readFileSync(join(CLIENT, '../prerendered/pages/shell.html'), 'utf8');
const unnamed = first.filter(({ file }) => !shell.includes(`href="/${file}" rel="modulepreload"`));
if (unnamed.length > 0) {
	failed = true;
	console.log(`The shell does not name ${unnamed.map(({ file }) => file).join(', ')}`);
}
if (failed) process.exit(1);
