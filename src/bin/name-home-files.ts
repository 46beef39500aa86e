/** For the offline shell: Kit names the files of the shell's own page, and the router asks for the home's only when it has started. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { firstScreenFiles, readBuildManifest } from './field-files.ts';

const PRELOAD = /\t*<link href="[^"]+" rel="modulepreload">\n/g;
/** A page's parser waits at it, so that it stands behind what is to be fetched meanwhile. */
const BEFORE = /(?=\t*<script src="\/early\.js">)/;

/**
 * Names what the home is made of instead, the largest files first: they take longest to compile.
 * @param root folder of the product, where the phone's half has been built
 */
export function nameHomeFiles(html: string, root: string): string {
	const files = firstScreenFiles(readBuildManifest(root), (key) => readFileSync(join(root, key), 'utf8'));
	const bytes = (file: string) => statSync(join(root, '.svelte-kit/output/client', file)).size;
	const links = [...files]
		.filter((file) => file.endsWith('.js'))
		.sort((a, b) => bytes(b) - bytes(a))
		.map((file) => `\t\t<link href="/${file}" rel="modulepreload">\n`);
	return html.replace(PRELOAD, '').replace(BEFORE, links.join(''));
}
