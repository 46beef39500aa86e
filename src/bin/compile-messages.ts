/** `npm run messages`: the catalogue as code, for browsers a module for each message, for Node one for each language. */
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { compileProject, writeOutput } from '@inlang/paraglide-js';
import { loadProjectFromDirectory } from '@inlang/sdk';

const CATALOGUE = resolve(import.meta.dirname, '../i18n');
const OUTPUT = join(CATALOGUE, 'paraglide');
const projectPath = join(CATALOGUE, 'project.inlang');

// Reading the catalogue takes ten times as long as writing it: it is read once for both.
const project = await loadProjectFromDirectory({ path: projectPath, fs });
for (const [directory, outputStructure] of [
	[OUTPUT, 'message-modules'],
	[join(OUTPUT, 'node'), 'locale-modules']
] as const) {
	const output = await compileProject({
		project,
		projectPath,
		compilerOptions: { outputStructure, strategy: ['cookie', 'globalVariable', 'baseLocale'] }
	});
	await writeOutput({ directory, output, cleanDirectory: true, fs: fs.promises });
}
const problems = await project.errors.get();
await project.close();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
