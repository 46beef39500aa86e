/** What phones do when they hear that the server was put back from a backup. */
import { describe, expect, it } from 'vitest';
import { json } from '#tests/phone/peer.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';

describe('a restored server', () => {
	it('gets its lost day back from the journal, each operation once', async () => {
		const phone = await createTestPhone();
		const first = await phone.save('visit', { situation: 'one' });
		await phone.save('visit', { situation: 'two' }, { recordId: first });
		await phone.save('handout');
		await phone.sync();
		const before = [...phone.peer.custody.values()];
		phone.peer.restoreEmpty();
		await phone.sync();
		expect([...phone.peer.custody.values()]).toEqual(before);
		expect([...phone.peer.effects.values()]).toEqual([1, 1, 1]);
		expect(await phone.record(first)).toMatchObject({
			stage: 'on-server',
			body: { situation: 'two' },
			waiting: 0
		});
		await phone.sync();
		expect([...phone.peer.effects.values()]).toEqual([1, 1, 1]);
	});

	it.each(['applied', 'rejected', 'parked'] as const)(
		'is not believed of what it lost: an answer from before (%s) that comes after the news in another tab',
		async (outcome) => {
			const phone = await createTestPhone();
			await phone.sync();
			const id = await phone.save('visit');
			if (outcome !== 'applied') phone.peer.judge = () => ({ outcome, refusal: 'future-date' });
			const other = phone.tab();
			phone.peer.faults.push(
				async (_request, answer) => {
					const late = answer();
					phone.peer.restoreEmpty();
					phone.peer.judge = () => undefined;
					await other.syncNow();
					return late;
				},
				() => json(500, {})
			);
			await phone.sync();
			await phone.sync();
			expect([...phone.peer.effects.values()]).toEqual([1]);
			expect(await phone.record(id)).toMatchObject({ stage: 'on-server', waiting: 0 });
			const journal = await phone.databases.saves.run((database) => database.journal.filter(() => true));
			expect(journal.map((row) => row.epoch)).toEqual([phone.peer.epoch]);
		}
	);

	it('forgets accepted work after 30 days', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		await phone.sync();
		const journal = () => phone.databases.saves.run((database) => database.journal.count());
		expect(await journal()).toBe(1);
		phone.clock.set(phone.clock.now() + 31 * 86_400_000);
		await phone.sync();
		expect(await journal()).toBe(0);
	});

	it('is asked for the time: a phone whose clock is years ahead keeps its journal', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		await phone.sync();
		phone.peer.clockOffset = -5 * 365 * 86_400_000;
		phone.clock.set(phone.clock.now() + 5 * 365 * 86_400_000);
		await phone.sync();
		expect(await phone.databases.saves.run((database) => database.journal.count())).toBe(1);
	});
});
