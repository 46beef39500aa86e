/** A link that carries little upwards: what is large takes its time, or waits, and holds up neither the rest nor the pull. */
import { expect, it } from 'vitest';
import type { Operation } from '#lib/domain/operation.ts';
import { createTestPhone, sampleBody, type TestPhone } from '#tests/phone/test-phone.ts';

interface Link {
	bytesPerSecond: number;
	/** Seconds after which it breaks whatever is under way. */
	lasts: number;
}
interface Asked {
	readonly path: string;
	readonly bytes: number;
	readonly operations: readonly Operation[];
	readonly came: boolean;
}

async function phoneBehind(link: Link): Promise<{ phone: TestPhone; asked: Asked[] }> {
	const asked: Asked[] = [];
	const phone: TestPhone = await createTestPhone({
		ports: { compress: null },
		http: (peer) => async (request) => {
			const content = JSON.parse(new TextDecoder().decode(request.body)) as { operations?: Operation[] };
			const bytes = request.body.length;
			const takes = 300 + (bytes / link.bytesPerSecond) * 1_000;
			const most = Math.min(request.deadlineMillis, link.lasts * 1_000);
			const came = takes <= most;
			phone.clock.set(phone.clock.now() + Math.min(takes, most));
			asked.push({ path: request.path, bytes, operations: content.operations ?? [], came });
			if (!came) throw new Error('cut');
			return peer.http(request);
		}
	});
	await phone.sync();
	asked.length = 0;
	return { phone, asked };
}

/** What fails together with others is tried by itself in the next cycle. */
async function twice(phone: TestPhone): Promise<void> {
	await phone.sync();
	await phone.sync();
}

const large = { situation: '长'.repeat(20_000) };
const pulls = (asked: readonly Asked[]) => asked.filter(({ path, came }) => path.endsWith('pull') && came);
const waiting = async (phone: TestPhone) =>
	(await phone.databases.saves.run((database) => database.outbox.orderBy('n').toArray())).map(
		({ recordId }) => recordId
	);

it('gives a large body the time that a slow link takes', async () => {
	const { phone, asked } = await phoneBehind({ bytesPerSecond: 1_100, lasts: Infinity });
	const [one] = sampleBody('session')['signIns'] as object[];
	const signIns = Array.from({ length: 500 }, () => ({ ...one, id: phone.newId(), name: '李大明' }));
	await phone.save('session', { signIns });
	for (let count = 0; count < 5; count++) await phone.save('visit');
	await phone.sync();
	expect(Math.max(...asked.map(({ bytes }) => bytes))).toBeGreaterThan(80_000);
	expect(asked.every(({ came }) => came)).toBe(true);
	expect((await phone.store.counts()).waiting).toBe(0);
	expect(phone.engine.status.trouble).toBeNull();
});

it('passes a large one that does not get through, brings what is new, and sends it when the link is better', async () => {
	const link: Link = { bytesPerSecond: 2_500, lasts: 20 };
	const { phone, asked } = await phoneBehind(link);
	const huge = await phone.save('visit', large);
	for (let count = 0; count < 5; count++) await phone.save('visit');
	await phone.save('visit', { situation: 'later' }, { recordId: huge });
	await twice(phone);
	expect(await waiting(phone)).toEqual([huge, huge]);
	expect([pulls(asked).length > 0, phone.engine.status.trouble]).toEqual([true, 'busy']);
	// Each cycle tries it, and what was written meanwhile goes.
	const next = await phone.save('visit');
	asked.length = 0;
	await phone.sync();
	expect(asked[0]?.operations.map(({ recordId }) => recordId)).toEqual([huge]);
	expect(await phone.record(next)).toMatchObject({ waiting: 0 });
	link.lasts = Infinity;
	await phone.sync();
	expect((await phone.store.counts()).waiting).toBe(0);
	expect(await phone.record(huge)).toMatchObject({ body: { situation: 'later' } });
});

it('passes several of them, and pulls where nothing else waits', async () => {
	const { phone, asked } = await phoneBehind({ bytesPerSecond: 2_500, lasts: 20 });
	const both = [await phone.save('visit', large), await phone.save('visit', large)];
	await twice(phone);
	expect([await waiting(phone), pulls(asked).length]).toEqual([both, 1]);
	await phone.save('visit');
	await phone.sync();
	expect(await waiting(phone)).toEqual(both);
});

it('sends nothing that hangs on a record which waits to be created', async () => {
	const link: Link = { bytesPerSecond: 2_500, lasts: 20 };
	const { phone, asked } = await phoneBehind(link);
	const visitId = await phone.save('visit', large);
	const child = await phone.save('request', { visitId });
	await phone.save('request', { visitId }, { recordId: child });
	for (let count = 0; count < 3; count++) await phone.save('visit');
	await twice(phone);
	expect(await waiting(phone)).toEqual([visitId, child, child]);
	const sent = asked.filter(({ came }) => came).flatMap(({ operations }) => operations);
	expect(sent.some(({ kind }) => kind === 'request')).toBe(false);
	link.lasts = Infinity;
	await phone.sync();
	expect(await phone.store.counts()).toMatchObject({ waiting: 0, attention: 0 });
	expect(
		[...phone.peer.custody.values()].slice(-3).map((raw) => (JSON.parse(raw) as Operation).kind)
	).toEqual(['visit', 'request', 'request']);
});

it('sends what hangs on a record that is there, though its change waits', async () => {
	const { phone } = await phoneBehind({ bytesPerSecond: 2_500, lasts: 20 });
	const visitId = await phone.save('visit');
	await phone.sync();
	await phone.save('visit', large, { recordId: visitId });
	await phone.save('request', { visitId });
	await twice(phone);
	expect(await waiting(phone)).toEqual([visitId]);
});

it('tries no second one where a small one gets no answer', async () => {
	const link: Link = { bytesPerSecond: 2_500, lasts: 20 };
	const { phone, asked } = await phoneBehind(link);
	await phone.save('visit', large);
	for (let count = 0; count < 3; count++) await phone.save('visit');
	link.lasts = 0;
	await phone.sync();
	asked.length = 0;
	await phone.sync();
	expect([asked.length, phone.engine.status.trouble]).toEqual([2, 'net']);
	expect((await phone.store.counts()).waiting).toBe(4);
});
