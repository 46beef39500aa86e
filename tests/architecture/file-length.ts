import type { Violation } from './import-direction.ts';
import type { SourceFile } from './source-tree.ts';

export const MOST_LINES = 300;

/** Files that may be longer, each with its reason. Meant to stay empty. */
const ALLOWED: Readonly<Record<string, string>> = {
	'src/lib/server/database/migrations/0001-begin.ts': 'a migration is one step and is never touched again'
};

/** Files with more than 300 lines: there is a second job in them. */
export function longFiles(files: readonly SourceFile[]): Violation[] {
	return files
		.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
		.filter(({ path, lines }) => lines > MOST_LINES && !(path in ALLOWED))
		.map(({ path, lines }) => ({ path, rule: `has ${lines} lines, ${MOST_LINES} at most.` }));
}
