/** For the offline shell: Kit names the files of the shell's own page, and the router asks for the home's only when it has started. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstScreenFiles, readBuildManifest } from './field-files.ts';

/** @param root folder of the product, where the phone's half has been built */
export function nameHomeFiles(html: string, root: string): string {
	const files = firstScreenFiles(readBuildManifest(root), (key) => readFileSync(join(root, key), 'utf8'));
	const missing = [...files].filter((file) => file.endsWith('.js') && !html.includes(`/${file}"`));
	const links = missing.map((file) => `\t<link href="/${file}" rel="modulepreload">\n`);
	return html.replace('</head>', `${links.join('')}\t</head>`);
}
