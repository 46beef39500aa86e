import ts from 'typescript';
import type { Violation } from './import-direction.ts';
import { isTest, type SourceFile } from './source-tree.ts';

/** Folders of the sync core: what they take from the machine is passed in. */
const CORE = [
	'src/lib/sync/',
	'src/lib/storage/',
	'src/lib/server/sync/',
	'src/lib/server/database/',
	'src/routes/api/sync/'
];

/** The files whose job is to name the machine's own. They lie in no folder of the core. */
export const PORT_FILES = ['src/lib/server/ports.ts', 'src/lib/server/sync/log-failure.ts'];

/** Globals, and members of globals, that make two runs differ. */
const GLOBALS = new Set([
	'fetch',
	'setTimeout',
	'setInterval',
	'setImmediate',
	'queueMicrotask',
	'navigator',
	'localStorage',
	'sessionStorage',
	'performance',
	'crypto',
	'console'
]);
const MEMBERS = new Set(['Date.now', 'Math.random', 'process.hrtime', 'process.stderr', 'process.stdout']);
const IMPORTED = new Set(['randomUUID', 'randomBytes', 'getRandomValues', 'randomInt']);

/** True where an identifier is a value in use, not a property's or parameter's name or a type. */
function isUse(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	if (ts.isQualifiedName(parent) || ts.isTypeNode(parent)) return false;
	if ('name' in parent && parent.name === node) return ts.isImportSpecifier(parent);
	if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
	return true;
}

function namesIn(text: string): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
			found.push('new Date()');
		else if (ts.isCallExpression(node) && node.expression.getText() === 'Date') found.push('Date()');
		else if (ts.isPropertyAccessExpression(node) && MEMBERS.has(node.getText())) found.push(node.getText());
		else if (ts.isIdentifier(node) && isUse(node)) {
			const { text: name } = node;
			if (GLOBALS.has(name) || IMPORTED.has(name) || name === 'globalThis') found.push(name);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('core.ts', text, ts.ScriptTarget.Latest, true));
	return found;
}

/** Places of the sync core that reach for the machine's clock, chance, network, locks, timers or log. */
export function portViolations(files: readonly SourceFile[]): Violation[] {
	return files
		.filter(({ path }) => CORE.some((folder) => path.startsWith(folder)))
		.filter(({ path }) => !isTest(path) && !PORT_FILES.includes(path))
		.flatMap(({ path, text }) =>
			namesIn(text).map((name) => ({ path, rule: `${name}: take it from a port that is passed in.` }))
		);
}
