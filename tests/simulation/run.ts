/**
 * `npm run simulate -- --seeds N --steps M --phones K [--seed S]`: plays seeds S, S+1, ... and stops at the first that breaks
 * a truth; it is played again, made short and printed, ready for pinned.json. With `--log` the story of seed S is told.
 * `--from F` goes on at seed F, where an earlier run of the same seeds was stopped: each line of its progress says F.
 * `--bug NAME` plays them with a planted bug. `--planted` (`--only NAME`): each planted bug in turn must be found by a truth
 * that it breaks, or the command fails. One seed in ten is played on the real Dexie over fake-indexeddb, the others on Dexie in
 * memory; `--storage memory|indexeddb` has all of them on one. Some are played twice (`isTwice`), and must go the same way.
 * `--minutes M` ends after M minutes, but not before `--least N` seeds. `--go-on` names every seed that breaks a truth.
 */
import { parseArgs } from 'node:util';
import { plantedBugs } from './planted.ts';
import { runPlanted } from './run-planted.ts';
import { writeStory } from './story.ts';
import { playSeeds } from './crew.ts';
import { Player, STORAGES, storageOf } from './player.ts';
import { Progress } from './progress.ts';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string' },
		steps: { type: 'string', default: '300' },
		phones: { type: 'string', default: '3' },
		seed: { type: 'string', default: '1' },
		from: { type: 'string' },
		minutes: { type: 'string' },
		least: { type: 'string', default: '1' },
		storage: { type: 'string' },
		planted: { type: 'boolean', default: false },
		only: { type: 'string' },
		bug: { type: 'string' },
		'go-on': { type: 'boolean', default: false },
		log: { type: 'boolean', default: false }
	}
});

const number = (text: string, name: string): number => {
	const value = Number(text);
	if (Number.isSafeInteger(value) && value > 0) return value;
	console.error(`--${name} must be a number above 0.`);
	process.exit(2);
};
const steps = number(values.steps, 'steps');
const phones = number(values.phones, 'phones');
const first = number(values.seed, 'seed');
const from = values.from === undefined ? first : number(values.from, 'from');
const storage = STORAGES.find((one) => one === values.storage);
if (values.storage !== undefined && !storage) {
	console.error(`--storage must be one of ${STORAGES.join(', ')}.`);
	process.exit(2);
}

const bug = values.bug ?? null;
if (bug !== null && !plantedBugs.some(({ name }) => name === bug)) {
	console.error(`--bug must be one of: ${plantedBugs.map(({ name }) => name).join('; ')}.`);
	process.exit(2);
}

async function explain(seed: number): Promise<void> {
	const story = writeStory(seed, steps, phones);
	const where = storage ?? storageOf(seed);
	const player = new Player(where);
	const again = await player.ask({ story, bug });
	if (again.truth === null) {
		console.log(`Seed ${seed} does not break a second time: something outside the seed has a say.`);
	} else {
		console.log(`Making seed ${seed} short ...`);
		const short = await player.ask({ story, bug, shrinkTo: again.truth, isTold: true });
		console.log(short.lines.join('\n'));
		console.log(`\n${short.story?.steps.length} steps on ${where}. For tests/simulation/pinned.json:`);
		console.log(JSON.stringify({ why: again.what, story: short.story }));
	}
	await player.end();
}

async function tell(seed: number): Promise<boolean> {
	const player = new Player(storage ?? storageOf(seed));
	const { lines, truth } = await player.ask({
		...{ story: writeStory(seed, steps, phones), bug, isTold: true }
	});
	console.log(lines.join('\n'));
	await player.end();
	return truth === null;
}

async function runSeeds(): Promise<boolean> {
	const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
	const last = first + number(values.seeds ?? '100', 'seeds') - 1;
	if (from < first || from > last) {
		console.error(`--from must be a seed from ${first} to ${last}.`);
		process.exit(2);
	}
	const least = number(values.least, 'least');
	const began = performance.now();
	const progress = new Progress(from, last);
	const sums = { played: 0, operations: 0, tasks: 0 };
	let toldAt = began;
	const failed: number[] = [];
	await playSeeds({ first: from, count: last - from + 1, steps, phones, storage }, bug, (report) => {
		sums.played++;
		progress.done(report.seed);
		sums.operations += report.operations;
		sums.tasks += report.tasks;
		if (report.truth !== null) {
			failed.push(report.seed);
			console.log(`Seed ${report.seed}: ${report.what}`);
			if (!values['go-on']) return 'enough';
		}
		const now = performance.now();
		if (now - toldAt > 15_000) {
			toldAt = now;
			console.log(progress.line(now - began));
		}
		return now - began > minutes * 60_000 && sums.played >= least ? 'enough' : 'go on';
	});
	const seconds = (performance.now() - began) / 1000;
	console.log(
		`${sums.played} seeds x ${steps} steps, ${phones} phones: ${sums.operations} acts, ${sums.tasks} tasks, ${seconds.toFixed(0)} s, ${failed.length} failed`
	);
	if (failed.length === 0 && progress.next <= last) console.log(progress.line(seconds * 1000));
	const [worst] = failed.sort((a, b) => a - b);
	if (worst !== undefined) await explain(worst);
	return failed.length === 0;
}

let isGood: boolean;
if (values.planted) isGood = await runPlanted(values.only, { steps, phones, first, storage });
else if (values.log) isGood = await tell(first);
else isGood = await runSeeds();
process.exitCode = isGood ? 0 : 1;
