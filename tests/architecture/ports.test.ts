import { describe, expect, it } from 'vitest';
import { NEEDED, portViolations, PORT_FILES } from './ports.ts';
import { readSources } from './source-tree.ts';

describe('the sync core takes clock, chance, network, locks, timers and log from ports', () => {
	it('everywhere', () => {
		expect(portViolations(readSources('src'))).toEqual([]);
	});

	it('and the port files are there', () => {
		const paths = readSources('src').map(({ path }) => path);
		expect(paths).toEqual(expect.arrayContaining(PORT_FILES));
	});

	it('and no file is allowed more than it needs', () => {
		const found = new Map<string, Set<string>>();
		for (const { path, rule } of portViolations(readSources('src'), {}))
			found.set(path, (found.get(path) ?? new Set()).add(rule.split(':')[0] ?? ''));
		const needed = [...found].map(([path, names]) => [path, [...names].sort()]);
		expect(Object.fromEntries(needed)).toEqual(NEEDED);
	});

	it.each([
		['src/lib/sync/planted.ts', 'const now = Date.now();'],
		['src/lib/sync/planted.ts', 'const answer = await fetch(path);'],
		['src/lib/sync/planted.ts', 'navigator.locks.request(name, work);'],
		['src/lib/storage/planted.ts', 'setTimeout(again, 100);'],
		['src/lib/storage/planted.ts', 'const later = { wait: setTimeout };'],
		['src/lib/storage/planted.ts', 'const id = crypto.randomUUID();'],
		['src/lib/storage/planted.ts', 'const id = globalThis.crypto.randomUUID();'],
		['src/lib/server/sync/planted.ts', "import { randomUUID } from 'node:crypto';"],
		['src/lib/server/sync/planted.ts', 'const at = new Date().toISOString();'],
		['src/lib/server/sync/planted.ts', 'const at = new Date;'],
		['src/lib/server/database/planted.ts', 'const x = Math.random();'],
		['src/lib/server/sync/planted.ts', 'process.stderr.write(line);'],
		['src/routes/api/sync/push/+server.ts', 'const now = new Date();'],
		['src/lib/server/stock/planted.ts', 'const now = Date.now();'],
		['src/lib/server/figures/planted.ts', 'const at = new Date();'],
		['src/lib/server/photos/planted.ts', 'const answer = await fetch(address);'],
		['src/lib/server/rosters/keep-roster.ts', 'const now = Date.now();'],
		['src/lib/server/attachments/planted.ts', "import { randomUUID } from 'node:crypto';"],
		['src/lib/server/live/live-hub.ts', 'setTimeout(look, 1_000);']
	])('a breach in %s is seen: %s', (path, text) => {
		expect(portViolations([{ path, text }])).toHaveLength(1);
	});

	it('what only looks like one is not', () => {
		const text = [
			'const at = new Date(clock.now()).toISOString();',
			'const answer = await ports.fetch(path);',
			'interface Machine { fetch: typeof send; crypto: string }',
			'const machine = { setTimeout: ports.after };'
		].join('\n');
		expect(portViolations([{ path: 'src/lib/sync/planted.ts', text }])).toEqual([]);
	});

	it('other folders may', () => {
		expect(portViolations([{ path: 'src/lib/state/planted.ts', text: 'Date.now();' }])).toEqual([]);
	});
});
