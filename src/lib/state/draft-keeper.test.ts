import { expect, it } from 'vitest';
import type { DraftRow } from '#lib/storage/rows.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { createDraftKeeper } from './draft-keeper.ts';

const draft = (text: string) => ({
	kind: 'visit',
	recordId: 'r',
	body: { text },
	typed: {},
	baseRev: 0,
	startedAt: '',
	issues: []
});
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('writes at most every 400 ms, always the newest, and everything at once when the page is hidden', async () => {
	const clock = createManualClock();
	const written: DraftRow[][] = [];
	const keeper = createDraftKeeper(
		clock,
		(drafts) => Promise.resolve(void written.push([...drafts])),
		() => {}
	);
	for (let key = 0; key < 10; key++) {
		keeper.keep(draft('a'.repeat(key)));
		clock.advance(50);
		await turn();
	}
	expect(written).toHaveLength(1);
	clock.advance(400);
	await turn();
	expect(written.at(-1)).toMatchObject([{ body: { text: 'a'.repeat(9) } }]);
	keeper.keep(draft('last'));
	await keeper.flush();
	expect(written.at(-1)).toMatchObject([{ key: 'visit:r', body: { text: 'last' } }]);
});

it('keeps what a failed write could not store and writes it with the next', async () => {
	const clock = createManualClock();
	let fails = true;
	const written: DraftRow[][] = [];
	const failures: unknown[] = [];
	const keeper = createDraftKeeper(
		clock,
		(drafts) => (fails ? Promise.reject(new Error('full')) : Promise.resolve(void written.push([...drafts]))),
		(error) => void failures.push(error)
	);
	keeper.keep(draft('text'));
	await keeper.flush();
	expect(failures).toHaveLength(1);
	expect(keeper.newest('visit:r')).toMatchObject({ body: { text: 'text' } });
	fails = false;
	await keeper.flush();
	expect(written).toMatchObject([[{ body: { text: 'text' } }]]);
});

it('keeps the last words before a flush returns, those under way as well, and drops them once they are written', async () => {
	const clock = createManualClock();
	const { promise: isWritten, resolve: write } = Promise.withResolvers<void>();
	let fails = true;
	const kept = new Map<string, DraftRow>();
	const words = {
		keep: (drafts: Iterable<DraftRow>) => [...drafts].forEach((one) => kept.set(one.key, one)),
		drop: (keys: readonly string[]) => keys.forEach((key) => kept.delete(key)),
		all: () => [...kept.values()]
	};
	const keeper = createDraftKeeper(
		clock,
		async () => {
			await isWritten;
			if (fails) throw new Error('full');
		},
		() => {},
		words
	);
	keeper.keep(draft('first'));
	clock.advance(400);
	await turn();
	keeper.keep({ ...draft('other'), recordId: 's' });
	const flushed = keeper.flush();
	expect(words.all().map(({ body }) => body)).toEqual([{ text: 'first' }, { text: 'other' }]);
	write();
	await flushed;
	expect(words.all()).toHaveLength(2);
	fails = false;
	await keeper.flush();
	expect(words.all()).toEqual([]);
	keeper.keep(draft('given up'));
	void keeper.flush();
	await keeper.hold('visit:r');
	keeper.release('visit:r', true);
	expect(words.all()).toEqual([]);
});

it('holds what was on its way to a full disk while its record is saved, and has it again where the save fails', async () => {
	const clock = createManualClock();
	const kept: string[] = [];
	let fail = (_: Error): void => {};
	const writing = () => new Promise<void>((_, reject) => (fail = reject));
	const words = {
		keep: (drafts: Iterable<DraftRow>) => kept.push(...[...drafts].map(({ key }) => key)),
		drop: () => {},
		all: () => []
	};
	const keeper = createDraftKeeper(clock, writing, () => {}, words);
	keeper.keep(draft('typed'));
	clock.advance(400);
	await turn();
	const held = keeper.hold('visit:r');
	fail(new Error('full'));
	await held;
	clock.advance(400);
	expect(keeper.newest('visit:r')).toMatchObject({ body: { text: 'typed' } });
	// The page is left in the middle of the save.
	await keeper.flush();
	expect(kept).toEqual(['visit:r']);
	keeper.release('visit:r', false);
	clock.advance(400);
	await turn();
	expect(keeper.newest('visit:r')).toMatchObject({ body: { text: 'typed' } });
	const again = keeper.hold('visit:r');
	fail(new Error('full'));
	await again;
	keeper.release('visit:r', true);
	expect(keeper.newest('visit:r')).toBeUndefined();
});
