/** An app whose bodies are three versions behind its server, and one whose bodies are three ahead. */
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { createReadBody } from '#lib/state/kinds.ts';
import type { ReadBody } from '#lib/storage/record-row.ts';
import { readAgain } from '#lib/storage/read-again.ts';
import { body, Deployment } from '#tests/contract/deployment.ts';
import { serve } from '#tests/contract/serve-phone.ts';
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import { agedVisit } from './aged-kind.ts';
import { lookAt } from './seen.ts';

const aged = agedVisit();
const now = (name: string): RecordKind | undefined => kindOf(name);
const later = (name: string): RecordKind | undefined => (name === 'visit' ? aged : kindOf(name));
const NOTHING = { get: () => undefined, all: () => [], maximum: () => null };
const reads = (of: typeof now): ReadBody => createReadBody({ all: [], of, versions: '' }, NOTHING);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
});

async function open(): Promise<Deployment> {
	const { database, remove } = await openTestDatabase();
	ends.push(remove);
	return Deployment.open(database);
}

/** A phone whose app knows the kinds of `app`, at a server that knows those of `server`. */
function join(town: Deployment, app: typeof now, server: typeof now): Promise<TestPhone> {
	const device = town.device('vol');
	const http = () => serve(town.database, 'vol', device, () => town.now, { kindOf: server });
	return createTestPhone({
		...{ account: 'vol', deviceId: device, read: reads(app), start: town.now.getTime(), http }
	});
}

it('an app three versions behind: lifted, judged, not refused for what it did not ask, and whole after its update', async () => {
	const town = await open();
	const phone = await join(town, now, later);
	const first = body({ situation: '老应用写的' });
	const id = await phone.save('visit', first);
	await phone.save('visit', { ...first, remark: '老应用改的' }, { recordId: id });
	const sent = (await lookAt(phone.databases)).unsent;
	const wrong = await phone.save('visit', body({ region: '361025' }));
	await phone.sync();

	const row = await town.row(id);
	expect(row).toMatchObject({ schema: 4, rev: 2 });
	expect(JSON.parse(row?.body ?? '')).toMatchObject({
		...{ remark: '老应用改的', shade: null, water: null, crew: [] }
	});
	const raws = await town.database.reader
		.selectFrom('operation')
		.select('raw')
		.where('record_id', '=', id)
		.orderBy('n')
		.execute();
	expect(raws.map(({ raw }) => raw)).toEqual(sent);
	// What is wrong by any version is still refused, with its text.
	expect(await phone.record(wrong)).toMatchObject({ stage: 'attention' });

	// Its own record comes back in a form it cannot read: kept as it came.
	const before = await lookAt(phone.databases);
	expect(before.counts.waiting).toBe(0);
	expect(before.opaque).toEqual([{ id, rev: 2 }]);
	// The update: the same database, read by an app that knows version 4.
	await readAgain(phone.databases, reads(later), 'visit:4');
	expect(await phone.record(id)).toMatchObject({
		...{ stage: 'on-server', own: true, body: { remark: '老应用改的', crew: [] } }
	});
});

it('work of the older app on what a newer one has changed since: merged, and nothing new is blanked', async () => {
	const town = await open();
	const phone = await join(town, now, later);
	const first = body({ situation: '第一稿' });
	const id = await phone.save('visit', first);
	await phone.sync();
	const newer = { ...first, shade: true, water: '三处', crew: ['李示江'] };
	const [answer] = await town.send('lead', [town.operation('amend', id, 1, newer, { schema: 4 })], {
		options: { kindOf: later }
	});
	expect(answer).toMatchObject({ outcome: 'applied' });
	// Written before the phone heard of it.
	const older = town.operation('amend', id, 1, { ...first, remark: '老应用补的' }, { n: 90 });
	const [merged] = await town.send('vol', [older], { options: { kindOf: later } });
	expect(merged).toMatchObject({ outcome: 'merged' });
	expect(await town.bodyOf(id)).toMatchObject({
		...{ shade: true, water: '三处', crew: ['李示江'], remark: '老应用补的' }
	});
});

it('an app three versions ahead: its work is kept by the older server as it came, parked and not refused', async () => {
	const town = await open();
	const phone = await join(town, later, now);
	const whole = body({ shade: false, water: '', crew: [] });
	const id = await phone.save('visit', whole, { schema: 4 });
	const [sent] = (await lookAt(phone.databases)).unsent;
	await phone.sync();
	expect(await phone.record(id)).toMatchObject({ stage: 'parked', body: whole });
	expect(phone.engine.status.trouble).toBeNull();
	const kept = await town.database.reader.selectFrom('operation').selectAll().execute();
	expect(kept.map(({ raw, outcome, refusal }) => ({ raw, outcome, refusal }))).toEqual([
		{ raw: sent, outcome: 'parked', refusal: 'newer-schema' }
	]);
});
