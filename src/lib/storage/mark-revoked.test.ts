import { expect, it } from 'vitest';
import { noteAnswer } from '#lib/state/note-answer.ts';
import { createTestPhone, sampleBody } from '#tests/phone/test-phone.ts';
import { markRevoked } from './mark-revoked.ts';

const save = (phone: Awaited<ReturnType<typeof createTestPhone>>) => phone.save('visit', sampleBody('visit'));
const waiting = (phone: Awaited<ReturnType<typeof createTestPhone>>) =>
	phone.databases.pulls.run((database) => database.outbox.count());

it('marks nothing while saved work waits, and the next save succeeds', async () => {
	const phone = await createTestPhone();
	await save(phone);
	expect(await markRevoked(phone.databases)).toBe(false);
	await save(phone);
	expect(await waiting(phone)).toBe(2);
});

it('lets nothing be saved that would be erased with the rest', async () => {
	const phone = await createTestPhone();
	expect(await markRevoked(phone.databases)).toBe(true);
	await expect(save(phone)).rejects.toMatchObject({ code: 'revoked' });
	expect(await waiting(phone)).toBe(0);
});

it('comes before a save or after it, never between', async () => {
	for (let time = 0; time < 20; time++) {
		const phone = await createTestPhone();
		const order = [
			() =>
				save(phone).then(
					() => true,
					() => false
				),
			() => markRevoked(phone.databases)
		];
		const outcomes = await Promise.all(
			time % 2 ? order.reverse().map((act) => act()) : order.map((act) => act())
		);
		expect(outcomes.filter(Boolean)).toHaveLength(1);
	}
});

it('is over when the person signs in anew', async () => {
	const phone = await createTestPhone();
	await markRevoked(phone.databases);
	const answer = { grants: [], grantsRev: 2, serverId: 's', epoch: 1 };
	await noteAnswer(phone.databases, answer as never, phone.clock.now());
	await save(phone);
	expect(await waiting(phone)).toBe(1);
});
