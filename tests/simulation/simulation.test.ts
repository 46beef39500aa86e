import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { Player, STORAGES, type Storage } from './player.ts';
import { writeStory, type Story } from './story.ts';

const pinned = JSON.parse(readFileSync(new URL('./pinned.json', import.meta.url), 'utf8')) as {
	why: string;
	story: Story;
}[];

const players = new Map(STORAGES.map((storage) => [storage, new Player(storage)]));
afterAll(async () => {
	for (const player of players.values()) await player.end();
});
const cases = STORAGES.flatMap((storage) => pinned.map(({ why, story }) => ({ storage, why, story })));

/** Threads that have played nothing else; one goes through the seeds forwards, the other backwards. */
async function playedIn(storage: Storage, seeds: readonly number[]): Promise<ReadonlyMap<number, string>> {
	const player = new Player(storage);
	const logs = new Map<number, string>();
	for (const seed of seeds) {
		const { lines } = await player.ask({ story: writeStory(seed, 300, 3), bug: null, isTold: true });
		logs.set(seed, lines.join('\n'));
	}
	await player.end();
	return logs;
}

it.each([
	{ storage: 'memory' as const, seeds: [3, 4, 10] },
	{ storage: 'indexeddb' as const, seeds: [3] }
])(
	'the same seed gives the same log, byte for byte, whatever its thread played before (truth 17): $storage',
	async ({ storage, seeds }) => {
		const [first, second] = await Promise.all([
			playedIn(storage, seeds),
			playedIn(storage, [...seeds].reverse())
		]);
		for (const seed of seeds) expect(second.get(seed), `seed ${seed}`).toBe(first.get(seed));
		for (const log of first.values()) expect(log.split('\n').length).toBeGreaterThan(300);
		expect(new Set(first.values()).size).toBe(seeds.length);
	},
	180_000
);

it.each(cases)('pinned, $storage: $why', async ({ storage, story }) => {
	const answer = await players.get(storage)?.ask({ story, bug: null });
	expect(answer).toMatchObject({ truth: null, what: '' });
});
