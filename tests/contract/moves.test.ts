/**
 * Rights that change while work waits, from the desk's own acts to the rows that lie on the phone: a person changes
 * county, a team is dissolved, a phone is revoked, a right ends.
 */
import { describe, expect, it } from 'vitest';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { revokePhone } from '#lib/server/accounts/issue-access.ts';
import { addRight, endRight } from '#lib/server/accounts/people.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import type { SyncEngine } from '#lib/sync/engine.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { body, type Deployment, OTHER_REGION, type Person, REGION } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { phoneOf } from './phone-of.ts';
import { serve } from './serve-phone.ts';

let town: Deployment;
eachTown((opened) => void (town = opened));

async function administrator(): Promise<DeskIdentity> {
	const account = { id: 'city', login: 'city', zh: 'city', en: 'city', team: null, closedAt: null };
	return { account, grants: await grantsOf(town.database.reader, 'city') };
}

async function endRights(person: Person): Promise<void> {
	const by = await administrator();
	for (const grant of await grantsOf(town.database.reader, person)) {
		const day = new Date(town.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
		expect(await endRight(town.database, by, person, grant.id, day, town.now)).toEqual({ ok: true });
	}
}

/** As the desk does it: the new right is given, the old one ends. */
async function move(person: Person, role: string): Promise<void> {
	await endRights(person);
	const right = { role, region: OTHER_REGION };
	expect(await addRight(town.database, await administrator(), person, right, town.now)).toEqual({ ok: true });
}

/** Ten minutes on both clocks: work is saved before or after an act of the desk, never with it. */
function later(...phones: readonly TestPhone[]): void {
	town.now = new Date(town.now.getTime() + 600_000);
	for (const phone of phones) phone.clock.set(town.now.getTime());
}

/** Everything that lies in the phone's database, as text. */
async function everything(phone: TestPhone): Promise<string> {
	return phone.databases.saves.run(async (database) => {
		const tables = await Promise.all(database.tables.map((table) => table.toArray()));
		return JSON.stringify(tables);
	});
}

/** Its pushes fail, its pulls get through. */
function withoutPush(phone: TestPhone, person: Person): SyncEngine {
	const http = serve(town.database, person, town.device(person), () => town.now);
	const broken = { status: 500, contentType: 'application/json', retryAfter: null, text: '{}' };
	return phone.tab({
		http: (request) => (request.path.endsWith('push') ? Promise.resolve(broken) : http(request))
	});
}

async function attention(phone: TestPhone) {
	return phone.databases.saves.run((database) => database.attention.toArray());
}

describe('a person changes county', () => {
	it('delivers what was saved before, purges the old county, brings the new one', async () => {
		const foreign = await town.visit('vol', { situation: '老县的现场' });
		const there = await town.visit('far', { region: OTHER_REGION, team: 'T2', situation: '新县的现场' });
		const phone = await phoneOf(town, 'rev', 'rev');
		const sent = await phone.save('visit', body({ situation: '早先交的' }));
		await phone.sync();
		expect(await phone.record(foreign)).toBeDefined();
		const waiting = await phone.save('visit', body({ situation: '路上记的' }));
		later(phone);
		await move('rev', 'REV');
		later(phone);
		await phone.sync();
		expect((await town.row(waiting))?.region).toBe(REGION);
		for (const id of [sent, waiting]) expect(await phone.record(id)).toMatchObject({ stage: 'on-server' });
		expect(await everything(phone)).not.toContain(foreign);
		expect(await everything(phone)).not.toContain('老县的现场');
		expect(await phone.record(there)).toMatchObject({ body: { situation: '新县的现场' } });
		expect(await attention(phone)).toEqual([]);
		// What is written for the old county from now on comes back with its text.
		const late = await phone.save('visit', body({ situation: '还写给老县' }));
		await phone.sync();
		expect(await phone.record(late)).toMatchObject({
			stage: 'attention',
			body: { situation: '还写给老县' }
		});
	});

	it('leaves on the phone nothing of others’ work but the own words on it', async () => {
		const foreign = await town.visit('vol', { situation: '老县的现场', remark: '原来的备注' });
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		await phone.save('visit', body({ situation: '组长改过的', remark: '' }), { recordId: foreign });
		await phone.sync();
		await phone.databases.saves.run((database) =>
			database.drafts.put({
				key: `visit:${foreign}`,
				kind: 'visit',
				recordId: foreign,
				body: { ...body({ situation: '还没写完' }), remark: '' },
				typed: {},
				baseRev: 2,
				startedAt: town.now.toISOString(),
				changedAt: town.now.toISOString(),
				issues: [],
				before: body({ situation: '老县的现场', remark: '原来的备注' })
			} as never)
		);
		later(phone);
		await endRights('lead');
		later(phone);
		await phone.sync();
		expect(await phone.record(foreign)).toBeUndefined();
		const left = await everything(phone);
		expect(left).not.toContain('老县的现场');
		expect(left).not.toContain('原来的备注');
		expect(left).toContain('还没写完');
	});
});

describe('a team is dissolved', () => {
	const team = { code: 'T1', zh: '一队', en: 'T1', kind: 'volunteer', region: REGION, focusTopics: [] };
	const write = (standing: unknown) =>
		town.database.transaction((trx) => writeReference(trx, [{ kind: 'team', code: 'T1', body: standing }]));

	it('takes its open work from its lead and loses nothing that its people saved', async () => {
		await write(team);
		const volunteer = await phoneOf(town, 'vol', 'vol');
		const lead = await phoneOf(town, 'lead', 'lead');
		const open = await volunteer.save('visit', body({ situation: '队员的现场' }));
		await volunteer.sync();
		await lead.sync();
		expect(await lead.record(open)).toBeDefined();
		const waiting = await volunteer.save('visit', body({ situation: '还在手机上' }));
		const amended = await lead.save('visit', body({ situation: '组长的改动' }), { recordId: open });
		later(volunteer, lead);
		await write(null);
		later(volunteer, lead);
		await volunteer.sync();
		await lead.sync();
		expect(await town.bodyOf(waiting)).toMatchObject({ situation: '还在手机上', team: 'T1' });
		expect(await town.bodyOf(amended)).toMatchObject({ situation: '组长的改动' });
		expect(await lead.record(open)).toBeUndefined();
		expect(await everything(lead)).not.toContain('队员的现场');
		await volunteer.sync();
		expect(await volunteer.record(open)).toMatchObject({ body: { situation: '组长的改动' } });
		for (const phone of [volunteer, lead]) expect(await attention(phone)).toEqual([]);
	});
});

describe('a phone is revoked', () => {
	it('delivers what was saved before, keeps the text of what came after, then shows nothing', async () => {
		const foreign = await town.visit('vol');
		const phone = await phoneOf(town, 'rev', 'rev');
		let erased = 0;
		const tab = phone.tab({ onRevoked: () => Promise.resolve(void erased++) });
		await tab.syncNow();
		expect(await phone.record(foreign)).toBeDefined();
		const before = await phone.save('visit', body({ situation: '撤销前' }));
		later(phone);
		const by = await administrator();
		expect(await revokePhone(town.database, by, 'rev', town.device('rev'), town.now)).toEqual({ ok: true });
		later(phone);
		const after = await phone.save('visit', body({ situation: '撤销后' }));
		await tab.syncNow();
		expect(await town.row(before)).toBeDefined();
		expect(await town.row(after)).toBeUndefined();
		// Its words are in the server's custody, where the coordinators deal with them; the phone is emptied.
		const kept = await town.database.reader
			.selectFrom('operation')
			.select(['raw', 'refusal'])
			.where('record_id', '=', after)
			.executeTakeFirstOrThrow();
		expect(kept.refusal).toBe('device-revoked');
		expect(kept.raw).toContain('撤销后');
		expect(erased).toBe(1);
	});

	it('sends before it is emptied what was set aside unsent when a right ended', async () => {
		const foreign = await town.visit('vol', { situation: '别人的现场' });
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		await phone.save('visit', body({ situation: '搁置未交的' }), { recordId: foreign });
		await endRights('lead');
		later(phone);
		await withoutPush(phone, 'lead').syncNow();
		expect(await attention(phone)).toMatchObject([{ why: 'scope-dropped' }]);
		await revokePhone(town.database, await administrator(), 'lead', town.device('lead'), town.now);
		later(phone);
		let erased = 0;
		const tab = phone.tab({ onRevoked: () => Promise.resolve(void erased++) });
		await tab.syncNow();
		expect(erased).toBe(0);
		await tab.syncNow();
		const kept = await town.database.reader.selectFrom('operation').select('raw').execute();
		expect(kept.filter(({ raw }) => raw.includes('搁置未交的'))).toHaveLength(1);
		expect(erased).toBe(1);
	});

	it('purges at once what others wrote while own work still waits', async () => {
		const foreign = await town.visit('vol', { situation: '别人的现场' });
		const phone = await phoneOf(town, 'rev', 'rev');
		await phone.sync();
		later(phone);
		await revokePhone(town.database, await administrator(), 'rev', town.device('rev'), town.now);
		const waiting = await phone.save('visit', body({ situation: '自己的' }));
		await withoutPush(phone, 'rev').syncNow();
		const left = await everything(phone);
		expect(left).not.toContain(foreign);
		expect(left).not.toContain('别人的现场');
		expect(await phone.record(waiting)).toMatchObject({ stage: 'on-phone', body: { situation: '自己的' } });
	});
});

describe('a right ends while work waits', () => {
	it('takes it for 30 days', async () => {
		const foreign = await town.visit('vol', { situation: '别人的现场' });
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		const soon = await phone.save('visit', body({ situation: '当月补交' }));
		later(phone);
		await endRights('lead');
		town.now = new Date(town.now.getTime() + 29 * 86_400_000);
		await phone.sync();
		expect(await phone.record(soon)).toMatchObject({ stage: 'on-server' });
		expect(await phone.record(foreign)).toBeUndefined();
	});

	it('parks what comes too late and says so', async () => {
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		const late = await phone.save('visit', body({ situation: '太晚了' }));
		later(phone);
		await endRights('lead');
		town.now = new Date(town.now.getTime() + 31 * 86_400_000);
		await phone.sync();
		expect(await phone.record(late)).toMatchObject({ stage: 'parked', body: { situation: '太晚了' } });
		expect((await phone.store.counts()).parked).toBe(1);
	});

	it('shows work on a record it no longer shows under needs attention, with its text', async () => {
		const foreign = await town.visit('vol', { situation: '别人的现场' });
		const phone = await phoneOf(town, 'lead', 'lead');
		await phone.sync();
		await phone.save('visit', body({ situation: '来不及交' }), { recordId: foreign });
		await endRights('lead');
		later(phone);
		await withoutPush(phone, 'lead').syncNow();
		expect(await attention(phone)).toMatchObject([
			{ recordId: foreign, why: 'scope-dropped', operation: { body: { situation: '来不及交' } } }
		]);
		expect(await everything(phone)).not.toContain('别人的现场');
	});
});
