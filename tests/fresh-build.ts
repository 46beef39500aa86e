/**
 * Is the production build that lies there the build of these sources? A story played on another one fails somewhere in the
 * middle and says nothing of the reason.
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build is made of, as patterns from the root. The compiled catalogue is made anew by the build's own commands. */
const SOURCES = ['src/**/*', 'static/**/*', 'package-lock.json', 'svelte.config.js', 'vite.config.ts'];
const COMPILED = 'src/lib/i18n/paraglide';

/**
 * @param root folder of the project
 * @returns the first source found that changed after the build, as a path from the root; `build` where there is none; null
 *   where the build is that of the sources
 */
export function newerThanBuild(root: string): string | null {
	const built = join(root, 'build', 'handler.js');
	if (!existsSync(built)) return 'build';
	const since = statSync(built).mtimeMs;
	for (const path of globSync(SOURCES, { cwd: root })) {
		if (path.replaceAll('\\', '/').startsWith(COMPILED)) continue;
		const found = statSync(join(root, path));
		if (found.isFile() && found.mtimeMs > since) return path;
	}
	return null;
}
