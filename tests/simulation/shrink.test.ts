import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { Player } from './player.ts';
import { writeStory, type Story } from './story.ts';

const RUN = new URL('./run.ts', import.meta.url).pathname;
const BUG = 'delete outbox on send';
const [SEED, STEPS, PHONES] = [1, 40, 3];

interface Ended {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** The command as a person starts it. */
async function simulate(...options: string[]): Promise<Ended> {
	try {
		return { code: 0, ...(await promisify(execFile)(process.execPath, [RUN, ...options])) };
	} catch (error) {
		return error as Ended;
	}
}

it('a seed that breaks a truth is made short and ready to be pinned, and the command fails', async () => {
	const sizes = { seed: SEED, seeds: 1, steps: STEPS, phones: PHONES };
	const options = Object.entries(sizes).flatMap(([name, size]) => [`--${name}`, String(size)]);
	const broken = await simulate(...options, '--bug', BUG);
	expect(broken).toMatchObject({ code: 1, stderr: '' });
	expect(broken.stdout).toContain(`Seed ${SEED}: truth 14: `);
	const { why, story: short } = JSON.parse(broken.stdout.trimEnd().split('\n').at(-1) ?? '') as {
		why: string;
		story: Story;
	};
	expect(why).toMatch(/^truth 14: /);
	const whole = writeStory(SEED, STEPS, PHONES);
	expect(short).toEqual({ ...whole, steps: short.steps });
	expect(short.steps.length).toBeGreaterThan(0);
	expect(short.steps.length).toBeLessThan(STEPS / 4);
	expect(whole.steps).toEqual(expect.arrayContaining([...short.steps]));

	const player = new Player('memory');
	expect(await player.ask({ story: short, bug: BUG })).toMatchObject({ truth: 14 });
	// None of its steps can be left out.
	for (const at of short.steps.keys()) {
		const steps = short.steps.filter((_, place) => place !== at);
		const { truth } = await player.ask({ story: { ...short, steps }, bug: BUG });
		expect(truth, `without step ${at}`).not.toBe(14);
	}
	await player.end();
}, 120_000);

it('what is not planted cannot be looked for', async () => {
	const { code, stderr } = await simulate('--planted', '--only', 'nothing of the kind');
	expect(code).toBe(1);
	expect(stderr).toContain('No planted bug is called "nothing of the kind".');
});
