import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

// Patterns are read as in .gitignore, where a leading # starts a comment: unescaped, the rule would say nothing.
const escaped = (group) => group.map((pattern) => pattern.replace(/^(!?)#/, '$1\\#'));

/**
 * Import direction: what each folder of src/lib and src/routes may NOT import. The picture of the rule and the parts
 * that patterns cannot say (cycles, kinds among themselves) are in tests/architecture.
 */
const forbid = (files, patterns, ignores = []) => ({
	files,
	ignores: ['**/*.test.ts', ...ignores],
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: [
					...patterns.map(([group, message]) => ({ group: escaped(group), message })),
					{ group: ['../../*', '$lib', '$lib/*'], message: 'Across folders write #lib/folder/file.ts.' },
					{ group: ['$app/stores', 'svelte/store'], message: 'Runes and $app/state only.' }
				]
			}
		]
	}
});

const lib = (...folders) => folders.flatMap((folder) => [`#lib/${folder}`, `#lib/${folder}/**`]);
const SQL = ['kysely', 'kysely/*', 'better-sqlite3', 'pg'];
const SVELTE = ['svelte', 'svelte/*', '$app/*', '@sveltejs/*'];

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'src/i18n/paraglide/', 'data/', 'test-results/', 'node_modules/'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: Object.fromEntries(
				[
					'window',
					'document',
					'navigator',
					'location',
					'history',
					'localStorage',
					'indexedDB',
					'crypto',
					'Crypto',
					'fetch',
					'Request',
					'Response',
					'Headers',
					'URL',
					'URLSearchParams',
					'Blob',
					'File',
					'FormData',
					'TextEncoder',
					'TextDecoder',
					'CompressionStream',
					'DecompressionStream',
					'ReadableStream',
					'AbortController',
					'AbortSignal',
					'setTimeout',
					'clearTimeout',
					'setInterval',
					'clearInterval',
					'queueMicrotask',
					'structuredClone',
					'console',
					'process',
					'performance',
					'Event',
					'CustomEvent',
					'EventTarget',
					'EventSource',
					'MessageEvent',
					'BroadcastChannel',
					'HTMLElement',
					'HTMLCanvasElement',
					'HTMLVideoElement',
					'HTMLImageElement',
					'Image',
					'ImageBitmap',
					'OffscreenCanvas',
					'createImageBitmap',
					'Worker',
					'MediaStream',
					'MediaStreamTrack',
					'SVGSVGElement',
					'HTMLInputElement',
					'HTMLTextAreaElement',
					'HTMLDialogElement',
					'HTMLFormElement',
					'HTMLSelectElement',
					'HTMLButtonElement',
					'KeyboardEvent',
					'PointerEvent',
					'FocusEvent',
					'SubmitEvent',
					'InputEvent',
					'Element',
					'Node',
					'NodeListOf',
					'MediaQueryList',
					'requestAnimationFrame',
					'cancelAnimationFrame',
					'IDBKeyRange',
					'IDBFactory',
					'DOMException',
					'Buffer',
					'StorageManager',
					'Lock',
					'LockManager',
					'ServiceWorkerGlobalScope',
					'ExtendableMessageEvent',
					'matchMedia',
					'getComputedStyle',
					'btoa',
					'atob',
					'confirm',
					'alert',
					'scrollTo',
					'ResizeObserver',
					'IntersectionObserver',
					'caches',
					'self',
					'globalThis'
				].map((name) => [name, 'readonly'])
			)
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'@typescript-eslint/no-invalid-void-type': 'off', // Kit's own signatures use void in unions
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
			'no-console': 'error',
			eqeqeq: 'error',
			'svelte/no-navigation-without-resolve': 'off', // addresses are plain: paths.base is not used
			'svelte/require-each-key': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	{
		files: ['src/lib/**', 'src/routes/**', 'src/service-worker.ts'],
		ignores: ['**/*.test.ts', 'src/lib/server/**', 'src/**/+*.server.ts', 'src/**/+server.ts'],
		rules: {
			'no-restricted-syntax': [
				'error',
				{
					selector: 'CallExpression > MemberExpression[property.name=/^to(Sorted|Reversed|Spliced)$/]',
					message: 'Chrome 99 and Safari 15.4 have none: copy the list and change the copy.'
				},
				{
					selector:
						"MemberExpression[object.name='Response'][property.name='json'], MemberExpression[object.name='URL'][property.name=/^(canParse|parse)$/], MemberExpression[object.name='Promise'][property.name=/^(withResolvers|try)$/], MemberExpression[object.name=/^(Object|Map)$/][property.name='groupBy'], MemberExpression[object.name='Array'][property.name='fromAsync'], MemberExpression[object.name='AbortSignal'][property.name='any']",
					message: 'Chrome 99 and Safari 15.4 have none.'
				}
			]
		}
	},
	{ files: ['src/bin/**', 'tests/**', 'src/lib/server/log.ts'], rules: { 'no-console': 'off' } },
	forbid(
		['src/lib/domain/**'],
		[
			[['#lib/**', '!#lib/domain', '!#lib/domain/**'], 'domain imports nothing but itself.'],
			[['dexie', 'zod', 'workbox-*', ...SQL, ...SVELTE], 'domain is pure.']
		]
	),
	forbid(
		['src/lib/records/**/*.ts'],
		[
			[
				lib('protocol', 'storage', 'sync', 'state', 'server', 'ui', 'i18n.ts'),
				'records import domain and zod only.'
			],
			[['dexie', ...SQL, ...SVELTE], 'records import domain and zod only.']
		],
		// What screens alone use: sentences, components, the props of forms.
		[
			'src/lib/records/{texts,components,summaries,form-issues,options,number-reading,code-problem,photo-words,stock-words,known-words}.ts'
		]
	),
	forbid(
		['src/lib/records/**/*.svelte'],
		[
			[
				lib('protocol', 'storage', 'sync', 'server'),
				'A form sees domain, its own kind, ui and state contracts.'
			],
			[['dexie', ...SQL], 'A form never touches a database.']
		]
	),
	forbid(
		['src/lib/ui/**'],
		[
			[
				lib('records', 'protocol', 'storage', 'sync', 'state', 'server'),
				'ui: props in, callbacks out; domain only.'
			],
			[['dexie', 'zod', ...SQL], 'ui: props in, callbacks out.']
		]
	),
	forbid(
		['src/lib/protocol/**'],
		[
			[
				lib('storage', 'sync', 'state', 'server', 'ui', 'i18n.ts'),
				'protocol imports domain, the kind registry and zod.'
			],
			[['dexie', ...SQL, ...SVELTE], 'protocol imports domain, the kind registry and zod.']
		]
	),
	forbid(
		['src/lib/storage/**'],
		[
			[
				lib('sync', 'state', 'server', 'ui', 'i18n.ts'),
				'storage imports domain, records, protocol types and dexie.'
			],
			[[...SQL, ...SVELTE], 'storage is IndexedDB only.']
		]
	),
	forbid(
		['src/lib/sync/**'],
		[
			[lib('state', 'server', 'ui', 'i18n.ts'), 'sync: domain, protocol, the types of storage.'],
			[['dexie', ...SQL, ...SVELTE], 'The store is passed in.']
		]
	),
	forbid(
		['src/lib/state/**'],
		[
			[lib('server', 'ui'), 'state composes the phone: domain, records, protocol, storage, sync.'],
			[['dexie', ...SQL], 'Only storage imports dexie.']
		]
	),
	forbid(
		['src/lib/server/**'],
		[
			[lib('storage', 'sync', 'state', 'ui'), 'server: domain, the kind registry, protocol.'],
			[['dexie', 'svelte', 'svelte/*'], 'server: domain, the kind registry, protocol.']
		]
	),
	forbid(
		['src/routes/(field)/**'],
		[
			[lib('server', 'storage', 'sync'), 'The field app reads only the phone, through state.'],
			[['dexie', ...SQL], 'The field app reads only the phone, through state.']
		]
	),
	forbid(
		['src/routes/(desk)/**/*.svelte'],
		[
			[lib('server', 'storage', 'sync', 'state'), 'Desk pages draw what their server load gave them.'],
			[['dexie', ...SQL], 'Desk pages draw what their server load gave them.']
		]
	),
	forbid(
		['src/routes/(desk)/**/*.ts'],
		[
			[lib('storage', 'sync', 'state', 'ui'), 'Desk loads ask the server.'],
			[['dexie', ...SQL], 'Only server imports kysely.']
		]
	),
	forbid(
		['src/routes/api/**'],
		[
			[lib('storage', 'sync', 'state', 'ui', 'i18n.ts'), 'API routes are thin: server, protocol, domain.'],
			[['dexie', ...SQL], 'Only server imports kysely.']
		]
	)
);
