import ts from 'typescript';
import type { Violation } from './import-direction.ts';
import { isTest, type SourceFile } from './source-tree.ts';

/** Folders of the sync core: what they take from the machine is passed in. */
const CORE = [
	'src/lib/sync/',
	'src/lib/storage/',
	'src/lib/server/sync/',
	'src/lib/server/database/',
	'src/routes/api/sync/',
	// What a push or an upload runs through beside them, and what tells phones of it.
	'src/lib/server/stock/',
	'src/lib/server/figures/',
	'src/lib/server/photos/',
	'src/lib/server/rosters/',
	'src/lib/server/attachments/',
	'src/lib/server/live/'
];

/** The files whose job is to name the machine's own. They lie in no folder of the core. */
export const PORT_FILES = ['src/lib/server/ports.ts', 'src/lib/server/sync/log-failure.ts'];

/** Files of the core that take something from the machine themselves: what, and before it why. Nothing else is open to them. */
export const NEEDED: Readonly<Record<string, readonly string[]>> = {
	// Acts of a desk; nothing that a phone sends makes these ids.
	'src/lib/server/rosters/keep-roster.ts': ['randomBytes', 'randomUUID'],
	'src/lib/server/rosters/lend-roster.ts': ['randomUUID'],
	// A name that no other process gives while a file is being written; what is kept is named by its hash.
	'src/lib/server/attachments/local-stores.ts': ['randomUUID'],
	// The number by which a failure is found in the log.
	'src/lib/server/attachments/answer-upload.ts': ['randomUUID'],
	// And they look again and again as long as the process lives.
	'src/lib/server/live/live-hub.ts': ['randomUUID', 'setInterval']
};

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
export function portViolations(files: readonly SourceFile[], needed = NEEDED): Violation[] {
	return files
		.filter(({ path }) => CORE.some((folder) => path.startsWith(folder)))
		.filter(({ path }) => !isTest(path) && !PORT_FILES.includes(path))
		.flatMap(({ path, text }) =>
			namesIn(text)
				.filter((name) => !needed[path]?.includes(name))
				.map((name) => ({ path, rule: `${name}: take it from a port that is passed in.` }))
		);
}
