/** The rehearsal: a backup while the server runs, a further day, the server lost, the backup restored, the day brought back. */
import { statSync } from 'node:fs';
import { runCommand } from './harness/command.ts';
import { VISIT } from './harness/samples.ts';
import { text, textLike } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';

test('a lost server comes back from its backup, and the phone brings what came after', async ({
	world
}, info) => {
	const phone = await world.phone('volunteer');
	const device = await world.device('volunteer');
	const kept = await phone.save('visit', VISIT);
	await phone.settle();
	const file = info.outputPath('backup.jsonl');
	const run = (name: 'backup' | 'restore', ...args: readonly string[]) =>
		runCommand(name, [file, ...args], world.settings);
	expect(await run('backup')).toMatchObject({ code: 0, err: '' });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	const before = world.server.totals();

	const lost = await phone.save('visit', { ...VISIT, peopleMet: '7' });
	await phone.settle();
	const own = async () => {
		const rows = await device.pullScope(`user:${device.session?.account.id}`);
		const found = rows.filter(({ id, gone }) => (id === kept || id === lost) && !gone);
		return new Map(found.map(({ id, body }) => [id, (body as { no: string }).no]));
	};
	const numbers = await own();
	expect([...numbers.keys()].sort()).toEqual([kept, lost].sort());

	// Held: the server runs, and goes on.
	const held = await run('restore', '--replace');
	expect(held).toMatchObject({ code: 2, err: expect.stringMatching(textLike('backup_stop_held')) });
	expect(held.err).toContain(text('restore_nothing_done'));
	expect(await own()).toEqual(numbers);
	await world.server.kill('SIGKILL');
	const inUse = { code: 2, err: expect.stringContaining(text('backup_stop_not_empty')) };
	expect(await run('restore')).toMatchObject(inUse);
	const restored = { code: 0, err: '', out: expect.stringMatching(textLike('restore_done')) };
	expect(await run('restore', '--replace')).toMatchObject(restored);
	expect(world.server.totals()).toEqual(before);
	await world.server.start();

	expect([...(await own()).keys()]).toEqual([kept]);
	await phone.settle();
	await expect.poll(async () => [...(await own()).keys()].sort()).toEqual([kept, lost].sort());
	const after = await own();
	expect(after.get(kept)).toBe(numbers.get(kept));
	expect(new Set(after.values()).size).toBe(2);
	for (const id of [kept, lost]) await (await phone.record(id)).isAtStage('on_server');
	expect((await phone.recordIds('visit')).filter((id) => id === lost)).toHaveLength(1);
});
