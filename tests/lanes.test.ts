import { expect, it } from 'vitest';
import { runInLanes, type Laned } from './lanes.ts';
import { Turns } from './turns.ts';

/** Steps that end when they are told; what ran beside what. */
function stage(steps: readonly Laned[], lanes: number) {
	const running = new Map<string, (isGood: boolean) => void>();
	const missed: string[] = [];
	const over = runInLanes(steps, lanes, (step, missing) => {
		if (missing !== undefined) missed.push(`${step.name} without ${missing}`);
		return missing === undefined
			? new Promise<boolean>((settle) => running.set(step.name, settle))
			: Promise.resolve(false);
	});
	return {
		over,
		missed,
		running: () => [...running.keys()],
		end: async (name: string, isGood = true) => {
			running.get(name)?.(isGood);
			running.delete(name);
			await new Promise((wake) => setImmediate(wake));
		}
	};
}

it('runs as many steps as there are lanes, a step that needs another after it', async () => {
	const all = stage([{ name: 'a' }, { name: 'b', needs: ['a'] }, { name: 'c' }, { name: 'd' }], 2);
	expect(all.running()).toEqual(['a', 'c']);
	await all.end('c');
	expect(all.running()).toEqual(['a', 'd']);
	await all.end('a');
	expect(all.running()).toEqual(['d', 'b']);
	await all.end('d');
	await all.end('b');
	await all.over;
});

it('runs nothing beside a step that runs alone', async () => {
	const all = stage([{ name: 'a' }, { name: 'b', alone: true }, { name: 'c' }], 2);
	expect(all.running()).toEqual(['a']);
	await all.end('a');
	expect(all.running()).toEqual(['b']);
	await all.end('b');
	expect(all.running()).toEqual(['c']);
	await all.end('c');
	await all.over;
});

it('names what is missing to a step whose need failed, and runs the others', async () => {
	const all = stage(
		[{ name: 'a' }, { name: 'b', needs: ['a'] }, { name: 'c', needs: ['b'] }, { name: 'd' }],
		1
	);
	await all.end('a', false);
	expect(all.missed).toEqual(['b without a', 'c without b']);
	await all.end('d');
	await all.over;
});

it('refuses steps that need each other', async () => {
	const circle = [
		{ name: 'a', needs: ['b'] },
		{ name: 'b', needs: ['a'] }
	];
	await expect(stage(circle, 2).over).rejects.toThrow('Steps need each other: a, b');
});

it('says what steps say one after the other: the first at once, the next when it is done', () => {
	let said = '';
	const turns = new Turns((text) => (said += text));
	const [first, second, third] = [turns.begin(), turns.begin(), turns.begin()];
	second.say('b1 ');
	first.say('a1 ');
	third.say('c1 ');
	third.end();
	first.say('a2 ');
	expect(said).toBe('a1 a2 ');
	first.end();
	second.say('b2 ');
	expect(said).toBe('a1 a2 b1 b2 ');
	second.end();
	expect(said).toBe('a1 a2 b1 b2 c1 ');
	turns.begin().say('d');
	expect(said).toBe('a1 a2 b1 b2 c1 d');
});
