import type { Violation } from './import-direction.ts';
import { literalsOfScript } from './chinese-literals.ts';
import { isTest, type SourceFile } from './source-tree.ts';

/**
 * What PostgreSQL has and its distributed relatives have not, or not in the same way: the server needs row locks, savepoints and
 * unique keys only, so that any of them can carry it.
 */
const WORDS: readonly (readonly [pattern: RegExp, what: string])[] = [
	[/\bpg_(?:try_)?advisory\w*/i, 'an advisory lock'],
	[/\block\s+table\b/i, 'a lock on a table'],
	[/\b(?:next|curr|set|last)val\b/i, 'a sequence'],
	[/\b(?:big|small)?serial\b|\bas\s+identity\b|\bcreate\s+(?:\w+\s+)*?sequence\b/i, 'a sequence'],
	[/\bcreate\s+(?:\w+\s+)*?trigger\b/i, 'a trigger'],
	[/\bcreate\s+(?:\w+\s+)*?(?:function|procedure)\b|\bdo\s+\$\w*\$/i, 'a function'],
	[/^\s*(?:un)?listen\s+\S|^\s*notify\s+\S|\bpg_notify\b/i, 'notifications']
];
/** The same asked of Kysely. */
const CALLS =
	/\.(?:autoIncrement|generatedAlwaysAsIdentity|generatedByDefaultAsIdentity|forShare|forNoKeyUpdate)\(/;

/** Texts of the server and its commands that ask a database for more than it may need. */
export function wideSql(files: readonly SourceFile[]): Violation[] {
	return files
		.filter(({ path }) => /^src\/(?:lib\/server|bin)\//.test(path) && !isTest(path))
		.flatMap(({ path, text }) => {
			const literals = path.endsWith('.svelte') ? [] : literalsOfScript(path, text);
			const asked = WORDS.filter(([pattern]) => literals.some((literal) => pattern.test(literal)));
			return [
				...asked.map(([, what]) => ({ path, rule: `asks the database for ${what}.` })),
				...(CALLS.test(text) ? [{ path, rule: 'asks the database for a sequence or another lock.' }] : [])
			];
		});
}
