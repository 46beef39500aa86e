/** Accounts and phones as coordinators see and change them. Every act is checked here and stands in the audit log. */
import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '#lib/domain/roles.ts';
import { rolesGivenBy } from '#lib/server/access/permission.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import { audit } from './audit.ts';
import { normaliseLogin } from './check-password.ts';
import type { DeskIdentity } from './contract.ts';
import { raiseGrantsRevision } from './grants.ts';
import { managed, refused, type Done } from './managed-account.ts';
import { publishPerson } from './publish-person.ts';
import { isLogin } from './setup-link.ts';
import { endSessions } from './session.ts';

const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);

async function giveRight(
	trx: Trx,
	now: Date,
	account: string,
	right: { role: Role; region: string; team: string | null }
): Promise<void> {
	await trx
		.insertInto('grant_right')
		.values({
			id: randomUUID(),
			account_id: account,
			...right,
			valid_from: now.toISOString(),
			valid_to: null,
			rev: await raiseGrantsRevision(trx),
			ended_rev: null
		})
		.execute();
}

async function isRegion(trx: Trx, code: string): Promise<boolean> {
	const row = await trx
		.selectFrom('reference_row')
		.select('code')
		.where('kind', '=', 'region')
		.where('code', '=', code)
		.where('gone', '=', 0)
		.executeTakeFirst();
	return row !== undefined;
}

/** True when nobody but this account could still sign in as administrator. */
async function isLastAdministrator(trx: Trx, id: string, now: Date): Promise<boolean> {
	const rows = await trx
		.selectFrom('account')
		.innerJoin('grant_right', 'grant_right.account_id', 'account.id')
		.select('account.id')
		.distinct()
		.where('grant_right.role', '=', 'CADM')
		.where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now.toISOString())]))
		.where('account.password_hash', 'is not', null)
		.where('account.closed_at', 'is', null)
		.execute();
	return rows.length === 1 && rows[0]?.id === id;
}

export interface NewAccount {
	readonly login: string;
	readonly name: string;
	readonly nameEn: string;
	readonly phone: string;
	readonly team: string | null;
	readonly role: string;
	readonly region: string;
}

/** Makes an account with its first right and without credentials: a code or link is issued next. */
export async function createAccount(
	database: ServerDatabase,
	by: DeskIdentity,
	form: NewAccount,
	now: Date
): Promise<Done<{ id: string }>> {
	const login = normaliseLogin(form.login);
	const name = form.name
		.normalize('NFC')
		.replace(/[\s\u3000]+/g, ' ')
		.trim();
	const { role, region } = form;
	if (name === '' || [...name].length > 60) return refused('name-missing');
	if (!isLogin(login)) return refused('login-form');
	if (!/^[\d +-]{0,20}$/.test(form.phone)) return refused('phone-form');
	if (!isRole(role)) return refused('role');
	if (!rolesGivenBy(by.grants, region, ROLES).includes(role)) return refused('not-permitted');
	return database.transaction(async (trx) => {
		if (!(await isRegion(trx, region))) return refused('region');
		const same = await trx.selectFrom('account').select('id').where('login', '=', login).executeTakeFirst();
		if (same) return refused('login-taken');
		const id = randomUUID();
		await trx
			.insertInto('account')
			.values({
				id,
				login,
				zh: name,
				en: form.nameEn.trim().slice(0, 120) || name,
				team: form.team,
				status: 'active',
				password_hash: null,
				failed_count: 0,
				locked_until: null,
				phone: form.phone.trim() || null,
				created_at: now.toISOString(),
				closed_at: null
			})
			.execute();
		await giveRight(trx, now, id, { role, region, team: form.team });
		await audit(trx, now, by.account.id, 'account-created', id, { role, region });
		await publishPerson(trx, id, now);
		return { ok: true, id };
	});
}

/** Adds a right. */
export async function addRight(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	right: { readonly role: string; readonly region: string },
	now: Date
): Promise<Done<object>> {
	const { role, region } = right;
	if (!isRole(role)) return refused('role');
	if (!rolesGivenBy(by.grants, region, ROLES).includes(role)) return refused('not-permitted');
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		if (!(await isRegion(trx, region))) return refused('region');
		const account = await trx.selectFrom('account').select('team').where('id', '=', id).executeTakeFirst();
		await giveRight(trx, now, id, { role, region, team: account?.team ?? null });
		await audit(trx, now, by.account.id, 'right-given', id, { role, region });
		await publishPerson(trx, id, now);
		return { ok: true };
	});
}

/** Ends a right at the beginning of a day (deployment's time zone, UTC+8); today means now. */
export async function endRight(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	grantId: string,
	day: string,
	now: Date
): Promise<Done<object>> {
	const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+08:00`) : NaN;
	if (!(start > now.getTime() - 86_400_000)) return refused('day');
	if (id === by.account.id) return refused('own');
	const end = new Date(Math.max(start, now.getTime())).toISOString();
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		const grant = target.grants.find((one) => one.id === grantId);
		if (!grant) return refused('no-such');
		if (grant.validTo !== null && grant.validTo <= now.toISOString()) return refused('day');
		if (grant.role === 'CADM' && (await isLastAdministrator(trx, id, now))) return refused('last-admin');
		await trx
			.updateTable('grant_right')
			.set({ valid_to: end, ended_rev: await raiseGrantsRevision(trx) })
			.where('id', '=', grantId)
			.execute();
		await audit(trx, now, by.account.id, 'right-ended', id, { role: grant.role, region: grant.region, day });
		await publishPerson(trx, id, now);
		return { ok: true };
	});
}

/** Closes an account: rights end, desk sessions end, phones are revoked (they may still send), telephone is erased. */
export async function closeAccount(
	database: ServerDatabase,
	by: DeskIdentity,
	id: string,
	now: Date
): Promise<Done<object>> {
	if (id === by.account.id) return refused('own');
	const instant = now.toISOString();
	return database.transaction(async (trx) => {
		const target = await managed(trx, by, id, now);
		if (!target.ok) return target;
		if (await isLastAdministrator(trx, id, now)) return refused('last-admin');
		await trx
			.updateTable('account')
			.set({ status: 'closed', closed_at: instant, phone: null, password_hash: null })
			.where('id', '=', id)
			.execute();
		await trx
			.updateTable('grant_right')
			.set({ valid_to: instant, ended_rev: await raiseGrantsRevision(trx) })
			.where('account_id', '=', id)
			.where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', instant)]))
			.execute();
		await trx
			.updateTable('device')
			.set({ revoked_at: instant })
			.where('account_id', '=', id)
			.where('revoked_at', 'is', null)
			.execute();
		await trx
			.deleteFrom('enrolment_code')
			.where('account_id', '=', id)
			.where('used_at', 'is', null)
			.execute();
		await trx.deleteFrom('setup_link').where('account_id', '=', id).where('used_at', 'is', null).execute();
		await endSessions(trx, now, { account: id, kind: 'desk' });
		await audit(trx, now, by.account.id, 'account-closed', id);
		await publishPerson(trx, id, now);
		return { ok: true };
	});
}
