import { describe, expect, it } from 'vitest';
import type { Operation } from '#lib/domain/operation.ts';
import { json } from '#tests/phone/peer.ts';
import type { HttpAnswer } from '#lib/sync/ports.ts';
import type { SyncStore } from '#lib/storage/sync-store.ts';
import { createTestPhone } from '#tests/phone/test-phone.ts';

const pushes = (phone: Awaited<ReturnType<typeof createTestPhone>>) =>
	phone.peer.seen.filter((request) => request.path === '/api/sync/push');
const operations = (request: { body: Record<string, unknown> }) => request.body['operations'] as Operation[];

describe('push', () => {
	it('shows a saved record as on the phone, then with the number of the receipt', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit');
		expect(await phone.record(id)).toMatchObject({
			stage: 'on-phone',
			no: null,
			waiting: 1,
			state: 'pending'
		});
		await phone.sync();
		expect(await phone.record(id)).toMatchObject({
			stage: 'on-server',
			waiting: 0,
			no: `ZF-${id.slice(-6)}`
		});
		expect((await phone.record(id))?.base?.rev).toBe(1);
		expect(phone.peer.effects.size).toBe(1);
	});

	it('sends the same bytes again when the answer was lost, and the effect happens once', async () => {
		const phone = await createTestPhone();
		const id = await phone.save('visit');
		phone.peer.faults.push((_request, answer) => {
			answer();
			throw new Error('cut');
		});
		await phone.sync();
		expect(phone.engine.status.trouble).toBe('net');
		expect(await phone.record(id)).toMatchObject({ stage: 'on-phone', waiting: 1 });
		phone.clock.advance(3_600_000 * 24);
		await phone.sync();
		const [first, second] = pushes(phone);
		expect(first && second && JSON.stringify(operations(second))).toBe(
			JSON.stringify(first && operations(first))
		);
		expect([...phone.peer.effects.values()]).toEqual([1]);
		expect(await phone.record(id)).toMatchObject({ stage: 'on-server', waiting: 0 });
	});

	it('numbers operations strictly upwards and keeps their order', async () => {
		const phone = await createTestPhone();
		for (let count = 0; count < 5; count++) await phone.save('visit');
		await phone.sync();
		const [request] = pushes(phone);
		expect(request && operations(request).map((operation) => operation.n)).toEqual([1, 2, 3, 4, 5]);
	});

	it('keeps a refused operation with its text under attention, and the rest goes through', async () => {
		const phone = await createTestPhone();
		const ids = [];
		for (let count = 0; count < 50; count++)
			ids.push(await phone.save('visit', { situation: `文字${count}` }));
		const poison = ids[20] ?? '';
		phone.peer.judge = (operation) =>
			operation.recordId === poison ? { outcome: 'rejected', refusal: 'future-date' } : undefined;
		await phone.sync();
		const kept = await phone.databases.saves.run((database) => database.attention.toArray());
		expect(kept).toHaveLength(1);
		expect(kept[0]).toMatchObject({ recordId: poison, why: 'refused', verdict: { refusal: 'future-date' } });
		expect(await phone.record(poison)).toMatchObject({ stage: 'attention', body: { situation: '文字20' } });
		expect(phone.peer.effects.size).toBe(49);
		expect((await phone.store.counts()).waiting).toBe(0);
	});

	it('does not send a parked operation again and takes its verdict from a later pull', async () => {
		const phone = await createTestPhone();
		phone.peer.judge = () => ({ outcome: 'parked', refusal: 'right-ended' });
		const id = await phone.save('visit');
		await phone.sync();
		expect(await phone.record(id)).toMatchObject({ stage: 'parked', waiting: 0, no: null });
		await phone.sync();
		expect(pushes(phone)).toHaveLength(1);
		const pull = phone.peer.seen.at(-1);
		const [opId] = (pull?.body['unresolved'] ?? []) as string[];
		phone.peer.decideLater({ opId: opId ?? '', outcome: 'applied', rev: 1, no: 'ZF-1', refusal: null });
		await phone.sync();
		expect(await phone.record(id)).toMatchObject({ stage: 'on-server', no: 'ZF-1' });
	});

	it('asks in turn about parked operations that are more than one pull names', async () => {
		const phone = await createTestPhone();
		phone.peer.judge = () => ({ outcome: 'parked', refusal: 'right-ended' });
		const saved = [];
		for (let count = 0; count < 23; count++) saved.push(await phone.save('visit'));
		await phone.sync();
		const all = await phone.databases.saves.run((database) => database.outbox.toCollection().primaryKeys());
		expect(all).toHaveLength(23);
		const { store } = await phone.reopen();
		const asked = [await store.unresolved(10), await store.unresolved(10)];
		// The app is closed after a minute, and opened again.
		const again = await phone.reopen();
		asked.push(await again.store.unresolved(10), await again.store.unresolved(10));
		expect(asked.slice(0, 3).flat().sort()).toEqual(all.sort());
		expect(asked[3]).toEqual(asked[0]);
	});

	it('holds only the record whose operation is answered retry', async () => {
		const phone = await createTestPhone();
		const poison = await phone.save('visit');
		await phone.save('visit', {}, { recordId: poison });
		for (let count = 0; count < 60; count++) await phone.save('visit');
		phone.peer.judge = (operation) => (operation.recordId === poison ? { outcome: 'retry' } : undefined);
		await phone.sync();
		expect(phone.peer.effects.size).toBe(60);
		expect((await phone.store.counts()).waiting).toBe(2);
		phone.peer.judge = () => undefined;
		await phone.sync();
		expect((await phone.store.counts()).waiting).toBe(0);
	});

	it('ignores verdicts that belong to no operation it asked for', async () => {
		const phone = await createTestPhone();
		const first = await phone.save('visit');
		phone.peer.faults.push((_request, answer) => {
			const content = JSON.parse(answer().text) as { verdicts: { opId: string }[] };
			return json(200, { ...content, verdicts: [{ ...content.verdicts[0], opId: phone.newId() }] });
		});
		await phone.sync();
		expect(await phone.record(first)).toMatchObject({ waiting: 1 });
	});

	it('doubles the batch while answers are quick, halves it on 413, and sets a single too big one aside', async () => {
		const phone = await createTestPhone();
		for (let count = 0; count < 220; count++) await phone.save('trip');
		const huge = await phone.save('visit', { situation: 'x'.repeat(2_000) });
		const limit = 60;
		for (let at = 0; at < 40; at++)
			phone.peer.faults.push((request, answer) => {
				const { body } = phone.peer.seen.at(-1) ?? {};
				const sent = (body?.['operations'] ?? []) as Operation[];
				const isTooBig = sent.length > limit || sent.some((operation) => operation.recordId === huge);
				return isTooBig && request.path.endsWith('push') ? json(413, { error: 'unreadable' }) : answer();
			});
		await phone.sync();
		const sizes = pushes(phone).map((request) => operations(request).length);
		expect(sizes.slice(0, 4)).toEqual([50, 100, 50, 100]);
		expect((await phone.store.counts()).waiting).toBe(0);
		expect(await phone.databases.saves.run((database) => database.attention.toArray())).toMatchObject([
			{ recordId: huge, why: 'too-big' }
		]);
		expect(phone.peer.effects.size).toBe(220);
	});

	/** Answers 413 to pushes that `isOver` names, as a proxy does that stands before the server. */
	const limitOnTheWay = (
		phone: Awaited<ReturnType<typeof createTestPhone>>,
		answer413: HttpAnswer,
		isOver: (sent: readonly Operation[]) => boolean
	) => {
		for (let at = 0; at < 200; at++)
			phone.peer.faults.push((request, answer) => {
				const sent = (phone.peer.seen.at(-1)?.body['operations'] ?? []) as Operation[];
				return request.path.endsWith('push') && isOver(sent) ? answer413 : answer();
			});
	};
	const attention = (phone: Awaited<ReturnType<typeof createTestPhone>>) =>
		phone.databases.saves.run((database) => database.attention.count());

	it.each([
		['a page', { ...json(413, {}), contentType: 'text/html', text: '<html>Request Entity Too Large</html>' }],
		['JSON of its own', json(413, { message: 'Request Too Long' })]
	])('sets nothing aside for somebody on the way who answers 413 to everything: %s', async (_what, said) => {
		const phone = await createTestPhone();
		for (let count = 0; count < 60; count++) await phone.save('trip');
		limitOnTheWay(phone, said, () => true);
		await phone.sync();
		expect(phone.engine.status.trouble).toBe('portal');
		// 50, 25, 12, 6, 3, 1, and one more to know that it is not that one.
		expect(pushes(phone)).toHaveLength(7);
		expect(await attention(phone)).toBe(0);
		expect((await phone.store.counts()).waiting).toBe(60);
		phone.peer.faults.length = 0;
		await phone.sync();
		expect((await phone.store.counts()).waiting).toBe(0);
		expect(phone.peer.effects.size).toBe(60);
	});

	it('sends what a smaller limit on the way lets through; a single one beyond it stays and holds up no other', async () => {
		const phone = await createTestPhone();
		for (let count = 0; count < 30; count++) await phone.save('trip');
		const huge = await phone.save('visit', { situation: 'x'.repeat(2_000) });
		await phone.save('visit', { situation: 'later' }, { recordId: huge });
		for (let count = 0; count < 30; count++) await phone.save('trip');
		limitOnTheWay(
			phone,
			{ ...json(413, {}), contentType: 'text/html' },
			(sent) => sent.length > 20 || sent.some(({ body }) => JSON.stringify(body).length > 1_500)
		);
		await phone.sync();
		expect(phone.peer.effects.size).toBe(60);
		expect(await attention(phone)).toBe(0);
		const waiting = await phone.databases.saves.run((database) => database.outbox.toArray());
		expect(waiting.map(({ recordId }) => recordId)).toEqual([huge, huge]);
	});

	it('gzips, and sends plain where the browser cannot', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		await phone.sync();
		expect(pushes(phone)[0]?.encoding).toBe('gzip');
		const plain = await createTestPhone({ ports: { compress: null } });
		await plain.save('visit');
		await plain.sync();
		expect(pushes(plain)[0]?.encoding).toBe('');
		expect(plain.peer.effects.size).toBe(1);
	});

	it('ends when an answer cannot be written down, and sends the same again without doubling', async () => {
		const phone = await createTestPhone();
		await phone.save('visit');
		await phone.sync();
		for (let at = 0; at < 200; at++) await phone.save('visit', { situation: `${at}` });
		const before = pushes(phone).length;
		const store: SyncStore = {
			...phone.store,
			applyVerdicts: () => Promise.reject(new Error('full'))
		};
		await expect(phone.tab({ store }).syncNow()).resolves.toBeUndefined();
		expect(pushes(phone).length - before).toBe(2);
		expect((await phone.store.counts()).waiting).toBe(200);
		await phone.sync();
		expect((await phone.store.counts()).waiting).toBe(0);
		expect(phone.peer.effects.size).toBe(201);
	});

	it('carries device time, rights and heartbeat, and stores the skew', async () => {
		const phone = await createTestPhone();
		phone.peer.clockOffset = -400_000;
		await phone.save('visit');
		await phone.sync();
		expect(pushes(phone)[0]?.body).toMatchObject({
			grantsRev: 1,
			deviceTime: new Date(phone.clock.now()).toISOString(),
			heartbeat: { unsent: { count: 1 }, persistent: true, freeBytes: 1_000, appVersion: 'test' }
		});
		expect(phone.engine.status.skewMillis).toBe(400_000);
		expect((await phone.store.server())?.skewMillis).toBe(400_000);
	});
});

describe('answers that do not count', () => {
	it.each([
		[
			'a portal page with status 200',
			{ status: 200, contentType: 'text/html', text: '<html>sign in</html>' },
			'portal'
		],
		[
			'JSON of somebody else',
			{ status: 200, contentType: 'application/json', text: '{"ok":true}' },
			'portal'
		],
		['a redirect', { status: 0, contentType: '', text: '' }, 'portal'],
		['401 as HTML', { status: 401, contentType: 'text/html', text: '' }, 'portal'],
		['413 as HTML', { status: 413, contentType: 'text/html', text: '' }, 'portal'],
		['401 as JSON', { status: 401, contentType: 'application/json', text: '{}' }, 'auth'],
		['403 as JSON', { status: 403, contentType: 'application/json', text: '{}' }, 'device'],
		['426', { status: 426, contentType: 'application/json', text: '{}' }, 'upgrade'],
		['500', { status: 500, contentType: 'text/html', text: '' }, 'server'],
		['503', { status: 503, contentType: 'application/json', text: '{}' }, 'busy']
	])('%s', async (_name, answer, trouble) => {
		const phone = await createTestPhone();
		const id = await phone.save('visit');
		phone.peer.faults.push(() => ({ retryAfter: null, ...answer }));
		// A pull that follows answers alike.
		phone.peer.faults.push(() => ({ retryAfter: null, ...answer }));
		await phone.sync();
		expect(phone.engine.status.trouble).toBe(trouble);
		expect(await phone.record(id)).toMatchObject({ stage: 'on-phone', waiting: 1 });
	});

	it.each(['nonce', 'serverId'])('another %s', async (field) => {
		const phone = await createTestPhone();
		await phone.sync();
		const id = await phone.save('visit');
		phone.peer.faults.push((_request, answer) =>
			json(200, { ...(JSON.parse(answer().text) as object), [field]: 'somebody-else' })
		);
		await phone.sync();
		expect(phone.engine.status.trouble).toBe(field === 'nonce' ? 'portal' : 'server');
		expect(await phone.record(id)).toMatchObject({ waiting: 1 });
	});
});
