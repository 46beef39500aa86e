import { parse } from 'svelte/compiler';
import ts from 'typescript';
import type { Violation } from './import-direction.ts';
import { isTest, type SourceFile } from './source-tree.ts';

const HAN = /\p{Script=Han}/u;

/**
 * Files in which Chinese is not a text for people, with the reason. Texts for people stand in the message catalogue,
 * where they have their English beside them.
 */
const ALLOWED: Readonly<Record<string, string>> = {
	'vite.config.ts': 'the manifest of the installed app has one language',
	'src/lib/domain/amount-in-capitals.ts': 'capital numerals are a notation, the same for every reader',
	'src/lib/domain/rosters/find-header.ts': 'headings looked for in sheets that others made',
	'src/lib/domain/cash-words.ts': 'words looked for in what people typed',
	'src/lib/state/place-search.ts': 'a name that must never be found for another',
	'src/lib/server/import/campaign-entries.ts': 'names of campaigns are data, made from those of programmes',
	'src/lib/server/import/reference-entries.ts': 'unit names looked for in the data'
};

/** A kind's sample body is data, whether it stands in the definition or in a file of its own. */
const isSample = (path: string) => path.startsWith('src/sample/') || path.endsWith('/sample.ts');
const isSampleNode = (node: ts.Node) =>
	(ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
	ts.isIdentifier(node.name) &&
	node.name.text === 'sample';

/** Strings and parts of templates of a script; a kind's sample is left out. */
export function literalsOfScript(path: string, text: string): string[] {
	const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (isSampleNode(node)) return;
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
			found.push(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

/** Texts, literals and attribute values of a component; comments are not among them. */
function literalsOfComponent(path: string, text: string): string[] {
	const found: string[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) node.forEach(visit);
		if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
		const { type, data, value } = node as { type?: string; data?: unknown; value?: unknown };
		if (type === 'Comment') return;
		if (type === 'Text' && typeof data === 'string') found.push(data);
		if (type === 'Literal' && typeof value === 'string') found.push(value);
		if (type === 'TemplateElement') found.push((value as { cooked?: string }).cooked ?? '');
		for (const [key, child] of Object.entries(node)) {
			if (key !== 'leadingComments' && key !== 'trailingComments' && key !== 'css') visit(child);
		}
	};
	visit(parse(text, { modern: true, filename: path }));
	return found;
}

/** Chinese words in code that is neither catalogue nor sample data nor a test. Regular expressions are no texts. */
export function chineseLiterals(files: readonly SourceFile[]): Violation[] {
	return files
		.filter(({ path }) => !isTest(path) && !isSample(path) && !(path in ALLOWED))
		.filter(({ text }) => HAN.test(text))
		.flatMap(({ path, text }) => {
			const literals = path.endsWith('.svelte')
				? literalsOfComponent(path, text)
				: literalsOfScript(path, text);
			return [...new Set(literals.filter((literal) => HAN.test(literal)))].map((literal) => ({
				path,
				rule: `has the text "${literal.trim().slice(0, 40)}": texts for people belong in src/i18n.`
			}));
		});
}
