/**
 * The production build that stories and measurements run on is the build of these sources. A story played on another one fails
 * somewhere in the middle and says nothing of the reason, and a measurement tells of code that is gone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build is made of, as patterns from the root. The compiled catalogue is made anew by the build's own commands. */
const SOURCES = ['src/**/*', 'static/**/*', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const COMPILED = 'src/lib/i18n/paraglide';

/** Builds the project in folder `root` anew where its build is not of its sources. @throws when that fails */
export function requireFreshBuild(root: string): void {
	const reason = whyBuild(root);
	if (reason === null) return;
	console.log(`${reason}: building it.`);
	for (const script of ['messages', 'build']) {
		const shell = process.platform === 'win32';
		const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit', shell });
		if (status !== 0) throw new Error(`npm run ${script} failed.`);
	}
}

/**
 * By the times of the files: one that only went away is not noticed.
 * @param root folder of the project
 * @returns why it has to be built; null where the build is of the sources
 */
export function whyBuild(root: string): string | null {
	const built = join(root, 'build', 'handler.js');
	if (!existsSync(built)) return 'There is no production build';
	const since = statSync(built).mtimeMs;
	for (const path of globSync(SOURCES, { cwd: root })) {
		if (path.replaceAll('\\', '/').startsWith(COMPILED)) continue;
		const found = statSync(join(root, path));
		if (found.isFile() && found.mtimeMs > since) return `${path} is newer than the production build`;
	}
	return null;
}
