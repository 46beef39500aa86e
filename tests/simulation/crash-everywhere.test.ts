/**
 * The app dies after each single task of what it does, and the server before and after each of its commits: all truths
 * hold at the end of each of these stories.
 */
import { afterAll, expect, it } from 'vitest';
import { CALM } from './network.ts';
import { Player } from './player.ts';
import type { Act, Step, Story } from './story.ts';

const player = new Player('memory');
const real = new Player('indexeddb');
afterAll(() => Promise.all([player.end(), real.end()]));

const ALL = 1_000_000;
const step = (act: Act, wait = 0, tasks = ALL): Step => ({ wait, tasks, act });
const save = step({ is: 'save', p: 0, region: 0, withRequest: true });
const edit = step({ is: 'edit', p: 0, pick: 0, field: 'remark', keep: false }, 10_000);
const tap: Step = step({ is: 'tap', p: 0 }, 1_000);
const decide = (verb: string) => step({ is: 'decide', by: 'rev', verb, pick: 0, stale: false }, 10_000);
const rights = (give: boolean) => step({ is: 'rights', account: 'rev', give }, 10_000);
const poison = (how: number) => step({ is: 'poison', p: 0, how }, 1_000);

const story = (phones: readonly string[], steps: readonly Step[]): Story => ({
	...{ seed: 1, phones, weather: CALM, lock: 'web' as const, older: [], steps }
});

/** What leads up to the moment, and who dies in it. */
const moments: readonly (readonly [string, readonly string[], readonly Step[], number])[] = [
	['a save', ['vol'], [step({ is: 'tap', p: 0 }, 5_000), save], 0],
	['an edit that is kept, then saved', ['vol'], [save, edit], 0],
	['the first exchange', ['vol'], [save, tap], 0],
	['verdicts of all kinds', ['vol'], [tap, save, poison(0), poison(1), tap], 0],
	['a pull of what others decided', ['vol', 'rev'], [save, tap, decide('return'), tap], 0],
	['a pull beside an edit that waits', ['vol'], [save, tap, decide('return'), edit, tap], 0],
	[
		'a scope that is dropped',
		['rev', 'vol'],
		[
			{ ...save, act: { ...save.act, p: 1 } as Act },
			...[step({ is: 'tap', p: 1 }, 1_000), step({ is: 'tap', p: 0 }, 5_000), rights(false), tap]
		],
		0
	],
	[
		'a server that was restored',
		['vol'],
		[
			tap,
			step({ is: 'backup' }, 5_000),
			save,
			tap,
			step({ is: 'restore' }, 5_000),
			step({ is: 'tap', p: 0 }, 61_000)
		],
		0
	],
	['photos that are taken, saved and sent', ['vol'], [tap, step({ is: 'photos', p: 0, count: 2 }, 5_000)], 0],
	['an upgrade', ['vol'], [save, tap, step({ is: 'upgrade', p: 0, reopen: 0 }, 5_000)], 0]
];

const WINDOW = 20_000;

/** When an act of the log took place, in milliseconds. */
const timeOf = (lines: readonly string[], act: Act): number =>
	Number(lines.findLast((line) => line.endsWith(JSON.stringify(act)))?.split(' ')[0]);

type Moment = (typeof moments)[number];

async function dieAfterEach(on: Player, [, phones, steps, p]: Moment): Promise<void> {
	const last = steps.at(-1)?.act as Act;
	for (let tasks = 0; ; tasks++) {
		const kill = step({ is: 'kill', p, reopen: 1_000 }, WINDOW, tasks);
		const all = story(phones, [...steps, kill]);
		const { truth, what, lines } = await on.ask({ story: all, bug: null, isTold: true });
		expect({ tasks, truth, what }).toEqual({ tasks, truth: null, what: '' });
		// Nothing was left to be done in all of the window: there is no later moment.
		if (timeOf(lines, kill.act) - timeOf(lines, last) >= WINDOW) {
			expect(tasks).toBeGreaterThan(20);
			return;
		}
	}
}

it.each(moments)('the app dies after each task of %s', (...moment) => dieAfterEach(player, moment), 600_000);

// One that has all in it: a draft, a save, and the exchange that follows by itself. The others take too long on it.
it.each(moments.filter(([what]) => what === 'an edit that is kept, then saved'))(
	'on the real Dexie the app dies after each task of %s',
	(...moment) => dieAfterEach(real, moment),
	600_000
);

it.each(['before', 'after'] as const)('the server dies %s each of its commits', async (when) => {
	const work = [tap, save, tap, decide('return'), edit, tap, decide('approve'), tap];
	for (let place = 0; place < work.length; place++) {
		for (const times of [1, 2]) {
			const crashes = Array.from({ length: times }, () => step({ is: 'crash', when }));
			const steps = [...work.slice(0, place), ...crashes, ...work.slice(place)];
			const { truth, what } = await player.ask({ story: story(['vol', 'rev'], steps), bug: null });
			expect({ place, truth, what }).toEqual({ place, truth: null, what: '' });
		}
	}
});
