/** Reads what vitest and Playwright report about a run: how many tests passed, and which failed with what words. */

export interface Outcome {
	readonly passed: number;
	readonly failed: number;
	/** A text for each failed test: its name, and the beginning of its error. */
	readonly failures: readonly string[];
	/** The same of those that passed at their second try. */
	readonly shaky?: readonly string[];
}

/** Enough of an error to see what was expected and where. */
const LINES = 14;
/** Enough of a printed story to play it again. */
const LAST_LINES = 30;

/** What a terminal takes for colours. */
// eslint-disable-next-line no-control-regex -- the escape character is what is looked for
const COLOURS = /\u001b\[[0-9;]*m/g;

const beginning = (error: string) =>
	error.replaceAll(COLOURS, '').trim().split('\n').slice(0, LINES).join('\n    ');

/** The end of what a step printed that writes no report: there it says what failed. */
export const lastWords = (said: string): string =>
	said.replaceAll(COLOURS, '').trim().split('\n').slice(-LAST_LINES).join('\n    ');

interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly numFailedTestSuites: number;
	readonly testResults: readonly {
		readonly name: string;
		readonly status: string;
		readonly message: string;
		readonly assertionResults: readonly {
			readonly fullName: string;
			readonly status: string;
			readonly failureMessages: readonly string[] | null;
		}[];
	}[];
}

/** @throws a SyntaxError when it is not JSON */
export function vitestOutcome(report: string): Outcome {
	const read = JSON.parse(report) as VitestReport;
	const failures = read.testResults.flatMap(({ name, status, message, assertionResults }) => {
		const tests = assertionResults.filter((test) => test.status !== 'passed');
		// A file that cannot be loaded has no tests, only a message.
		if (tests.length === 0) return status === 'failed' ? [`${name}\n    ${beginning(message)}`] : [];
		return tests.map(
			(test) => `${name} › ${test.fullName}\n    ${beginning(test.failureMessages?.[0] ?? test.status)}`
		);
	});
	// A skipped test is a hole, and a file that cannot be loaded has no tests to count.
	const broken = read.numFailedTests === 0 ? read.numFailedTestSuites : 0;
	return {
		passed: read.numPassedTests,
		failed: read.numFailedTests + read.numPendingTests + broken,
		failures
	};
}

interface PlaywrightResult {
	readonly status: string;
	readonly errors?: readonly { readonly message?: string }[];
}

interface PlaywrightSuite {
	readonly suites?: readonly PlaywrightSuite[];
	readonly specs?: readonly {
		readonly title: string;
		readonly file: string;
		readonly ok: boolean;
		readonly tests: readonly { readonly results: readonly PlaywrightResult[] }[];
	}[];
}

/** Stories that failed at one of their tries, and whether they passed at another. */
function broken({ suites = [], specs = [] }: PlaywrightSuite): { ok: boolean; words: string }[] {
	const own = specs.flatMap(({ file, title, ok, tests }) => {
		const results = tests.flatMap((test) => test.results);
		if (results.every(({ status }) => status === 'passed')) return [];
		const [error] = results.flatMap((result) => result.errors ?? []);
		return [{ ok, words: `${file} › ${title}\n    ${beginning(error?.message ?? 'no error was reported')}` }];
	});
	return [...own, ...suites.flatMap(broken)];
}

/** @throws a SyntaxError when it is not JSON */
export function playwrightOutcome(report: string): Outcome {
	const read = JSON.parse(report) as PlaywrightSuite & {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	};
	const { expected, unexpected, flaky, skipped } = read.stats;
	const words = (passed: boolean) =>
		broken(read).flatMap((story) => (story.ok === passed ? [story.words] : []));
	return {
		passed: expected + flaky,
		failed: unexpected + skipped,
		failures: words(false),
		shaky: words(true)
	};
}
