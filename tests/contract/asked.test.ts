import { expect, it } from 'vitest';
import { Asked } from '#tests/populate/asked.ts';

it('what took longer than it may is named; what has no budget never is', async () => {
	const lines: string[] = [];
	const said = new Asked((line) => lines.push(line));
	const work = () => new Promise((wake) => setImmediate(wake));
	await said.timed('slow', -1, work, 1);
	await said.timed('quick', 60_000, work);
	await said.timed('anything', null, work);
	said.note('large', { megabytes: 400 }, false);
	expect(said.missed).toEqual(['slow', 'large']);
	expect(lines.map((line) => (JSON.parse(line) as { kept: unknown }).kept)).toEqual([
		false,
		true,
		null,
		false
	]);
});
