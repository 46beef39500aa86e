import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { openSealed, readSealed, toBase64, type SealedFile } from '#lib/protocol/sealed-file.ts';
import { recordKinds } from '#lib/records/index.ts';
import { openDatabases } from '#lib/storage/databases.ts';
import { StorageFailure } from '#lib/storage/failure.ts';
import { setMeta } from '#lib/storage/meta.ts';
import type { DraftRow, LocalRecord } from '#lib/storage/rows.ts';
import type { StockInHand } from '#lib/domain/stock/in-hand.ts';
import { createManualClock } from '#tests/phone/manual-clock.ts';
import { sampleBody } from '#tests/phone/test-phone.ts';
import { openTestApp, PERSON } from './testing/open-test-app.ts';

function once<Value>(watch: (listener: (value: Value) => void) => () => void): Promise<Value> {
	return new Promise((resolve) => {
		const stop = watch((value) => {
			resolve(value);
			queueMicrotask(() => stop());
		});
	});
}

describe('the field app', () => {
	it.each(recordKinds.map((kind) => kind.kind))(
		'starts a blank %s that differs from none of its fields',
		async (kind) => {
			const { app } = await openTestApp();
			const { body } = await app.blank(kind);
			expect(Object.keys(body as object).sort()).toEqual(Object.keys(sampleBody(kind)).sort());
			expect(body).toMatchObject({
				date: app.today,
				region: '361024',
				team: 'T1',
				imported: false,
				answers: {}
			});
		}
	);

	it('reads its lists again where the first time failed', async () => {
		const databases = await openDatabases(PERSON.id, {
			timer: { after: () => () => {} },
			indexedDB: new IDBFactory()
		});
		const row = { kind: 'station', code: 'S1', id: 'S1', rev: 1, mark: 1, body: { code: 'S1' } };
		await databases.pulls.run((database) => database.reference.put(row));
		const { saves } = databases;
		let isLost = true;
		let calls = 0;
		// The first screen is read, what follows is not.
		const run: typeof saves.run = (work) =>
			++calls > 1 && isLost ? Promise.reject(new StorageFailure('lost')) : saves.run(work);
		const { app, clock } = await openTestApp(undefined, undefined, {
			...databases,
			saves: { ...saves, run }
		});
		// How far the outbox has come, and the lists.
		await vi.waitFor(() => expect(calls).toBe(3));
		expect(app.reference.all('station')).toEqual([]);
		isLost = false;
		clock.advance(60_000);
		await vi.waitFor(() => expect(app.reference.all('station')).toHaveLength(1));
	});

	it('takes the person who records as the one who went', async () => {
		const { app } = await openTestApp();
		expect((await app.blank('visit')).body).toMatchObject({ visitors: ['示一'] });
	});

	it('warns of more than is in hand, takes the soonest batch, and never refuses', async () => {
		const { app, databases } = await openTestApp();
		const batches = [
			{ batch: 'B2', expiry: '2099-05-01', milli: 5_000 },
			{ batch: 'B1', expiry: '2099-01-01', milli: 5_000 }
		];
		const view = { place: 'team:T1', supply: 'CS-H02', milli: 10_000, stocked: true, batches };
		const row = { scope: 'held:team:T1', kind: 'stock', id: 'team:T1|CS-H02', rev: 1, mark: 1, body: view };
		await databases.pulls.run((database) => database.stock.put(row));
		const sample = { ...sampleBody('handout'), date: app.today, team: 'T1' };
		const recordId = '0190b3a0-0000-7000-8000-00000000000a';
		const line = { id: recordId, supply: 'CS-H02', qty: 11, batch: 'B1', expiry: '2099-01-01' };
		const first = await app.saveRecord('handout', recordId, { ...sample, lines: [line] });
		expect(first.saved).toBe(true);
		expect(first.issues.map(({ code }) => code)).toContain('R21');
		// Amended, it is measured without itself.
		const lines = [{ ...line, qty: 10 }];
		const again = await app.saveRecord('handout', recordId, { ...sample, lines });
		expect(again.issues.map(({ code }) => code)).not.toContain('R21');
		const stock = await once<StockInHand>((listener) => app.stock.watch(listener));
		expect(stock.holdings).toMatchObject([{ place: 'team:T1', milli: 0 }]);
		const without = await once<StockInHand>((listener) => app.stock.watch(listener, recordId));
		expect(without.holdings).toMatchObject([{ place: 'team:T1', milli: 10_000 }]);
		await app.saveRecord('handout', recordId, { ...sample, lines: [{ ...line, qty: 5, batch: 'B9' }] });
		const { body } = await app.blank('handout', { sameAs: recordId });
		expect(body).toMatchObject({ lines: [{ batch: 'B1', expiry: '2099-01-01' }] });
	});

	it('does not save what a rule blocks, and keeps the draft', async () => {
		const { app, saves } = await openTestApp();
		const { recordId, body } = await app.blank('visit');
		app.keepDraft({ kind: 'visit', recordId, body, typed: {}, baseRev: 0, startedAt: '', issues: [] });
		const result = await app.saveRecord('visit', recordId, body);
		expect(result.saved).toBe(false);
		expect(result.issues.map((issue) => issue.field)).toContain('purpose');
		expect(saves()).toBe(0);
		expect(await app.loadDraft('visit', recordId)).toBeDefined();
	});

	it('says which field is too long, by the id of its row', async () => {
		const { app } = await openTestApp();
		const body = sampleBody('handout');
		const [line] = body['lines'] as { id: string; batch: string }[];
		const lines = [{ ...line, batch: '字'.repeat(41) }];
		const { issues } = await app.saveRecord('handout', app.person.id, { ...body, lines });
		expect(issues).toMatchObject([
			{ field: `lines.${line?.id}.batch`, message: 'issue_too_long', params: { max: 40 } }
		]);
	});

	it('saves, and offers the next time what stays the same', async () => {
		const { app, databases, saves } = await openTestApp();
		const sample = sampleBody('visit');
		const { recordId } = await app.blank('visit');
		const body = { ...sample, date: app.today, visitors: ['示甲', '示乙'], team: 'T9' };
		const result = await app.saveRecord('visit', recordId, body);
		expect(result).toMatchObject({ saved: true, recordId });
		expect(saves()).toBe(1);
		const next = await app.blank('visit');
		expect(next.body).toMatchObject({ visitors: ['示甲', '示乙'], team: 'T9', situation: '' });
		const same = await app.blank('visit', { sameAs: recordId });
		expect(same.body).toMatchObject({ purpose: sample['purpose'], organisation: null });
		expect(databases.readOnly).toBe(false);
	});

	it('starts at the last place, unless it is the next one or the trip is in another area', async () => {
		const { app } = await openTestApp();
		const sample = { ...sampleBody('visit'), date: app.today, region: '361024' };
		const at = async (organisation: string) => {
			const { recordId } = await app.blank('visit');
			await app.saveRecord('visit', recordId, { ...sample, organisation });
			return recordId;
		};
		await at('O1');
		const recordId = await at('O2');
		expect((await app.blank('visit')).body).toMatchObject({ organisation: 'O2', peopleMet: null });
		expect((await app.blank('visit', { sameAs: recordId })).body).toMatchObject({ organisation: null });
		const { body } = await app.blank('visit');
		await app.saveRecord('visit', recordId, { ...sample, organisation: 'O2', region: '361025' });
		expect(body).toMatchObject({ region: '361024' });
		expect((await app.blank('visit')).body).toMatchObject({ organisation: null, region: '361024' });
	});

	it('sees a possible duplicate among its own records', async () => {
		const { app } = await openTestApp();
		const body = { ...sampleBody('visit'), date: app.today };
		const first = await app.blank('visit');
		await app.saveRecord('visit', first.recordId, body);
		const second = await app.blank('visit');
		const context = await app.ruleContext('visit', second.recordId, body);
		expect(context.sameDay).toEqual([first.recordId]);
		expect((await app.ruleContext('visit', first.recordId, body)).sameDay).toEqual([]);
	});

	it('keeps typed text within a second, also when the process is killed', async () => {
		const { app, databases, clock, indexedDB } = await openTestApp();
		const draft = { kind: 'visit', recordId: PERSON.id, body: { situation: '打到一半' }, typed: {} };
		app.keepDraft({ ...draft, baseRev: 0, startedAt: '', issues: [] });
		clock.advance(400);
		await once<readonly DraftRow[]>((listener) =>
			app.watchDrafts((rows) => {
				if (rows.length > 0) listener(rows);
			})
		);
		databases.saves.database.backendDB().close();
		const again = await openTestApp(indexedDB);
		expect(await again.app.loadDraft('visit', PERSON.id)).toMatchObject({ body: { situation: '打到一半' } });
	});

	it('groups what a trip produced', async () => {
		const { app } = await openTestApp();
		await app.startTrip({ title: '上午', team: 'T2', programme: null, people: ['示丙'] });
		const { body } = await app.blank('visit');
		expect(body).toMatchObject({ tripId: app.trip?.id, team: 'T2', visitors: ['示丙'] });
		await app.endTrip();
		expect(app.trip).toBeNull();
		expect((await app.blank('visit')).body).toMatchObject({ tripId: null });
	});

	it('keeps the trip when its end could not be saved', async () => {
		const { app, databases } = await openTestApp();
		await app.startTrip({ title: '上午', team: 'T2', programme: null, people: [] });
		const id = app.trip?.id;
		await databases.saves.run(async (database) => {
			const row = await database.records.get(id ?? '');
			await database.records.alone.update(id ?? '', { laid: { ...(row?.laid as object), title: '' } });
		});
		await vi.waitFor(() => expect(app.trip?.body).toMatchObject({ title: '' }));
		await expect(app.endTrip()).rejects.toThrow('title');
		expect(app.trip?.id).toBe(id);
	});

	it('seals everything unsent for its server, or writes it readable only when told to', async () => {
		const { app, databases } = await openTestApp();
		const { recordId } = await app.blank('visit');
		await app.saveRecord('visit', recordId, { ...sampleBody('visit'), date: app.today });
		expect(await app.unsentFiles()).toBeNull();
		const [file, ...others] = (await app.unsentFiles({ readable: true })) ?? [];
		expect(others).toEqual([]);
		expect(file).toMatchObject({ operations: 1, sealed: false });
		const content = JSON.parse((await (await file?.content())?.text()) ?? '') as Record<string, unknown>;
		expect(content).toMatchObject({
			format: 'liangfeng-unsent',
			version: 1,
			accountId: PERSON.id,
			deviceId: PERSON.deviceId,
			operations: [{ recordId, verb: 'create', n: 1 }]
		});
		const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
		const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
		await databases.saves.run(async (database) => {
			await setMeta(database, 'sealing', { id: 'key', key: toBase64(raw) });
			await setMeta(database, 'server', {
				serverId: 's',
				epoch: 1,
				lastServerTime: '',
				serverToday: '',
				skewMillis: null,
				lastExchangeAt: '',
				lastExchangeMillis: null
			});
		});
		await databases.saves.run((database) => setMeta(database, 'rights', { grants: [], grantsRev: 7 }));
		await app.refresh();
		// A person's word for the readable file does not outlive the reason for it.
		const [sealed] = (await app.unsentFiles({ readable: true })) ?? [];
		expect(sealed).toMatchObject({ operations: 1, sealed: true });
		const text = (await (await sealed?.content())?.text()) ?? '';
		expect(text).not.toContain(recordId);
		const opened = await openSealed(crypto.subtle, pair.privateKey, readSealed(text) as SealedFile);
		const said = JSON.parse(opened ? gunzipSync(opened).toString() : '') as object;
		expect(said).toMatchObject({ epoch: 1, grantsRev: 7, operations: [{ recordId }] });
	});

	it('takes as today the latest of clock, server and build', async () => {
		const clock = createManualClock(Date.parse('2019-01-01T00:00:00Z'));
		const { app, databases } = await openTestApp(new IDBFactory(), clock);
		expect(app.today).toBe('2019-01-01');
		await databases.saves.run((database) =>
			setMeta(database, 'server', {
				serverId: 's',
				epoch: 1,
				lastServerTime: '',
				serverToday: '2026-07-20',
				skewMillis: -1,
				lastExchangeAt: '',
				lastExchangeMillis: 1
			})
		);
		await app.refresh();
		expect(app.today).toBe('2026-07-20');
	});

	it('shows returned records on top', async () => {
		const { app } = await openTestApp();
		const rows = await once<readonly LocalRecord[]>((listener) => app.watchReturned(listener));
		expect(rows).toEqual([]);
	});
});
