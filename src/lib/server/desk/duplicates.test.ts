import { afterEach, beforeEach, expect, it } from 'vitest';
import { decide, dismissFlag } from './decide.ts';
import { DUPLICATE_RULE, duplicatePairs } from './duplicates.ts';
import { deskBench, type DeskBench } from './testing/desk-bench.ts';

let bench: DeskBench;
beforeEach(async () => {
	bench = await deskBench();
});
afterEach(() => bench.close());

const twin = { placeText: '同一工地', team: null };

it('holds two records of one day, place and team side by side until one is voided', async () => {
	const first = await bench.visit('vol', twin);
	const second = await bench.visit('vol', twin);
	const { actor, context } = await bench.desk('rev');
	const [pair] = (await duplicatePairs(context)).pairs;
	expect(pair?.sheets.map((sheet) => sheet.id)).toEqual([first, second]);
	const answer = await decide(actor, context.rights, {
		opId: bench.mintId(),
		recordId: second,
		rev: 1,
		decision: 'void',
		body: { reason: 'RR05', note: '', duplicateOf: first }
	});
	expect(answer.done).toBe(true);
	expect(await duplicatePairs(context)).toEqual({ pairs: [], more: false });
});

it('forgets a pair that a coordinator of the area said to be different, and nobody else may say so', async () => {
	await bench.visit('vol', twin);
	const second = await bench.visit('vol', twin);
	const dismiss = async (person: string) => {
		const { actor, context } = await bench.desk(person);
		const body = { code: DUPLICATE_RULE, field: 'placeText', note: '' };
		const opId = bench.mintId();
		return dismissFlag(actor, context.rights, { opId, recordId: second, rev: 1, body });
	};
	expect(await dismiss('revfar')).toMatchObject({ done: false, why: 'not-permitted' });
	expect(await dismiss('aud')).toMatchObject({ done: false, why: 'not-permitted' });
	const { context } = await bench.desk('rev');
	const [pair] = (await duplicatePairs(context)).pairs;
	expect(pair?.sheets[1]?.flags.map((flag) => flag.field)).toEqual(['placeText']);
	expect(await dismiss('rev')).toMatchObject({ done: true });
	expect(await duplicatePairs(context)).toEqual({ pairs: [], more: false });
});

it('comes in pages', async () => {
	for (const placeText of ['甲工地', '乙工地', '丙工地']) {
		for (let twice = 0; twice < 2; twice++) await bench.visit('vol', { placeText, team: null });
	}
	const { context } = await bench.desk('rev');
	const first = await duplicatePairs(context, 1, 2);
	const second = await duplicatePairs(context, 2, 2);
	expect([first.more, second.more]).toEqual([true, false]);
	expect(new Set([...first.pairs, ...second.pairs].map((pair) => pair.key)).size).toBe(3);
});
