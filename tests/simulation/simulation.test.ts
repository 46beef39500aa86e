import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { missingTruths } from './not-yet.ts';
import { play } from './play.ts';
import { writeStory, type Story } from './story.ts';

const pinned = JSON.parse(readFileSync(new URL('./pinned.json', import.meta.url), 'utf8')) as {
	why: string;
	story: Story;
}[];

it.each([3, 5])('the same seed gives the same log, byte for byte (truth 17): %i', async (seed) => {
	const first = await play(writeStory(seed, 150, 3));
	const second = await play(writeStory(seed, 150, 3));
	expect(first.lines.length).toBeGreaterThan(150);
	expect(second.lines.join('\n')).toBe(first.lines.join('\n'));
	const other = await play(writeStory(seed + 1, 150, 3));
	expect(other.lines.join('\n')).not.toBe(first.lines.join('\n'));
});

it.each(pinned)('pinned: $why', async ({ story }) => {
	expect((await play(story)).broken).toBeNull();
});

it('what is not yet applicable is not there yet', () => {
	expect(missingTruths()).toEqual([]);
});
