import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { ROOT, type SourceFile } from './source-tree.ts';

/** One import of a file, however it is written: static, re-export, dynamic, type or `import.meta.glob`. */
export interface Import {
	readonly from: string;
	/** As written. */
	readonly specifier: string;
	/** `src/lib/storage/outbox.ts` for an own file, else the package's name (`dexie`, `@scope/x`, `$app/state`). */
	readonly to: string;
	readonly typeOnly: boolean;
}

interface Package {
	readonly imports: Record<string, string | { readonly default: string }>;
}

/** `#lib/` -> `src/lib/`, as package.json's `imports` has it. */
const ALIASES = Object.entries(
	(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Package).imports
).map(([from, to]) => {
	const path = typeof to === 'string' ? to : to.default;
	return [from.replace('*', ''), path.replace(/^\.\//, '').replace('*', '')] as const;
});

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

/** The TypeScript of a file: all of it, or what stands in a component's script blocks. */
function scriptOf(file: SourceFile): string {
	if (!file.path.endsWith('.svelte')) return file.text;
	return [...file.text.matchAll(SCRIPT)].map((match) => match[1] ?? '').join('\n');
}

function markupImports(file: SourceFile): string[] {
	if (!file.path.endsWith('.svelte')) return [];
	const markup = file.text.replaceAll(SCRIPT, '');
	return [...markup.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
}

/** Own path or package name a specifier stands for. */
export function resolveSpecifier(from: string, specifier: string): string {
	const bare = specifier.replace(/\?.*$/, '');
	const alias = ALIASES.find(([prefix]) => bare.startsWith(prefix));
	if (alias !== undefined) return posix.normalize(alias[1] + bare.slice(alias[0].length));
	if (bare.startsWith('#desk/')) return `src/routes/(desk)/desk/${bare.slice('#desk/'.length)}`;
	if (bare.startsWith('#field/')) return `src/routes/(field)/parts/${bare.slice('#field/'.length)}`;
	if (bare.startsWith('$lib/')) return posix.normalize(`src/lib/${bare.slice('$lib/'.length)}`);
	if (bare.startsWith('/src/')) return bare.slice(1);
	if (bare.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), bare));
	const parts = bare.split('/');
	return parts.slice(0, bare.startsWith('@') || bare.startsWith('$') ? 2 : 1).join('/');
}

const isTypeClause = (clause: ts.ImportClause | undefined) =>
	clause !== undefined && (clause.phaseModifier === ts.SyntaxKind.TypeKeyword || areAllTypes(clause));

function areAllTypes(clause: ts.ImportClause): boolean {
	const named = clause.namedBindings;
	if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
	return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** A `import('x')` or `import.meta.glob('x')` call's texts. */
function calledWith(call: ts.CallExpression): string[] {
	const callee = call.expression;
	const isImport = callee.kind === ts.SyntaxKind.ImportKeyword;
	const isGlob =
		ts.isPropertyAccessExpression(callee) &&
		callee.name.text === 'glob' &&
		callee.expression.getText() === 'import.meta';
	const [first] = call.arguments;
	if ((!isImport && !isGlob) || first === undefined) return [];
	const texts = ts.isArrayLiteralExpression(first) ? [...first.elements] : [first];
	return texts.filter((text) => ts.isStringLiteralLike(text)).map((text) => text.text);
}

/** What was read already: several rules ask for the imports of the whole house. */
const read = new WeakMap<SourceFile, readonly Import[]>();

/** Every import of a file, in the order in which they stand. */
export function importsOf(file: SourceFile): readonly Import[] {
	const known = read.get(file);
	if (known !== undefined) return known;
	const found = readImports(file);
	read.set(file, found);
	return found;
}

function readImports(file: SourceFile): Import[] {
	const found: Import[] = [];
	const add = (specifier: string, typeOnly: boolean) =>
		found.push({
			from: file.path,
			specifier,
			to: resolveSpecifier(file.path, specifier),
			typeOnly
		});
	const tree = ts.createSourceFile(file.path + '.ts', scriptOf(file), ts.ScriptTarget.Latest, true);
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
			add(node.moduleSpecifier.text, isTypeClause(node.importClause));
		} else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
			add((node.moduleSpecifier as ts.StringLiteral).text, node.isTypeOnly);
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add((node.argument.literal as ts.StringLiteral).text, true);
		} else if (ts.isCallExpression(node)) {
			for (const text of calledWith(node)) add(text, false);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	for (const specifier of markupImports(file)) add(specifier, false);
	return found;
}
