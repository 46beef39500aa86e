/** More unsent work than one file carries: several, each within the limits, taken in the order of the work however they come. */
import { describe, expect, it } from 'vitest';
import { missingParts } from '#lib/server/desk/unsent-parts.ts';
import { importUnsent } from '#lib/server/desk/unsent-files.ts';
import { ensureSealingKey } from '#lib/server/sealing/sealing-keys.ts';
import type { UnsentFile } from '#lib/state/unsent-file.ts';
import { body, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';
import { countRecords, filesOf, phoneThatWaits, unsentDesk } from './unsent-desk.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await ensureSealingKey(town.database, town.now);
});

/** Brings several at once; gives of each what became of it, in the order in which they were taken. */
async function bringAll(files: readonly UnsentFile[], options?: { withoutEarlier: boolean }) {
	const { actor, context } = await unsentDesk(town);
	const brought = await Promise.all(
		files.map(async ({ name, content }) => ({ name, text: await (await content()).text() }))
	);
	const answers = await importUnsent(actor, context.rights, brought, options);
	return answers.map((answer) => [
		answer.part?.n,
		answer.ok ? answer.result.verdicts.map(({ outcome }) => outcome) : [answer.problem, answer.missing]
	]);
}

/** Visits with later changes, so that each file builds on one before. */
async function threeParts() {
	const { phone, ids } = await phoneThatWaits(town);
	await phone.save('visit', body({ situation: '改过的' }), { recordId: ids[0] ?? '' });
	for (let at = 0; at < 2; at++) ids.push(await phone.save('visit', body()));
	await phone.save('visit', body({ situation: '又改过的' }), { recordId: ids[2] ?? '' });
	return {
		phone,
		ids,
		files: (await filesOf(town, phone, false, { operations: 2, bytes: 1_000_000 })) ?? []
	};
}

describe('more unsent work than one file carries', () => {
	it('comes in several, in their order, each within the limits and all of it', async () => {
		const { phone, ids } = await phoneThatWaits(town);
		await phone.save('visit', body({ situation: '改过的' }), { recordId: ids[0] ?? '' });
		for (let at = 0; at < 2; at++) ids.push(await phone.save('visit', body()));
		const files = (await filesOf(town, phone, false, { operations: 2, bytes: 1_000_000 })) ?? [];
		expect(files.map(({ operations, name }) => [operations, name])).toEqual([
			[2, 'liangfeng-unsent-vol-2025-07-09-1-3.txt'],
			[2, 'liangfeng-unsent-vol-2025-07-09-2-3.txt'],
			[1, 'liangfeng-unsent-vol-2025-07-09-3-3.txt']
		]);
		// What is sent or saved between two of them moves nothing from one to another.
		await phone.save('visit', body());
		for (const [at, file] of files.entries())
			expect(await bringAll([file])).toEqual([
				[at + 1, Array.from({ length: file.operations }, () => 'applied')]
			]);
		expect(await countRecords(town)).toBe(4);
		expect((await town.row(ids[0] ?? ''))?.rev).toBe(2);
	});

	it('may be brought in any order, all at once or one by one: nothing is doubled, nothing lost', async () => {
		const { phone, ids, files } = await threeParts();
		const [first, second, third] = files as [UnsentFile, UnsentFile, UnsentFile];
		// Brought alone, what builds on others waits with its file, and which are missing is said.
		expect(await bringAll([third])).toEqual([[3, ['part-missing', [1, 2]]]]);
		expect(await bringAll([third, second])).toEqual([
			[2, ['part-missing', [1]]],
			[3, ['part-missing', [1, 2]]]
		]);
		expect(await countRecords(town)).toBe(0);
		const all = [
			[1, ['applied', 'applied']],
			[2, ['applied', 'applied']],
			[3, ['applied', 'applied']]
		];
		expect(await bringAll([third, first, second])).toEqual(all);
		expect(await bringAll([second, third])).toEqual(all.slice(1));
		await phone.sync();
		expect(await countRecords(town)).toBe(4);
		expect(await phone.record(ids[0] ?? '')).toMatchObject({ stage: 'on-server', base: { rev: 2 } });
		expect(await phone.record(ids[2] ?? '')).toMatchObject({ stage: 'on-server', base: { rev: 2 } });
	});

	it('waits for no file whose work the phone has sent itself, and for none that is said to be lost', async () => {
		const { phone, ids, files } = await threeParts();
		const [, second, third] = files as [UnsentFile, UnsentFile, UnsentFile];
		expect(await bringAll([second], { withoutEarlier: true })).toEqual([[2, ['rejected', 'applied']]]);
		expect(await bringAll([third])).toEqual([[3, ['part-missing', [1]]]]);
		await phone.sync();
		expect(await bringAll([third])).toEqual([[3, ['applied', 'applied']]]);
		expect(await countRecords(town)).toBe(4);
		// What was refused for want of the lost file stands with its text on the phone.
		expect(await phone.record(ids[0] ?? '')).toMatchObject({ stage: 'attention' });
		const [kept] = await phone.databases.saves.run((database) => database.attention.toArray());
		expect(kept?.operation.body).toMatchObject({ situation: '改过的' });
	});

	it('is cut by its bytes as well; one that is too long by itself is a file of its own', async () => {
		const { phone } = await phoneThatWaits(town);
		const long = { ...body(), situation: '很长'.repeat(400) };
		await phone.save('visit', long);
		await phone.save('visit', body());
		const sizes = async (bytes: number) =>
			((await filesOf(town, phone, true, { operations: 10_000, bytes })) ?? []).map(
				({ operations }) => operations
			);
		expect(await sizes(2_000_000)).toEqual([4]);
		expect(await sizes(1_500)).toEqual([1, 1, 1, 1]);
	});

	it('of an empty outbox is one file', async () => {
		const phone = await phoneOf(town, 'vol', 'vol');
		await phone.sync();
		expect((await filesOf(town, phone))?.map(({ operations }) => operations)).toEqual([0]);
	});

	it('may name more counters of earlier files than a call takes arguments', async () => {
		const ranges = Array.from({ length: 300_000 }, (_, at) => [2 * at, 2 * at] as const);
		const part = { n: 3, of: 3, earlier: [ranges, []] };
		expect(await missingParts(town.database.reader, town.device('vol'), part)).toEqual([1]);
	});
});
