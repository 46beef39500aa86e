/**
 * Everything the server says to every role of every county, by every route, searched for what that role may not see.
 * Nobody's screens are in between: a value that a page carries and does not show counts as shown.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROUTE_ACCESS } from '#lib/server/access/route-access.ts';
import { credentials } from './harness/accounts.ts';
import { Device } from './harness/device.ts';
import { ROOT } from './harness/server.ts';
import { expect, test, type World } from './harness/world.ts';
import { Agent } from './leak/agent.ts';
import { CITY, mayHearOf, maySee, type Fact, type Right, type Viewer } from './leak/oracle.ts';
import { plantRoster } from './leak/lists.ts';
import { plant } from './leak/plant.ts';
import { plantTransfer, storesOf } from './leak/stock.ts';
import { VISITS, type Asked } from './leak/visits.ts';

const NOBODY: Viewer = { id: '', team: null, rights: [] };
const PURPOSE = '审计漏斗用途';

interface Account extends Viewer {
	readonly login: string;
	readonly telephone: string | null;
}

async function accountsOf(world: World): Promise<Account[]> {
	const rows = await world.rows<{ id: string; login: string; team: string | null; phone: string | null }>(
		'select id, login, team, phone from account order by id'
	);
	const rights = await world.rows<Right & { account_id: string }>(
		'select account_id, role, region, team from grant_right where valid_to is null order by id'
	);
	return rows.map(({ id, login, team, phone }) => {
		const own = rights.filter((right) => right.account_id === id);
		return { id, login, team, telephone: phone, rights: own };
	});
}

/** One account of each role and county. */
function oneOfEach(accounts: readonly Account[], regions: readonly string[]): Account[] {
	const found = new Map<string, Account>();
	for (const account of accounts)
		for (const { role, region } of account.rights)
			if (regions.includes(region) && !found.has(`${role} ${region}`))
				found.set(`${role} ${region}`, account);
	return [...new Set(found.values())];
}

/** Addresses of the field app: empty shells for anyone. */
function fieldAddresses(): string[] {
	const files = readdirSync(join(ROOT, 'src/routes/(field)'), { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => file.endsWith('+page.svelte'))
		.map((file) => `/${dirname(file)}`.replace('/.', '/').replaceAll(/\[\w+\]/g, 'visit'));
}

/** A word or id of the question comes back in the page that was asked with it. */
const isRepeated = (fact: Fact, from: string): boolean => decodeURIComponent(from).includes(fact.text);

/** Ids of records and telephone numbers, as they stand in a text. */
const CODE = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b\d{11}\b/g;

/** Finds facts in a text: codes by their shape, words one by one. */
function finder(facts: readonly Fact[]): (text: string) => Fact[] {
	const isCode = (fact: Fact) => fact.text.replace(CODE, '') === '';
	const codes = new Map(facts.filter(isCode).map((fact) => [fact.text, fact]));
	const words = facts.filter((fact) => !isCode(fact));
	return (text) => [
		...words.filter((fact) => text.includes(fact.text)),
		...new Set((text.match(CODE) ?? []).flatMap((code) => codes.get(code) ?? []))
	];
}

/** What was said and may not be: each kind of it once a route. What a person asked for is not told by being repeated. */
async function leaksOf(
	{ viewer, said }: Agent,
	foreign: string,
	find: (text: string) => Fact[],
	seen: Set<string>,
	lent: ReadonlyMap<string, string>,
	stores: ReadonlySet<string>
): Promise<string[]> {
	const roles = viewer.rights.map(({ role, region }) => `${role} ${region}`).join(' + ') || 'nobody';
	const leaks = new Set<string>();
	for (const { from, text } of said) {
		// Connections that the server closes meanwhile are noticed before one is used again.
		await new Promise((wake) => setImmediate(wake));
		for (const fact of find(text)) {
			seen.add(fact.what);
			if (!maySee(viewer, fact) && !isRepeated(fact, from) && fact.text !== foreign)
				leaks.add(`${roles}: ${fact.what} by ${from.split('?')[0]}`);
		}
	}
	const heard = said.flatMap(({ from, text }) =>
		from.endsWith('/live') && text ? (JSON.parse(text) as { scope: string }[]) : []
	);
	const pulled = said.flatMap(({ from, status, text }) =>
		from.endsWith('/sync/pull') && status === 200
			? (JSON.parse(text) as { pages: { scope: string }[] }).pages
			: []
	);
	for (const [route, scopes] of [
		['GET /api/sync/live', heard],
		['POST /api/sync/pull', pulled]
	] as const) {
		for (const { scope } of scopes)
			if (!mayHearOf(viewer, scope, lent)) leaks.add(`${roles}: ${scope} by ${route}`);
		if (viewer.id !== '' && scopes.length === 0) leaks.add(`${roles}: heard of no scope at all by ${route}`);
		// Who keeps a store must be told of it, or its scope was never asked for.
		for (const { role, region } of viewer.rights)
			if (
				role === 'KEEP' &&
				stores.has(region) &&
				!scopes.some(({ scope }) => scope === `store:CK-${region}`)
			)
				leaks.add(`${roles}: not told of its store by ${route}`);
	}
	return [...leaks];
}

test('no role is told by any route what it may not see', async ({ world }, info) => {
	info.setTimeout(process.env.E2E_LONG === '1' ? 900_000 : 300_000);
	const { password } = credentials('volunteer');
	const { url } = world.server;
	const before = await accountsOf(world);
	const counties = [...new Set(before.flatMap(({ rights }) => rights.map(({ region }) => region)))].sort();
	const regions = process.env.E2E_LONG === '1' ? counties : [CITY, '361024', '361025'];

	const city = new Agent(url, before.find(({ id }) => id === 'U0001') ?? NOBODY);
	await city.signIn('u0001', password);
	const facts: Fact[] = [];
	const records: string[] = [];
	const photos: string[] = [];
	const refused: string[] = [];
	const rosters: string[] = [];
	for (const region of regions.filter((code) => code !== CITY)) {
		for (const role of ['VOL', 'LECT']) {
			const person = before.find(({ rights }) =>
				rights.some((right) => right.role === role && right.region === region)
			);
			if (!person) continue;
			const phone = new Device(url);
			await phone.signIn(person.login, password);
			const planted = await plant(phone, city.phone, region, person.team);
			facts.push(...planted.facts);
			records.push(...planted.records);
			photos.push(...planted.photos);
			refused.push(...planted.refused);
		}
	}

	for (const region of regions.filter((code) => code !== CITY)) {
		const team = before.find(({ rights }) =>
			rights.some((right) => right.role === 'VOL' && right.region === region)
		)?.team;
		if (!team) continue;
		const roster = await plantRoster(city, region, team);
		rosters.push(roster.id);
		facts.push(...roster.facts);
	}

	facts.push(await plantTransfer(city));

	// One coordinator is auditor of the whole city besides: the own county in full, all others masked.
	await city.post('/desk/people/U0041?/give', { role: 'AUD', region: CITY });
	await city.post(`/desk/registers/handout?/print&region=361024&season=SQL-2025`, { why: PURPOSE });
	facts.push({ text: PURPOSE, what: 'purpose of an export', level: 'audit', region: CITY, owner: 'U0001' });
	const accounts = await accountsOf(world);
	for (const { id, telephone, rights } of accounts) {
		const region = rights[0]?.region;
		if (!telephone || !region) continue;
		const roles = rights.map(({ role }) => role);
		facts.push({ text: telephone, what: 'a telephone number', level: 'telephone', region, owner: id, roles });
	}
	const stored = await world.rows<{
		id: string;
		kind: string;
		region: string;
		recorder: string;
		team: string | null;
		moved: string | null;
	}>(
		`select id, kind, region, recorder, team, case kind when 'movement' then body end as moved
			from record where kind <> 'feedback' order by id`
	);
	const known = new Set(facts.map(({ text }) => text));
	for (const { id, kind, region, recorder, team, moved } of stored) {
		if (known.has(id)) continue;
		const what = `id of a ${kind} of ${region}`;
		const stores = storesOf(moved);
		facts.push({ text: id, what, level: 'record', region, owner: recorder, team, stores });
	}

	const leases = await world.rows<{ id: string; team: string }>('select id, team from roster_lease');
	const lent = new Map(leases.map(({ id, team }) => [id, team]));
	const kept = await world.rows<{ code: string }>(
		"select code from reference_row where kind = 'store' and gone = 0"
	);
	const stores = new Set(kept.map(({ code }) => code.replace('CK-', '')));
	const find = finder(facts);
	const chosen = oneOfEach(accounts, regions);
	const asked: Asked = {
		regions,
		records: [...records, ...oneIdOfEach(stored)],
		foreign: '',
		photos,
		refused,
		accounts: chosen.map(({ id }) => id),
		teams: [...new Set(accounts.flatMap(({ team }) => team ?? []))],
		rosters,
		words: ['阮', '漏斗', ...facts.filter(({ level }) => level === 'person').map(({ text }) => text)].slice(
			0,
			3
		)
	};
	// The administrator last: what is left to decide is decided by then.
	const viewers = [
		NOBODY,
		...chosen.filter(({ id }) => id !== 'U0001'),
		...chosen.filter(({ id }) => id === 'U0001')
	];
	const visited = new Set<string>();
	const leaks: string[] = [];
	const seen = new Set<string>();
	for (const viewer of viewers) {
		const agent = new Agent(url, viewer);
		await agent.signIn(
			'login' in viewer ? (viewer as Account).login : '',
			viewer === NOBODY ? null : password
		);
		const foreign =
			facts.find((fact) => records.includes(fact.text) && !maySee(viewer, fact))?.text ??
			agent.phone.deviceId;
		for (const [id, row] of Object.entries(ROUTE_ACCESS))
			for (const method of Object.keys(row)) {
				const visit = VISITS[`${id} ${method}`];
				if (!visit || id.endsWith('/sign-out')) continue;
				await visit(agent, { ...asked, foreign });
				visited.add(`${id} ${method}`);
			}
		for (const address of fieldAddresses()) await agent.get(address);
		await VISITS['/api/auth/sign-out POST']?.(agent, asked);
		visited.add('/api/auth/sign-out POST');
		expect(agent.said.filter(({ status }) => status >= 500).map(({ from }) => from)).toEqual([]);
		leaks.push(...(await leaksOf(agent, foreign, find, seen, lent, stores)));
	}

	expect(leaks).toEqual([]);
	const routes = Object.entries(ROUTE_ACCESS).flatMap(([id, row]) =>
		Object.keys(row).map((method) => `${id} ${method}`)
	);
	expect([...visited].sort()).toEqual(routes.sort());
	// What nobody was told would be found by no search: the administrator was told all of it.
	expect([...new Set(facts.map(({ what }) => what))].filter((what) => !seen.has(what))).toEqual([]);
	const touched = await world.rows<{ id: string }>(
		`select id from record where id in (${records.map((id) => `'${id}'`).join(', ')}) and rev <> case kind when 'handout' then 2 else 1 end`
	);
	expect(touched).toEqual([]);
});

/** One stored record of each kind and region. */
function oneIdOfEach(stored: readonly { id: string; kind: string; region: string }[]): string[] {
	return [...new Map(stored.map(({ id, kind, region }) => [`${kind} ${region}`, id])).values()];
}
