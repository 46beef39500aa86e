import { expect, it, vi } from 'vitest';
import { m } from '#lib/i18n.ts';
import { ScanQueue, type ScanAnswer } from './scan-queue.ts';

const good = (text: string): ScanAnswer => ({ sign: 'good', text });

it('a code that cannot be noted is said, and those after it are noted all the same', async () => {
	const said: ScanAnswer[] = [];
	const read = vi.fn((code: string) => {
		if (code === 'throws') throw new Error('storage');
		return code === 'fails' ? Promise.reject(new Error('storage')) : good(code);
	});
	const queue = new ScanQueue(read, (answer) => said.push(answer));
	for (const code of ['one', 'fails', ' two\n', 'throws', '  ', 'three']) queue.take(code, 'typed');
	await vi.waitFor(() => expect(said).toHaveLength(5));
	const failed = { sign: 'bad', text: m.ui_scan_failed() };
	expect(said).toEqual([good('one'), failed, good('two'), failed, good('three')]);
	expect(read.mock.calls.at(-1)).toEqual(['three', 'typed']);
});

it('codes that come faster than they are noted are answered in the order of their coming', async () => {
	const said: string[] = [];
	const waiting: (() => void)[] = [];
	const read = (code: string) =>
		new Promise<ScanAnswer>((resolve) => waiting.push(() => resolve(good(code))));
	const queue = new ScanQueue(read, ({ text }) => said.push(text));
	for (const code of ['one', 'two']) queue.take(code, 'camera');
	await vi.waitFor(() => expect(waiting).toHaveLength(1));
	waiting[0]?.();
	await vi.waitFor(() => expect(waiting).toHaveLength(2));
	waiting[1]?.();
	await vi.waitFor(() => expect(said).toEqual(['one', 'two']));
});
