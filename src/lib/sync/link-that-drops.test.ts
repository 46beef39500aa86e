/** The waits of a phone whose link drops again and again. */
import { expect, it } from 'vitest';
import { createTestPhone, sampleBody } from '#tests/phone/test-phone.ts';
import { json, viewOf } from '#tests/phone/peer.ts';
import type { HttpAnswer } from './ports.ts';

const cut = (): HttpAnswer => {
	throw new Error('cut');
};
const busy = () => json(503, {});

/** Waits after each of six cycles that may send one record, and then meet `fault`. */
async function waits(fault: () => HttpAnswer, isMoving: (turn: number) => boolean): Promise<number[]> {
	const phone = await createTestPhone({
		ports: { random: { fraction: () => 1, bytes: (count) => new Uint8Array(count).fill(7) } }
	});
	const waitOf = () => Date.parse(phone.engine.status.nextTryAt ?? '') - phone.clock.now();
	phone.engine.start();
	await phone.engine.whenIdle();
	const found: number[] = [];
	for (let turn = 0; turn < 6; turn++) {
		if (isMoving(turn)) await phone.save('visit', {}, { recordId: `r${turn}`, opId: `op${turn}` });
		phone.peer.faults.length = 0;
		if (isMoving(turn)) phone.peer.faults.push((_request, answer) => answer());
		phone.peer.faults.push(fault, fault);
		phone.clock.advance(Math.max(waitOf() || 0, 0));
		await phone.tabIdle();
		found.push(waitOf());
	}
	await phone.engine.stop();
	return found;
}

it('do not grow while each time something is sent', async () => {
	expect(await waits(cut, () => true)).toEqual(Array(6).fill(4_000));
});

it('begin anew from a time that something was sent', async () => {
	expect(await waits(cut, (turn) => turn === 3)).toEqual([4_000, 8_000, 16_000, 4_000, 8_000, 16_000]);
});

it('grow all the same where it is the server that asks for quiet', async () => {
	expect((await waits(busy, () => true)).at(-1)).toBe(128_000);
});

it('do not grow while each time something new is brought', async () => {
	const phone = await createTestPhone({
		ports: { random: { fraction: () => 1, bytes: (count) => new Uint8Array(count).fill(7) } }
	});
	phone.peer.pageRows = 1;
	for (let at = 0; at < 5; at++) {
		const id = `0190b3a0-0000-7000-8000-00000000000${at}`;
		phone.peer.put('user:acc-1', {
			kind: 'visit',
			id,
			body: viewOf(id, 'visit', 1, sampleBody('visit'), 'acc-1')
		});
	}
	phone.engine.start();
	const found: number[] = [];
	for (let turn = 0; turn < 4; turn++) {
		phone.peer.faults.splice(0, 9, (_request, answer) => answer(), cut);
		phone.clock.advance(turn === 0 ? 0 : 4_000);
		await phone.tabIdle();
		found.push(Date.parse(phone.engine.status.nextTryAt ?? '') - phone.clock.now());
	}
	expect(found).toEqual(Array(4).fill(4_000));
	expect(await phone.own()).toHaveLength(4);
	await phone.engine.stop();
});
