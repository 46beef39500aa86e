import { defineConfig } from '@playwright/test';

const report = process.env.E2E_REPORT;
/** Stories about what must never be lost or told: once is enough for that, so that they are tried once. */
const NEVER_LOST = [
	'**/backup.e2e.ts',
	'**/cleared.e2e.ts',
	'**/disk-full.e2e.ts',
	'**/faults/absent.e2e.ts',
	'**/faults/clock.e2e.ts',
	'**/faults/older-phone.e2e.ts',
	'**/faults/tabs.e2e.ts',
	'**/kill.e2e.ts',
	'**/leak.e2e.ts',
	'**/left-typing.e2e.ts',
	'**/main-job.e2e.ts',
	'**/moved.e2e.ts',
	'**/network.e2e.ts',
	'**/offline.e2e.ts',
	'**/photo-lane.e2e.ts',
	'**/photos-sent.e2e.ts',
	'**/two-phones.e2e.ts',
	'**/two-tabs.e2e.ts',
	'**/typed-early.e2e.ts',
	'**/unsent.e2e.ts'
];
const LONG = '**/*.long.e2e.ts';
const ELSEWHERE = ['**/postgres/**', LONG, '**/*.engine.e2e.ts'];
/** Stories that cannot be played on PostgreSQL, each with its reason. */
const SQLITE_ONLY: Readonly<Record<string, string>> = {
	'**/e2e/commands.e2e.ts': 'every command on SQLite files; postgres/commands.e2e.ts is the same there',
	'**/e2e/disk-full.e2e.ts': 'fills the disk under the database file',
	'**/e2e/photo-store.e2e.ts': 'starts servers that have a file of their own, for the sake of another store',
	'**/e2e/stop.e2e.ts': 'looks into the one file that the server leaves'
};

/** Which stories run, and how often each is tried. */
function projects(): Required<Parameters<typeof defineConfig>[0]>['projects'] {
	// `npm run test:e2e -- --postgres`: the main job, who sees what, and what only PostgreSQL can do; with `--all` also what of
	// it takes minutes, and every other story that can be played there.
	if (process.env.E2E_POSTGRES) {
		const own = '**/postgres/*.e2e.ts';
		if (process.env.E2E_ALL === '1')
			return [{ name: 'postgres', testMatch: own }, ...stories(Object.keys(SQLITE_ONLY))];
		const testMatch = ['**/main-job.e2e.ts', '**/two-phones.e2e.ts', own];
		return [
			{ name: 'postgres', testMatch, testIgnore: LONG },
			{ name: 'who sees what', testMatch: ['**/leak.e2e.ts', '**/moved.e2e.ts'] }
		];
	}
	// `npm run test:e2e -- --engines`: the basic offline story in Firefox ESR and WebKitGTK.
	if (process.env.E2E_ENGINES === '1') return [{ name: 'engines', testMatch: '**/*.engine.e2e.ts' }];
	// `npm run test:long` runs the stories of chance more often than `npm test` has time for, asks for every county who may see
	// what of it, and plays the stories that take minutes.
	if (process.env.E2E_LONG === '1')
		return [
			{ name: 'long', testMatch: ['**/kill.e2e.ts', '**/leak.e2e.ts', LONG], testIgnore: '**/postgres/**' }
		];
	return stories([]);
}

function stories(without: readonly string[]): ReturnType<typeof projects> {
	return [
		{ name: 'never lost', testMatch: NEVER_LOST, testIgnore: [...without] },
		// A browser on a busy machine misses a tap now and then: a second try, which the summary of `npm test` names.
		{
			name: 'stories',
			testMatch: '**/*.e2e.ts',
			testIgnore: [...ELSEWHERE, ...NEVER_LOST, ...without],
			retries: 1
		}
	];
}

/** Real browsers (Chromium unless a story says otherwise), the production build. Each test file has a server and a database of its own. */
export default defineConfig({
	testDir: 'tests/e2e',
	projects: projects(),
	outputDir: 'test-results',
	globalSetup: './tests/e2e/harness/sample.ts',
	workers: 2,
	fullyParallel: false,
	forbidOnly: true,
	retries: 0,
	// Bounds for what hangs, not measurements: a machine that builds beside them is many times slower.
	timeout: 480_000,
	expect: { timeout: 40_000 },
	reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']]
});
