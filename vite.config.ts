import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { defineConfig } from 'vitest/config';
import { compactMessages } from './src/bin/compact-messages.ts';
import { keepFieldFiles } from './src/bin/field-files.ts';
import { withoutJsonSchema } from './src/bin/without-json-schema.ts';

/** What every screen of the field app starts with, and every form, in a few files: a slow phone pays for each file, not for its bytes. */
const START = [
	{
		name: 'svelte',
		test: /node_modules\/(svelte|esm-env|clsx|devalue|@sveltejs)\/|vite\/preload-helper|rolldown\/runtime/
	},
	// The small parts of all screens, and words and small parts that many of them share: alone, each would be a file whose
	// frame is more than what is in it.
	{
		name: 'ui',
		test: /src\/lib\/ui\/(?:Bar|Button|Card|Chip|Empty|Icon|IconButton|Note|Skeleton)\.svelte|src\/lib\/ui\/[a-z-]*(?:icons|tone|appearance|typed-early)\.|src\/lib\/ui\/(?:tokens|base)\.css|src\/routes\/\+error\.svelte\?|paraglide\/messages\/(?:app_name|error_\w+|nav_\w+|count_waiting|verb_\w+|sync_(?:all_sent|see|clock_set)|storage_(?:refused|ask|install)|trouble_(?:auth|local)|returned_\w+|noting_(?:over|check_count)|trip_same_again|in_hand_title|kind_(?:movement|sign_in|receipt)|update_accept|field_try_again|open_silent|record_ask_correction|count_photos_waiting)\.js|src\/routes\/\(field\)\/parts\/(?:attempt\.svelte|LinkRow|browser|decision-text|format|Screen)|src\/lib\/state\/(?:context|browser-storage|lost-parts|ports)|src\/lib\/domain\/(?:shanghai-time|ids|stock\/place)\.|src\/lib\/records\/names/
	},
	{
		name: 'form',
		test: /src\/lib\/ui\/(?:Check|CheckList|Choice|Dialog|Field|Fold|IssueNote|KeyValue|Picker|Rows|SearchSheet|Select|TextArea|TextField)\.svelte|src\/lib\/ui\/(?:field-props|focus-field)\.|parts\/(?:LostPart|NotLoaded)\.|paraglide\/messages\/lost_part\w*\.js/
	},
	{
		name: 'later',
		test: /paraglide\/messages\/(?:record_\w+|records_more|photo_\w+|photos_card|noting_(?:title|count|both|known_by|code_typed)|form_unknown|update_look|install_title|privacy_title|rosters_between|receipt_title|evidence_\w+|field_(?:name|workplace)|photos_(?:sent|refused|lost)|in_hand_(?:short|more|no_batch)|codes_card_session|self_code_title|camera_(?:torch|picture|again)|noting_not_taken_back|rule_r41|action_failed|drafts_keep|app_what|day_end_title)\.js|src\/routes\/\(field\)\/parts\/(?:mint|version-text)|src\/lib\/domain\/codes\/base32|src\/lib\/domain\/rosters\/show-name|src\/lib\/domain\/stock\/compare-lines|src\/lib\/domain\/(?:issue|roles|stock\/places-of-act|strokes|number|packs)\.|src\/lib\/records\/(?:options|photo-words|code-problem|stock-words)\.|src\/lib\/ui\/(?:Ink|Handwriting|PickMany|camera|number-reading)\.|src\/lib\/ui\/photo\/canvas|src\/lib\/records\/(?:PhotoNotice|photo-notice)|src\/routes\/\(field\)\/parts\/hand-over|src\/lib\/domain\/stock\/batch-text/
	},
	// Read by all that comes from outside: else it lies with the kinds of records, and whoever signs in loads those.
	{ name: 'zod', test: /node_modules\/zod\/|src\/lib\/protocol\/zod\./ },
	// Weighed apart from the rest of the code, as its wasm is.
	{ name: 'code-reader', test: /node_modules\/(?:zxing-wasm|barcode-detector)\// },
	{
		name: 'storage',
		test: /node_modules\/dexie|src\/lib\/domain\/lay-over|src\/lib\/storage\/(?!apply-page|apply-verdicts|send-again|drop-scope|requeue-dropped|sync-store|delete-many|read-again|next-batch|note-server|tally|start-sweep|lists\/records-nearby|stock\/(?:apply|read|accepted)|leases\/apply|briefs\/tidy|photos\/(?:draft-photos|photos-of|free-bytes))/
	},
	// What is left of the first screen, and the styles of what may stand in its place: Kit asks for those beforehand.
	{
		name: 'home',
		test: /src\/routes\/\(field\)\/\+(?:layout|page)\.svelte|parts\/(?:PersonChooser|WeChatNotice)\.svelte\?/
	},
	// What is exchanged, and what forms ask and are judged by: small files that are needed together.
	{
		name: 'protocol',
		test: /src\/lib\/protocol\/(?:push|pull|upload|sealed-file)\.|src\/lib\/state\/ask-server/
	},
	{
		name: 'asked',
		test: /src\/lib\/state\/(?:check-body|rule-context|stock-in-hand|trip-account|received-today)\../
	},
	// What a person asks for now and then, each too small for a file of its own.
	{
		name: 'at-hand',
		test: /src\/lib\/state\/(?:session|unsent-file|field-photos|purge-everybody)\.|parts\/(?:DropDraftDialog|TripDialog|TripRecords|WeChatNotice)\.svelte$|paraglide\/messages\/sync_unread\.js/
	},
	{
		name: 'pictures',
		test: /src\/lib\/ui\/photo\/(?:read-taken-at|picture-maker|make-picture|CameraSheet)|day-end\/picture\./
	},
	// Codes that are scanned or shown.
	{ name: 'codes', test: /\/(?:code-text|transfer-code|received-frames|read-code)\./ }
];

/**
 * Chromium then compiles what is in these files while it loads them, on another thread. Else it compiles each function when it
 * is first called: for a module it has no use for the compiled code that it keeps, so at every start.
 */
const AT_ONCE = '//# allFunctionsCalledOnLoad\n';
const NEEDED_AT_ONCE = new Set(['svelte', 'ui', 'storage', 'home']);

export default defineConfig(({ isSsrBuild }) => ({
	plugins: [
		...(isSsrBuild ? [] : [compactMessages(), withoutJsonSchema()]),
		sveltekit(),
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			registerType: 'prompt',
			injectRegister: false,
			manifest: {
				id: '/',
				name: '凉风 · 工会服务记录',
				short_name: '凉风',
				description: '走访、宣讲、物资发放的离线记录',
				lang: 'zh-CN',
				dir: 'ltr',
				start_url: '/',
				scope: '/',
				display: 'standalone',
				background_color: '#f3f6f5',
				theme_color: '#0a726d',
				icons: [
					{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
					{ src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
					{ src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' }
				]
			},
			injectManifest: {
				globPatterns: ['client/**/*.{js,css,svg,png,webmanifest,wasm}', 'prerendered/**/*.html'],
				manifestTransforms: [keepFieldFiles]
			}
		})
	],
	// Its own entry is the build for browsers of 2015, two kilobytes longer and slower in every loop.
	resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
	build: {
		target: ['chrome99', 'safari15.4', 'firefox115'],
		rolldownOptions: {
			output: isSsrBuild
				? {}
				: {
						codeSplitting: { groups: START },
						postBanner: ({ name }) => (NEEDED_AT_ONCE.has(name) ? AT_ONCE : '')
					}
		}
	},
	test: {
		// `isolate: false`: a worker loads the product once and not again for each file, which takes a third of the time. Tests keep
		// what they change in what they make themselves.
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					isolate: false,
					include: [
						'tests/bench/load/*.test.ts',
						'tests/*.test.ts',
						'tests/codes/*.test.ts',
						'src/**/*.test.ts',
						'tests/architecture/**/*.test.ts',
						'tests/versions/stored-copies.test.ts'
					],
					environment: 'node',
					// A bound for what hangs, not a measurement: machines that build beside it are slow.
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'contract',
					isolate: false,
					include: ['tests/contract/**/*.test.ts', 'tests/versions/{older-phone,distance}.test.ts'],
					setupFiles: './tests/phone/indexed-db.ts',
					environment: 'node',
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			},
			{
				extends: true,
				test: {
					name: 'simulation',
					include: ['tests/simulation/**/*.test.ts'],
					environment: 'node',
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'postgres',
					isolate: false,
					// What stands on a database, once more on PostgreSQL; and what only PostgreSQL can be asked.
					include: [
						'tests/contract/**/*.test.ts',
						'tests/postgres/**/*.test.ts',
						'src/lib/server/{accounts,desk,live}/**/*.test.ts'
					],
					globalSetup: './tests/postgres/vitest-setup.ts',
					setupFiles: ['./tests/phone/indexed-db.ts', './tests/postgres/vitest-environment.ts'],
					environment: 'node',
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			}
		]
	}
}));
