import { defineConfig } from '@playwright/test';
import { installedChromium } from './tests/chromium.ts';
import { BROWSER_ARGS } from './tests/e2e/harness/browser.ts';

const report = process.env.E2E_REPORT;
/** `npm run test:long` runs the stories of chance more often than `npm test` has time for, and those that take minutes. */
const long = process.env.E2E_LONG === '1';

/** `npm run test:e2e -- --postgres`: the main job and what only PostgreSQL can do. */
const onPostgres = Boolean(process.env.E2E_POSTGRES);

/** `npm run test:e2e -- --engines`: the basic offline story in Firefox ESR and WebKitGTK. */
const onEngines = process.env.E2E_ENGINES === '1';

function stories(): Pick<Parameters<typeof defineConfig>[0], 'testMatch' | 'testIgnore'> {
	if (onPostgres) {
		return { testMatch: ['**/main-job.e2e.ts', '**/two-phones.e2e.ts', '**/postgres/*.e2e.ts'] };
	}
	if (onEngines) return { testMatch: '**/*.engine.e2e.ts' };
	if (long) return { testMatch: ['**/kill.e2e.ts', '**/*.long.e2e.ts'] };
	return {
		testMatch: '**/*.e2e.ts',
		testIgnore: ['**/postgres/**', '**/*.long.e2e.ts', '**/*.engine.e2e.ts']
	};
}

/** One project, real browsers (Chromium unless a story says otherwise), the production build. Each test file has a server and a database of its own. */
export default defineConfig({
	testDir: 'tests/e2e',
	...stories(),
	outputDir: 'test-results',
	globalSetup: './tests/e2e/harness/sample.ts',
	use: { launchOptions: { executablePath: installedChromium() ?? undefined, args: BROWSER_ARGS } },
	workers: 2,
	fullyParallel: false,
	forbidOnly: true,
	// A browser on a busy machine misses a tap now and then: a second try, which the summary of `npm test` names. Stories about
	// what must never be lost have none.
	retries: long || onEngines ? 0 : 1,
	// Bounds for what hangs, not measurements: a machine that builds beside them is many times slower.
	timeout: 480_000,
	expect: { timeout: 40_000 },
	reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']]
});
