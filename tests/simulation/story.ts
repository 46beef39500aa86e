/** What happens in one simulated world: all of it drawn from the seed before the first step. */
import { weatherOf, type Weather } from './network.ts';
import { REGIONS } from './population.ts';
import type { LockKind } from './locks.ts';
import { Random } from './random.ts';
import type { AppAge } from './read-body.ts';

/** One thing that happens. `p` is a phone's place, `pick` a number by which one of what is there is chosen. */
export type Act =
	| { readonly is: 'save'; readonly p: number; readonly region: number; readonly withRequest: boolean }
	| {
			readonly is: 'edit';
			readonly p: number;
			readonly pick: number;
			readonly field: string;
			readonly keep: boolean;
	  }
	| { readonly is: 'finish'; readonly p: number; readonly pick: number }
	| { readonly is: 'move'; readonly p: number; readonly pick: number }
	| { readonly is: 'correct'; readonly p: number; readonly pick: number }
	| { readonly is: 'poison'; readonly p: number; readonly how: number }
	| { readonly is: 'tap'; readonly p: number }
	| { readonly is: 'kill'; readonly p: number; readonly reopen: number }
	| { readonly is: 'close'; readonly p: number; readonly reopen: number }
	| { readonly is: 'tab'; readonly p: number }
	/** A tab is frozen for so long, maybe the one that holds the lock. */
	| { readonly is: 'freeze'; readonly p: number; readonly pick: number; readonly millis: number }
	/** The storage is full for so long. */
	| { readonly is: 'full'; readonly p: number; readonly millis: number }
	/** The browser closes the database under the app. */
	| { readonly is: 'break'; readonly p: number }
	| { readonly is: 'revoke'; readonly p: number }
	/** Somebody sends what no app sends. */
	| { readonly is: 'hostile'; readonly p: number; readonly how: number }
	| { readonly is: 'cut'; readonly p: number; readonly millis: number }
	| { readonly is: 'clock'; readonly p: number; readonly skew: number }
	| { readonly is: 'lose'; readonly p: number; readonly reopen: number }
	| { readonly is: 'upgrade'; readonly p: number; readonly reopen: number }
	| { readonly is: 'crash'; readonly when: 'before' | 'after' }
	| { readonly is: 'down'; readonly millis: number }
	| { readonly is: 'backup' }
	| { readonly is: 'restore' }
	| {
			readonly is: 'decide';
			readonly by: string;
			readonly verb: string;
			readonly pick: number;
			readonly stale: boolean;
	  }
	| {
			readonly is: 'settle';
			readonly by: string;
			readonly pick: number;
			readonly keep: 'server' | 'proposed';
	  }
	/** All rights of an account, or those in one region: given and ended in two steps, a person is moved. */
	| { readonly is: 'rights'; readonly account: string; readonly give: boolean; readonly region?: string }
	/** A team is dissolved, or founded again. */
	| { readonly is: 'team'; readonly gone: boolean }
	/** The app is to be newer: for so long the server takes its pushes and refuses its pulls. */
	| { readonly is: 'outdated'; readonly millis: number }
	/** For so long the server is one from before some kinds; then it is today's, and what it parked is judged again. */
	| { readonly is: 'rollback'; readonly millis: number }
	/** A phone is given today's app. */
	| { readonly is: 'release'; readonly p: number; readonly reopen: number }
	/** A handout, as an older or as today's app writes it. */
	| { readonly is: 'give'; readonly p: number; readonly by: AppAge }
	/** A visit with so many photos. */
	| { readonly is: 'photos'; readonly p: number; readonly count: number }
	/** A session is held. */
	| { readonly is: 'hold'; readonly p: number }
	/** A person is noted at a session; or what this account noted of them is taken back. */
	| {
			readonly is: 'sign';
			readonly p: number;
			readonly pick: number;
			readonly who: number;
			readonly back: boolean;
	  }
	/** Goods are moved; `how` says which, from where and how many. */
	| { readonly is: 'stock'; readonly p: number; readonly how: number }
	/** A coordinator voids a handout, which gives its goods back. */
	| { readonly is: 'void'; readonly by: string; readonly pick: number }
	/** All phones lie closed in a drawer for so long. */
	| { readonly is: 'drawer'; readonly millis: number }
	| { readonly is: 'wait' };

export interface Step {
	/** Milliseconds that pass before the step, if the tasks that are due leave time. */
	readonly wait: number;
	/** Tasks that run before the step at most: a step may fall into the middle of anything. */
	readonly tasks: number;
	readonly act: Act;
}

export interface Story {
	readonly seed: number;
	/** Accounts of the phones. */
	readonly phones: readonly string[];
	readonly weather: Weather;
	/** No lock keeps two tabs apart; of stories that were written before `lock`. */
	readonly lockless?: boolean;
	readonly lock?: LockKind;
	/** Places of the phones that begin with an app from before some kinds. */
	readonly older?: readonly number[];
	/** Apps listen to the server's pokes. */
	readonly live?: boolean;
	readonly steps: readonly Step[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const ALL_TASKS = 1_000_000;

/** How often each kind of step comes; for one seed some of the rare ones are left out. */
const COMMON: readonly (readonly [number, Act['is']])[] = [
	[26, 'save'],
	[22, 'edit'],
	[6, 'finish'],
	[10, 'tap'],
	[10, 'wait'],
	[12, 'decide']
];
const RARE: readonly (readonly [number, Act['is']])[] = [
	[3, 'move'],
	[1, 'correct'],
	[2, 'poison'],
	[6, 'kill'],
	[2, 'close'],
	[2, 'tab'],
	[2, 'freeze'],
	[1.5, 'full'],
	[1.5, 'break'],
	[0.4, 'revoke'],
	[2, 'hostile'],
	[4, 'cut'],
	[1, 'clock'],
	[0.4, 'lose'],
	[1, 'upgrade'],
	[3, 'crash'],
	[1, 'down'],
	[1.5, 'backup'],
	[0.7, 'restore'],
	[3, 'settle'],
	[2, 'rights'],
	[0.7, 'team'],
	[0.7, 'outdated'],
	[1, 'rollback'],
	[1.5, 'release'],
	[3, 'give'],
	[4, 'photos'],
	[0.5, 'drawer'],
	[2, 'hold'],
	[8, 'sign'],
	[8, 'stock'],
	[1, 'void']
];

export function writeStory(seed: number, steps: number, phones: number): Story {
	const random = new Random(seed, 1);
	const others = random.shuffled(['vol', 'lead', 'rev', 'mate', 'far', 'rev2']);
	const accounts = ['vol', ...others].slice(0, phones);
	while (accounts.length < phones) accounts.push(random.pick(others));
	const kinds = [...COMMON, ...RARE.filter(() => random.chance(0.6))];
	return {
		seed,
		phones: accounts,
		weather: weatherOf(random),
		live: random.chance(0.5),
		older: random.chance(0.3) ? [random.int(phones)] : [],
		lock: random.weighted([
			[5, 'web'],
			[3, 'lease'],
			[3, 'none']
		]),
		steps: Array.from({ length: steps }, () => ({
			wait: random.weighted([
				[60, random.int(2_500)],
				[7, random.int(30 * SECOND)],
				[1, random.int(12 * MINUTE)]
			]),
			tasks: random.weighted([
				[1, random.int(120)],
				[1, ALL_TASKS]
			]),
			act: drawAct(random, random.weighted(kinds), phones)
		}))
	};
}

function drawAct(random: Random, is: Act['is'], phones: number): Act {
	const p = random.int(phones);
	const pick = random.int(1_000_000);
	const reopen = random.int(20 * SECOND);
	switch (is) {
		case 'save':
			return { is, p, region: random.chance(0.8) ? 0 : 1, withRequest: random.chance(0.15) };
		case 'edit':
			return {
				is,
				p,
				pick,
				field: random.pick(['situation', 'remark', 'placeText']),
				keep: random.chance(0.3)
			};
		case 'finish':
		case 'move':
		case 'correct':
			return { is, p, pick };
		case 'poison':
			return { is, p, how: random.int(9) };
		case 'freeze':
			return { is, p, pick, millis: random.int(random.chance(0.5) ? 20 * MINUTE : 2 * MINUTE) };
		case 'full':
			return { is, p, millis: random.int(2 * MINUTE) };
		case 'hostile':
			return { is, p, how: random.int(10) };
		case 'sign':
			return { is, p, pick, who: random.int(5), back: random.chance(0.2) };
		case 'hold':
		case 'tap':
		case 'tab':
		case 'break':
		case 'revoke':
			return { is, p };
		case 'kill':
		case 'close':
		case 'lose':
		case 'upgrade':
			return { is, p, reopen };
		case 'release':
			return { is, p, reopen };
		case 'give':
			return { is, p, by: random.chance(0.5) ? 'older' : 'today' };
		case 'photos':
			return { is, p, count: 1 + random.int(3) };
		case 'stock':
			return { is, p, how: pick };
		case 'void':
			return { is, by: random.pick(['rev', 'city']), pick };
		case 'outdated':
		case 'rollback':
			return { is, millis: random.int(30 * MINUTE) };
		case 'cut':
			return { is, p, millis: random.int(30 * MINUTE) };
		case 'clock':
			return {
				is,
				p,
				skew: random.pick([0, 40 * MINUTE, -40 * MINUTE, 400 * DAY, -400 * DAY, 20 * 365 * DAY])
			};
		case 'crash':
			return { is, when: random.pick(['before', 'after']) };
		case 'down':
			return { is, millis: random.int(20 * MINUTE) };
		case 'decide':
			return {
				is,
				by: random.pick(['rev', 'rev', 'rev2', 'city', 'vol']),
				verb: random.weighted([
					[5, 'approve'],
					[4, 'return'],
					[1, 'void'],
					[2, 'reopen'],
					[1, 'archive']
				]),
				pick,
				stale: random.chance(0.25)
			};
		case 'settle':
			return { is, by: random.pick(['rev', 'city']), pick, keep: random.pick(['server', 'proposed']) };
		case 'rights': {
			const account = random.pick(['vol', 'vol', 'lead', 'rev', 'far', 'city']);
			const give = random.chance(0.5);
			return random.chance(0.4) ? { is, account, give, region: random.pick(REGIONS) } : { is, account, give };
		}
		case 'team':
			return { is, gone: random.chance(0.5) };
		case 'drawer':
			return {
				is,
				millis: random.weighted([
					[4, random.int(3 * DAY)],
					[1, 20 * DAY + random.int(400 * DAY)]
				])
			};
		case 'backup':
		case 'restore':
		case 'wait':
			return { is };
	}
}
