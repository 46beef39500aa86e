/** Plays a story from its first step to its rest, and says whether all truths held. */
import './install.ts';
import 'fake-indexeddb/auto';
import type { Bug } from './bug.ts';
import { doElsewhere } from './do-elsewhere.ts';
import { doOnPhone } from './do-on-phone.ts';
import type { Broken } from './memory.ts';
import { populate } from './population.ts';
import { comeToRest } from './rest.ts';
import type { Act, Story } from './story.ts';
import { setTimeline } from './timeline.ts';
import { watchPhone } from './watch-phone.ts';
import { watchServer } from './watch-server.ts';
import { buildWorld, type World } from './world.ts';

export interface Outcome {
	readonly broken: Broken | null;
	readonly lines: readonly string[];
	/** Tasks that ran. */
	readonly tasks: number;
	readonly operations: number;
}

/** Errors that no promise's reader caught, while a story is played. */
const strays: unknown[] = [];
process.on('unhandledRejection', (error) => void strays.push(error));

const isOnPhone = (act: Act): act is Act & { readonly p: number } => 'p' in act;

export async function play(story: Story, bug: Bug | null = null): Promise<Outcome> {
	const world = buildWorld(story, await populate(), bug);
	setTimeline(world.timeline);
	strays.length = 0;
	try {
		for (const phone of world.phones) await phone.open();
		for (const [place, { wait, tasks, act }] of story.steps.entries()) {
			await world.timeline.run(tasks, world.timeline.now + wait);
			await step(world, act);
			watch(world, place);
			if (world.memory.broken) break;
		}
		if (!world.memory.broken) await comeToRest(world);
		if (!world.memory.broken) {
			await count(world);
			watchServer(world.server, world.memory);
		}
	} finally {
		for (const phone of world.phones) await phone.kill();
		setTimeline(null);
	}
	const { broken } = world.memory;
	if (broken) world.log(broken.message);
	return {
		broken,
		lines: world.lines,
		tasks: world.timeline.count,
		operations: world.memory.saved.size
	};
}

async function step(world: World, act: Act): Promise<void> {
	world.log(JSON.stringify(act));
	if (act.is === 'backup' || act.is === 'restore') watchServer(world.server, world.memory);
	if (isOnPhone(act)) await doOnPhone(world, act);
	else await doElsewhere(world, act);
}

function watch(world: World, place: number): void {
	const { memory, timeline, server, phones } = world;
	for (const phone of phones) watchPhone(phone, memory, server, timeline.now);
	if (place % 100 === 99) watchServer(server, memory);
	const [stray] = [...timeline.uncaught, ...strays];
	if (stray !== undefined)
		memory.fail(0, `nobody caught ${stray instanceof Error ? stray.stack : String(stray)}`);
}

/** Asks the product for its figures. */
async function count(world: World): Promise<void> {
	const { server, memory, bug, timeline } = world;
	server.disk.sqlite.exec('begin');
	bug?.figures?.(server);
	await timeline.enter(server.owner, () => {
		server.countVisits().then(
			(counted) => (memory.counted = counted),
			(error: unknown) => memory.fail(0, `figures: ${String(error)}`)
		);
	});
	server.disk.sqlite.exec('rollback');
}
