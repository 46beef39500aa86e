/**
 * `npm test`: everything there is, or only the steps that are named (`npm test -- messages lint types`); each step under its
 * own headline. Steps that leave a core idle run two at a time, and are told one after the other. A failing step does not hide
 * the ones after it, except those that need its result. The last line is `N passed, N failed`; exit code 1 when anything
 * failed, 2 when there is no such step.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { requireChromium } from './chromium.ts';
import { runInLanes, type Laned } from './lanes.ts';
import { lastWords, playwrightOutcome, vitestOutcome, type Outcome } from './reports.ts';
import { Turns, type Turn } from './turns.ts';

interface Step extends Laned {
	readonly command: readonly string[];
	/** Until it counts as hanging: several times what it takes on a quiet machine. */
	readonly minutes: number;
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

/**
 * In the order of their beginnings. Most keep one core busy; beside the longest of them the short ones pass. What measures
 * time, or keeps every core busy by itself, runs alone.
 */
const allSteps: readonly Step[] = [
	// Writes what all others read: messages, and the types of the routes.
	{ name: 'messages', command: ['npm', 'run', '--silent', 'prepare'], minutes: 2 },
	{ name: 'lint', command: ['npm', 'run', '--silent', 'lint'], minutes: 8, needs: ['messages'] },
	vitest('postgres', 20),
	{ name: 'types', command: ['npm', 'run', '--silent', 'types'], minutes: 8, needs: ['messages'] },
	vitest('unit', 10),
	vitest('contract', 10),
	vitest('simulation', 10),
	{ name: 'build', command: ['npm', 'run', '--silent', 'build'], minutes: 8, needs: ['messages'] },
	{ name: 'bundle budget', command: ['node', 'tests/bundle-budget.ts'], minutes: 1, needs: ['build'] },
	{
		name: 'simulation of 500 seeds or more',
		command: [
			...['node', 'tests/simulation/run.ts', '--steps', '300'],
			...['--seeds', '20000', '--least', '500', '--minutes', '3']
		],
		minutes: 15,
		needs: ['messages'],
		alone: true
	},
	{
		name: 'end to end',
		command: ['node', 'tests/run-e2e.ts'],
		minutes: 60,
		needs: ['build'],
		alone: true,
		before: () => ({ CHROMIUM_PATH: requireChromium(), E2E_REPORT: reportOf('end to end') }),
		read: playwrightOutcome
	},
	{
		name: 'end to end on PostgreSQL',
		command: ['node', 'tests/run-e2e.ts', '--postgres'],
		minutes: 30,
		needs: ['build'],
		alone: true,
		before: () => ({
			CHROMIUM_PATH: requireChromium(),
			E2E_REPORT: reportOf('end to end on PostgreSQL')
		}),
		read: playwrightOutcome
	}
];

const named = process.argv.slice(2);
const unknown = named.filter((name) => !allSteps.some((step) => step.name === name));
if (unknown.length > 0) {
	console.error(`No step ${unknown.join(', ')}: ${allSteps.map(({ name }) => name).join(', ')}.`);
	rmSync(reports, { recursive: true });
	process.exit(2);
}
const steps = named.length === 0 ? allSteps : allSteps.filter(({ name }) => named.includes(name));

/** Ends a step's command with everything that it started. */
const endings = new Set<() => void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => {
		for (const end of endings) end();
		process.exit(130);
	});

/** Runs one command, its output said in its turn; false when it fails, cannot start or outlives its minutes. */
function succeeds(step: Step, extra: Record<string, string>, turn: Turn): Promise<boolean> {
	const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
	const [program = '', ...args] = step.command;
	return new Promise((settle) => {
		const child = spawn(program, args, {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			// A group of its own, so that a step out of time takes its servers and browsers with it.
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32',
			env: { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path, CI: '1', ...extra }
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8');
			stream.on('data', (text: string) => turn.say(text));
		}
		const kill = () => {
			if (child.pid === undefined) return;
			try {
				process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
			} catch {
				// It ended by itself in the meantime.
			}
		};
		const timer = setTimeout(() => {
			turn.say(`"${step.name}" was stopped: it took longer than ${step.minutes} minutes.\n`);
			kill();
		}, step.minutes * 60_000);
		endings.add(kill);
		const done = (good: boolean) => {
			clearTimeout(timer);
			endings.delete(kill);
			settle(good);
		};
		child.once('error', (error) => {
			turn.say(`"${step.name}" could not be started: ${error.message}\n`);
			done(false);
		});
		// What it left behind would keep its output open.
		child.once('exit', kill);
		child.once('close', (code) => done(code === 0));
	});
}

/** @param said what it printed: where no report names what failed, its end does */
function outcomeOf(step: Step, good: boolean, said: string): Outcome {
	const broken: Outcome = { passed: 0, failed: 1, failures: [lastWords(said)] };
	if (step.read === undefined) return good ? { passed: 1, failed: 0, failures: [] } : broken;
	try {
		const outcome = step.read(readFileSync(reportOf(step.name), 'utf8'));
		if (good && outcome.passed + outcome.failed === 0) return broken;
		if (good || outcome.failed > 0) return outcome;
		return { ...outcome, failed: 1, failures: broken.failures };
	} catch {
		return broken;
	}
}

async function outcome(step: Step, missing: string | undefined, turn: Turn): Promise<Outcome> {
	let said = '';
	const heard: Turn = {
		say: (text) => {
			turn.say(text);
			said = (said + text).slice(-20_000);
		},
		end: () => turn.end()
	};
	if (missing !== undefined) {
		heard.say(`Not run: it needs "${missing}", which failed.\n`);
		return outcomeOf({ ...step, read: undefined }, false, said);
	}
	try {
		return outcomeOf(step, await succeeds(step, step.before?.() ?? {}, heard), said);
	} catch (error) {
		heard.say(`${error instanceof Error ? error.message : String(error)}\n`);
		return outcomeOf({ ...step, read: undefined }, false, said);
	}
}

const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(0)} s`;
const summary: string[] = [];
/** What failed is said again at the very end, where a long output is read first. */
const failures: string[] = [];
const shaky: string[] = [];
let passed = 0;
let failed = 0;

const turns = new Turns((text) => process.stdout.write(text));
await runInLanes(steps, Math.min(2, availableParallelism()), async (step, missing) => {
	const begun = performance.now();
	const turn = turns.begin();
	turn.say(`\n=== ${steps.indexOf(step) + 1}/${steps.length} ${step.name} ===\n`);
	const counts = await outcome(step, missing, turn);
	failures.push(...counts.failures.map((failure) => `${step.name}: ${failure}`));
	shaky.push(...(counts.shaky ?? []).map((story) => `Passed at the second try: ${story}`));
	passed += counts.passed;
	failed += counts.failed;
	const mark = counts.failed > 0 ? 'FAILED' : 'ok';
	const line = `${mark.padEnd(7)}${step.name.padEnd(25)}${seconds(begun).padStart(6)}   ${counts.passed} passed, ${counts.failed} failed`;
	turn.say(`--- ${line}\n`);
	turn.end();
	summary.push(line);
	return counts.failed === 0;
});

rmSync(reports, { recursive: true, force: true });
for (const words of [...shaky, ...failures]) console.log(`\n${words}`);
console.log(`\n${summary.join('\n')}\n\nAll of it took ${seconds(started)}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
