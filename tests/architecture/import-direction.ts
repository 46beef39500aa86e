import { importsOf, type Import } from './imports.ts';
import { isTest, type SourceFile } from './source-tree.ts';

/** A breach of a rule: the file, and a sentence that says what to do. */
export interface Violation {
	readonly path: string;
	readonly rule: string;
}

/** What the files under `at` may import: own folders as path prefixes, packages by name or prefix with `*`. */
interface Room {
	readonly at: RegExp;
	readonly own: readonly string[];
	readonly packages: readonly string[];
}

const lib = (...folders: readonly string[]) => folders.map((folder) => `src/lib/${folder}`);
/** The registry and what all kinds share: files directly in records/, no kind's folder. */
const REGISTRY = lib('records/*.ts');
const TEXTS = lib('i18n.ts');
const SVELTE = ['svelte', 'svelte/*', '$app/*', '@sveltejs/kit'];
const SQL = ['kysely', 'better-sqlite3', 'pg'];

/** The table of the architecture, the first room that matches counts. */
const ROOMS: readonly Room[] = [
	{ at: /^src\/service-worker\.ts$/, own: [], packages: ['workbox-*'] },
	{ at: /^src\/lib\/i18n\.ts$/, own: ['src/i18n/'], packages: [] },
	{ at: /^src\/lib\/domain\//, own: lib('domain/'), packages: [] },
	{
		at: /^src\/lib\/records\/.*\.svelte$/,
		own: [...lib('domain/', 'records/', 'ui/', 'state/'), ...TEXTS],
		packages: SVELTE
	},
	{
		at: /^src\/lib\/records\/(texts|components|summaries|form-issues|options|number-reading|code-problem|photo-words|stock-words|known-words)\.ts$/,
		own: [...lib('domain/', 'records/', 'ui/', 'state/'), ...TEXTS],
		packages: SVELTE
	},
	{ at: /^src\/lib\/records\//, own: lib('domain/', 'records/'), packages: ['zod', '@noble/hashes'] },
	{
		at: /^src\/lib\/ui\/photo\/.*\.ts$/,
		own: lib('domain/', 'ui/'),
		packages: ['exifr', '@noble/hashes']
	},
	{
		at: /^src\/lib\/ui\//,
		own: [...lib('domain/', 'ui/'), ...TEXTS],
		packages: [...SVELTE, 'barcode-detector', 'zxing-wasm', 'qrcode-generator']
	},
	{
		at: /^src\/lib\/protocol\//,
		own: [...lib('domain/', 'protocol/'), ...REGISTRY],
		packages: ['zod', '@noble/hashes']
	},
	{
		at: /^src\/lib\/storage\//,
		own: [...lib('domain/', 'protocol/', 'storage/'), ...REGISTRY],
		packages: ['dexie']
	},
	{
		at: /^src\/lib\/sync\//,
		own: [...lib('domain/', 'protocol/', 'sync/', 'storage/'), ...REGISTRY],
		packages: ['zod']
	},
	{
		at: /^src\/lib\/state\//,
		own: [...lib('domain/', 'records/', 'protocol/', 'storage/', 'sync/', 'state/'), ...TEXTS],
		packages: [...SVELTE, 'workbox-window', 'zod']
	},
	{
		at: /^src\/lib\/server\//,
		own: [...lib('domain/', 'protocol/', 'server/'), ...REGISTRY, ...TEXTS],
		packages: [
			...SQL,
			'zod',
			'hucre',
			'pinyin-pro',
			'qrcode-generator',
			'aws4fetch',
			'papaparse',
			'@noble/hashes',
			'@sveltejs/kit'
		]
	},
	{
		at: /^src\/routes\/\(field\)\/.*\.server\.ts$/,
		own: [],
		packages: []
	},
	{
		at: /^src\/routes\/\(field\)\//,
		own: [...lib('state/', 'ui/', 'records/', 'domain/'), ...TEXTS, 'src/routes/(field)/'],
		packages: SVELTE
	},
	{
		at: /^src\/routes\/\(desk\)\/.*server\.ts$/,
		own: [...lib('server/', 'domain/', 'protocol/'), ...REGISTRY, ...TEXTS, 'src/routes/(desk)/'],
		packages: ['@sveltejs/kit', '$app/*', 'zod']
	},
	{
		at: /^src\/routes\/\(desk\)\//,
		own: [...lib('ui/', 'records/', 'domain/', 'protocol/'), ...TEXTS, 'src/routes/(desk)/'],
		packages: SVELTE
	},
	{
		at: /^src\/routes\/api\//,
		own: [...lib('server/', 'protocol/', 'domain/'), 'src/routes/api/'],
		packages: ['@sveltejs/kit', '$app/*', 'zod']
	}
];

/** Packages that one folder alone may import. */
const OWNERS: Readonly<Record<string, string>> = {
	dexie: 'src/lib/storage/',
	kysely: 'src/lib/server/',
	'better-sqlite3': 'src/lib/server/',
	pg: 'src/lib/server/'
};

const isOwn = (to: string) => to.startsWith('src/');
const isNode = (to: string) => to.startsWith('node:');

const isUnder = (to: string, prefix: string) =>
	prefix === REGISTRY[0] ? /^src\/lib\/records\/[^/]+\.ts$/.test(to) : to.startsWith(prefix);

function mayImport(room: Room, { to, specifier, typeOnly }: Import): boolean {
	// A kind's types may be named wherever the registry may be used.
	const isKindType = typeOnly && kindFolder(to) !== null && room.own.includes(REGISTRY[0] ?? '');
	if (isOwn(to)) return isKindType || room.own.some((prefix) => isUnder(to, prefix));
	return room.packages.some((name) =>
		name.endsWith('*') ? to.startsWith(name.slice(0, -1)) : to === name || specifier.startsWith(`${name}/`)
	);
}

/** Rooms that run in Node and may use it. */
const inNode = (path: string) =>
	path.startsWith('src/lib/server/') || path.startsWith('src/bin/') || path.endsWith('.server.ts');

function directionRule(edge: Import): string | null {
	const owner = OWNERS[edge.to];
	if (owner !== undefined && !edge.from.startsWith(owner)) {
		return `imports ${edge.to}: only ${owner} does.`;
	}
	if (isNode(edge.to)) {
		return inNode(edge.from) || edge.from.startsWith('src/routes/api/')
			? null
			: `imports ${edge.to}: it runs in a browser.`;
	}
	const room = ROOMS.find(({ at }) => at.test(edge.from));
	if (room === undefined || mayImport(room, edge)) return null;
	// A desk page may name the shape of what its load gives it; nothing of the server comes along.
	if (edge.typeOnly && edge.from.startsWith('src/routes/(desk)/') && isUnder(edge.to, 'src/lib/server/'))
		return null;
	return `imports ${edge.specifier}: not allowed from here (table of the architecture).`;
}

const topFolder = (path: string) => /^src\/lib\/([^/]+)\//.exec(path)?.[1] ?? null;

/** `../storage/x.ts` hides a crossing that `#lib/storage/x.ts` shows. */
function spellingRule(edge: Import): string | null {
	if (!edge.specifier.startsWith('.') || !edge.to.startsWith('src/lib/')) return null;
	if (edge.from === 'src/lib/i18n.ts' || topFolder(edge.from) === topFolder(edge.to)) return null;
	return `imports ${edge.specifier}: across folders write #${edge.to.slice('src/'.length)}.`;
}

const kindFolder = (path: string) => /^src\/lib\/records\/([^/]+)\//.exec(path)?.[1] ?? null;

/** A kind is a folder of its own: others reach it through the registry; a type may be named. */
function kindRule(edge: Import): string | null {
	const kind = kindFolder(edge.to);
	if (kind === null || kind === kindFolder(edge.from) || edge.from === 'src/lib/records/index.ts')
		return null;
	if (edge.specifier.includes('*')) {
		return edge.to.endsWith('.svelte') ? null : `globs ${edge.specifier}: only components are found so.`;
	}
	if (edge.typeOnly && kindFolder(edge.from) === null) return null;
	return `imports ${edge.specifier}: a kind is reached through the registry (records/index.ts).`;
}

/** The registry lists definitions and does nothing else. */
function registryRule(edge: Import): string | null {
	if (edge.from !== 'src/lib/records/index.ts' || edge.to === 'src/lib/records/kind.ts') return null;
	const kind = kindFolder(edge.to);
	return kind !== null && edge.to === `src/lib/records/${kind}/${kind}.ts`
		? null
		: `imports ${edge.specifier}: the registry lists definitions (<kind>/<kind>.ts) only.`;
}

/** Every import that goes against the direction of the house. */
export function directionViolations(files: readonly SourceFile[]): Violation[] {
	const rules = [directionRule, spellingRule, kindRule, registryRule];
	return files
		.filter(({ path }) => path.startsWith('src/') && !isTest(path))
		.flatMap((file) => importsOf(file))
		.flatMap((edge) => rules.map((rule) => ({ path: edge.from, rule: rule(edge) })))
		.filter((found): found is Violation => found.rule !== null);
}

/** Rings of imports between files, each as `a -> b -> a`; imports of types alone close no ring. */
export function importCycles(files: readonly SourceFile[]): string[] {
	const known = new Set(files.map(({ path }) => path));
	const edges = new Map(
		files.map((file) => [
			file.path,
			importsOf(file)
				// A component that draws itself again is no ring.
				.filter(({ to, typeOnly }) => !typeOnly && known.has(to) && to !== file.path)
				.map(({ to }) => to)
		])
	);
	const cycles: string[] = [];
	const finished = new Set<string>();
	const visit = (path: string, trail: readonly string[]): void => {
		const at = trail.indexOf(path);
		if (at >= 0) {
			cycles.push([...trail.slice(at), path].join(' -> '));
			return;
		}
		if (finished.has(path)) return;
		for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
		finished.add(path);
	};
	for (const path of known) visit(path, []);
	return cycles;
}
