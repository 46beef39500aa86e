/** The lint rules are shown to bite: planted code, given to ESLint with the project's own configuration. */
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ROOT } from './source-tree.ts';

const eslint = new ESLint({ cwd: ROOT });

async function rulesFor(path: string, code: string): Promise<(string | null)[]> {
	const [result] = await eslint.lintText(code, { filePath: `${ROOT}/${path}` });
	return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

const use = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;\n`;
const component = (specifier: string) => `<script lang="ts">\n${use(specifier)}</script>\n`;

describe('lint', { timeout: 60_000 }, () => {
	it.each([
		['src/lib/domain/planted.ts', use('#lib/records/index.ts')],
		['src/lib/domain/planted.ts', use('zod')],
		['src/lib/records/visit/planted.ts', use('#lib/storage/rows.ts')],
		['src/lib/records/visit/Planted.svelte', component('#lib/server/database.ts')],
		['src/lib/ui/Planted.svelte', component('#lib/state/contract.ts')],
		['src/lib/protocol/planted.ts', use('#lib/storage/rows.ts')],
		['src/lib/storage/planted.ts', use('#lib/sync/engine.ts')],
		['src/lib/sync/planted.ts', use('dexie')],
		['src/lib/state/planted.ts', use('#lib/server/database.ts')],
		['src/lib/server/planted.ts', use('#lib/storage/rows.ts')],
		['src/routes/(field)/Planted.svelte', component('#lib/server/database.ts')],
		['src/routes/(desk)/Planted.svelte', component('#lib/server/database.ts')],
		['src/routes/(desk)/planted.server.ts', use('kysely')],
		['src/routes/api/planted/+server.ts', use('#lib/sync/engine.ts')],
		['src/lib/sync/planted.ts', use('../../lib/state/contract.ts')],
		['src/lib/state/planted.ts', use('$lib/sync/engine.ts')],
		['src/lib/state/planted.ts', use('svelte/store')]
	])('refuses an import against the direction in %s: %s', async (path, code) => {
		expect(await rulesFor(path, code)).toContain('no-restricted-imports');
	});

	it('lets an allowed import through', async () => {
		expect(await rulesFor('src/lib/domain/planted.ts', use('#lib/domain/ids.ts'))).toEqual([]);
	});

	it('refuses any and a suppression without its reason', async () => {
		const code = 'export const a: any = 1;\n// @ts-expect-error\nexport const b = a.b;\n';
		expect(await rulesFor('src/lib/domain/planted.ts', code)).toEqual([
			'@typescript-eslint/no-explicit-any',
			'@typescript-eslint/ban-ts-comment'
		]);
	});
});
