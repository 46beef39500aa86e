import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { Player, STORAGES } from './player.ts';
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

it.each(STORAGES)('the same seed gives the same log, byte for byte (truth 17): %s', async (storage) => {
	const tell = async (seed: number) =>
		(await players.get(storage)?.ask({ story: writeStory(seed, 150, 3), bug: null, isTold: true }))?.lines ??
		[];
	const first = await tell(3);
	const other = await tell(4);
	const second = await tell(3);
	expect(first.length).toBeGreaterThan(150);
	expect(second.join('\n')).toBe(first.join('\n'));
	expect(other.join('\n')).not.toBe(first.join('\n'));
});

it.each(cases)('pinned, $storage: $why', async ({ storage, story }) => {
	const answer = await players.get(storage)?.ask({ story, bug: null });
	expect(answer).toMatchObject({ truth: null, what: '' });
});
