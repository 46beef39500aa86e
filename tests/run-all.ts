/**
 * `npm test`: everything there is, in order, each step under its own headline. A failing step does not hide the ones
 * after it, except those that need its result. The last line is `N passed, N failed`; exit code 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { requireChromium } from './chromium.ts';
import { playwrightOutcome, vitestOutcome, type Outcome } from './reports.ts';

interface Step {
	readonly name: string;
	readonly command: readonly string[];
	/** Until it counts as hanging: several times what it takes on a quiet machine. */
	readonly minutes: number;
	/** Steps without whose result this one makes no sense. */
	readonly needs?: readonly string[];
	/** Reads how many tests ran and which failed; without it the step itself counts as one. */
	readonly read?: (report: string) => Outcome;
	/** Prepares the step; throws with a sentence when something cannot be had. */
	readonly before?: () => Record<string, string>;
}

const root = resolve(import.meta.dirname, '..');
/** What Node compiled of the product and the tools: they are started hundreds of times. */
const compiled = join(root, 'node_modules', '.cache', 'node');
const reports = mkdtempSync(join(tmpdir(), 'liangfeng-test-'));
const reportOf = (name: string) => join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);

const vitest = (project: string, minutes: number): Step => ({
	name: project,
	command: [
		...['vitest', 'run', '--project', project],
		...['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`]
	],
	minutes,
	needs: ['messages'],
	read: vitestOutcome
});

const steps: readonly Step[] = [
	{ name: 'messages', command: ['npm', 'run', '--silent', 'messages'], minutes: 1 },
	{ name: 'lint', command: ['npm', 'run', '--silent', 'lint'], minutes: 8, needs: ['messages'] },
	{ name: 'types', command: ['npm', 'run', '--silent', 'types'], minutes: 8, needs: ['messages'] },
	vitest('unit', 10),
	vitest('contract', 10),
	vitest('simulation', 10),
	{
		name: 'simulation of 500 seeds or more',
		command: [
			...['node', 'tests/simulation/run.ts', '--steps', '300'],
			...['--seeds', '20000', '--least', '500', '--minutes', '3']
		],
		minutes: 15
	},
	vitest('postgres', 20),
	{ name: 'build', command: ['npm', 'run', '--silent', 'build'], minutes: 8, needs: ['messages'] },
	{ name: 'bundle budget', command: ['node', 'tests/bundle-budget.ts'], minutes: 1, needs: ['build'] },
	{
		name: 'end to end',
		command: ['node', 'tests/run-e2e.ts'],
		minutes: 60,
		needs: ['build'],
		before: () => ({ CHROMIUM_PATH: requireChromium(), E2E_REPORT: reportOf('end to end') }),
		read: playwrightOutcome
	},
	{
		name: 'end to end on PostgreSQL',
		command: ['node', 'tests/run-e2e.ts', '--postgres'],
		minutes: 30,
		needs: ['build'],
		before: () => ({
			CHROMIUM_PATH: requireChromium(),
			E2E_REPORT: reportOf('end to end on PostgreSQL')
		}),
		read: playwrightOutcome
	}
];

/** Runs one command with its output shown; false when it fails, cannot start or outlives its minutes. */
function succeeds(step: Step, extra: Record<string, string>): Promise<boolean> {
	const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
	const [program = '', ...args] = step.command;
	return new Promise((settle) => {
		const child = spawn(program, args, {
			cwd: root,
			stdio: 'inherit',
			// A group of its own, so that a step out of time takes its servers and browsers with it.
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32',
			env: { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path, CI: '1', ...extra }
		});
		const kill = () => {
			if (child.pid === undefined) return;
			try {
				process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
			} catch {
				// It ended by itself in the meantime.
			}
		};
		const timer = setTimeout(() => {
			console.log(`"${step.name}" was stopped: it took longer than ${step.minutes} minutes.`);
			kill();
		}, step.minutes * 60_000);
		const interrupted = () => {
			kill();
			process.exit(130);
		};
		process.once('SIGINT', interrupted);
		process.once('SIGTERM', interrupted);
		const done = (good: boolean) => {
			clearTimeout(timer);
			process.off('SIGINT', interrupted);
			process.off('SIGTERM', interrupted);
			settle(good);
		};
		child.once('error', (error) => {
			console.log(`"${step.name}" could not be started: ${error.message}`);
			done(false);
		});
		child.once('exit', (code) => done(code === 0));
	});
}

const FAILED: Outcome = { passed: 0, failed: 1, failures: [] };

function outcomeOf(step: Step, good: boolean): Outcome {
	if (step.read === undefined) return good ? { ...FAILED, passed: 1, failed: 0 } : FAILED;
	try {
		const outcome = step.read(readFileSync(reportOf(step.name), 'utf8'));
		if (good && outcome.passed + outcome.failed === 0) return FAILED;
		return good || outcome.failed > 0 ? outcome : { ...outcome, failed: 1 };
	} catch {
		return FAILED;
	}
}

async function runStep(step: Step, broken: ReadonlySet<string>): Promise<Outcome> {
	const missing = step.needs?.find((name) => broken.has(name));
	if (missing !== undefined) {
		console.log(`Not run: it needs "${missing}", which failed.`);
		return FAILED;
	}
	try {
		return outcomeOf(step, await succeeds(step, step.before?.() ?? {}));
	} catch (error) {
		console.log(error instanceof Error ? error.message : String(error));
		return FAILED;
	}
}

const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(0)} s`;
const summary: string[] = [];
/** What failed is said again at the very end, where a long output is read first. */
const failures: string[] = [];
const shaky: string[] = [];
const broken = new Set<string>();
let passed = 0;
let failed = 0;

for (const [at, step] of steps.entries()) {
	const begun = performance.now();
	console.log(`\n=== ${at + 1}/${steps.length} ${step.name} ===`);
	const counts = await runStep(step, broken);
	failures.push(...counts.failures.map((failure) => `${step.name}: ${failure}`));
	shaky.push(...(counts.shaky ?? []).map((story) => `Passed at the second try: ${story}`));
	if (counts.failed > 0) broken.add(step.name);
	passed += counts.passed;
	failed += counts.failed;
	const mark = counts.failed > 0 ? 'FAILED' : 'ok';
	const line = `${mark.padEnd(7)}${step.name.padEnd(25)}${seconds(begun).padStart(6)}   ${counts.passed} passed, ${counts.failed} failed`;
	console.log(`--- ${line}`);
	summary.push(line);
}

rmSync(reports, { recursive: true, force: true });
for (const words of [...shaky, ...failures]) console.log(`\n${words}`);
console.log(`\n${summary.join('\n')}\n\nAll of it took ${seconds(started)}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
