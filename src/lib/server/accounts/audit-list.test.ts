import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '#lib/domain/roles.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { noteExport } from '#lib/server/registers/note-export.ts';
import { audit, AUDIT_ACTIONS } from './audit.ts';
import { auditActionOf, listAudit } from './audit-list.ts';
import type { DeskIdentity } from './contract.ts';

let database: ServerDatabase;
let remove: () => Promise<void>;
beforeEach(async () => {
	({ database, remove } = await openTestDatabase());
	await migrate(database);
});
afterEach(() => remove());

const reader = (role: Role): DeskIdentity => ({
	account: { id: role, login: role, zh: role, en: role, team: null, closedAt: null },
	grants: [{ id: role, role, region: '361000', team: null, validFrom: '', validTo: null }]
});

it('is read in pages by auditor and administrator, by nobody else', async () => {
	const at = new Date('2026-07-01T00:00:00Z');
	await database.transaction(async (trx) => {
		for (const action of AUDIT_ACTIONS) await audit(trx, at, 'import', action, 'import');
	});
	for (const role of ['AUD', 'CADM'] as const) {
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page = await listAudit(database, reader(role), { action: null, after, limit: 4 });
			seen.push(...page.entries.map((entry) => entry.action));
			after = page.next;
		} while (after !== null);
		expect(seen.sort()).toEqual([...AUDIT_ACTIONS].sort());
	}
	const refused = await listAudit(database, reader('REV'), { action: null, after: null, limit: 4 });
	expect(refused).toEqual({ entries: [], next: null });
});

it('says of a register that left the house who took it, in which form and what for', async () => {
	await noteExport(database, {
		actor: 'U0004',
		subject: 'handout:361002:SQL-2025',
		form: 'xlsx',
		why: '报账',
		records: 136,
		at: '2026-07-01T00:00:00.000Z'
	});
	const action = auditActionOf('register-export');
	const page = await listAudit(database, reader('AUD'), { action, after: null, limit: 10 });
	expect(page.entries).toMatchObject([
		{
			at: '2026-07-01T00:00:00.000Z',
			action: 'register-export',
			subject: 'handout:361002:SQL-2025',
			detail: { form: 'xlsx', why: '报账', records: 136 }
		}
	]);
	expect(auditActionOf("x' or 1=1")).toBeNull();
});

it('has one entry for a print, however often its page is loaded again, and one for each other print', async () => {
	const print = {
		actor: 'U0004',
		subject: 'handout:361002:SQL-2025',
		form: 'page',
		why: '报账',
		records: 136,
		at: '2026-07-01T00:00:00.000Z',
		page: '0197e6a0-0000-7000-8000-000000000001'
	} as const;
	const printed = async () => {
		const page = await listAudit(database, reader('AUD'), {
			action: 'register-export',
			after: null,
			limit: 50
		});
		return page.entries.length;
	};
	for (let time = 0; time < 3; time++)
		await noteExport(database, { ...print, at: `2026-07-01T00:0${time}:00.000Z` });
	expect(await printed()).toBe(1);
	// The id of an earlier print hides no other one.
	await noteExport(database, { ...print, why: '核对' });
	await noteExport(database, { ...print, subject: 'handout:361025:SQL-2025' });
	await noteExport(database, { ...print, actor: 'U0005' });
	await noteExport(database, { ...print, form: 'xlsx' });
	await noteExport(database, { ...print, page: '0197e6a0-0000-7000-8000-000000000002' });
	const { page: _page, ...withoutPage } = print;
	for (let time = 0; time < 2; time++) await noteExport(database, withoutPage);
	expect(await printed()).toBe(8);
});
