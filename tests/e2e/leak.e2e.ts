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
import { finder, leaksOf } from './leak/leaks-of.ts';
import { plantRoster } from './leak/lists.ts';
import { CITY, maySee, type Fact, type Right, type RowsScope, type Viewer } from './leak/oracle.ts';
import { plantRegion } from './leak/plant-region.ts';
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

test('no role is told by any route what it may not see', async ({ world }, info) => {
	// A bound for what hangs, on a machine that has other work as well.
	info.setTimeout(process.env.E2E_LONG === '1' ? 3_600_000 : 900_000);
	const { password } = credentials('volunteer');
	const { url } = world.server;
	const before = await accountsOf(world);
	const counties = [...new Set(before.flatMap(({ rights }) => rights.map(({ region }) => region)))].sort();
	const regions = process.env.E2E_LONG === '1' ? counties : [CITY, '361024', '361025'];

	const city = new Agent(url, before.find(({ id }) => id === 'U0001') ?? NOBODY);
	await city.signIn('u0001', password);
	const facts: Fact[] = [];
	const recordsOf = new Map<string, readonly string[]>();
	const photos: string[] = [];
	const refused: string[] = [];
	const rosters: string[] = [];
	const rowsScopes = new Map<string, RowsScope>();
	const recorders = async (region: string) => {
		const holding = (role: string) =>
			before.find(({ rights }) => rights.some((right) => right.role === role && right.region === region));
		const found = new Set(['VOL', 'LECT'].flatMap((role) => holding(role) ?? []));
		return Promise.all(
			[...found].map(async ({ login, team }) => {
				const phone = new Device(url);
				await phone.signIn(login, password);
				return { phone, team };
			})
		);
	};
	for (const region of regions.filter((code) => code !== CITY)) {
		const planted = await plantRegion(await recorders(region), city.phone, region);
		facts.push(...planted.facts);
		recordsOf.set(region, planted.records);
		photos.push(...planted.photos);
		refused.push(...planted.refused);
		for (const [scope, rule] of planted.scopes) rowsScopes.set(scope, rule);
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

	const records = [...recordsOf.values()].flat();
	/** Asked for one by one: those of the own county and of two others, by who is of the whole city all of them. */
	const recordsFor = ({ rights }: Viewer): readonly string[] => {
		const planted = [...recordsOf.keys()];
		const own = rights.map(({ region }) => planted.indexOf(region));
		if (own.length === 0 || own.includes(-1)) return records;
		const near = new Set(own.flatMap((at) => [0, 1, 2].map((by) => planted[(at + by) % planted.length])));
		return [...near].flatMap((region) => recordsOf.get(region ?? '') ?? []);
	};

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
	const revsOf = async () =>
		new Map(
			(
				await world.rows<{ id: string; rev: number }>(
					`select id, rev from record where id in (${records.map((id) => `'${id}'`).join(', ')})`
				)
			).map(({ id, rev }) => [id, Number(rev)])
		);
	const revsBefore = await revsOf();
	const lent = new Map(leases.map(({ id, team }) => [id, team]));
	const kept = await world.rows<{ code: string }>(
		"select code from reference_row where kind = 'store' and gone = 0"
	);
	const stores = new Set(kept.map(({ code }) => code.replace('CK-', '')));
	const find = finder(facts);
	const chosen = oneOfEach(accounts, regions);
	const asked: Asked = {
		regions,
		records: [],
		foreign: '',
		photos,
		refused,
		accounts: chosen.map(({ id }) => id),
		teams: [...new Set(accounts.flatMap(({ team }) => team ?? []))],
		rosters,
		scopes: [
			...rowsScopes.keys(),
			...leases.map(({ id }) => `roster:${id}`),
			// Those of the sample are over for long.
			...['session', 'handout'].flatMap((kind) =>
				oneIdOfEach(stored.filter((one) => one.kind === kind)).map((id) => `${kind}:${id}`)
			)
		],
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
	/** What somebody acted upon who may not touch it. */
	const tried = new Set<string>();
	for (const viewer of viewers) {
		const agent = new Agent(url, viewer);
		await agent.signIn(
			'login' in viewer ? (viewer as Account).login : '',
			viewer === NOBODY ? null : password
		);
		const asks = [...recordsFor(viewer), ...oneIdOfEach(stored)];
		const foreign =
			facts.find((fact) => recordsFor(viewer).includes(fact.text) && !maySee(viewer, fact))?.text ??
			agent.phone.deviceId;
		tried.add(foreign);
		for (const [id, row] of Object.entries(ROUTE_ACCESS))
			for (const method of Object.keys(row)) {
				const visit = VISITS[`${id} ${method}`];
				if (!visit || id.endsWith('/sign-out')) continue;
				await visit(agent, { ...asked, records: asks, foreign });
				visited.add(`${id} ${method}`);
			}
		for (const address of fieldAddresses()) await agent.get(address);
		await VISITS['/api/auth/sign-out POST']?.(agent, asked);
		visited.add('/api/auth/sign-out POST');
		expect(agent.said.filter(({ status }) => status >= 500).map(({ from }) => from)).toEqual([]);
		leaks.push(...(await leaksOf(agent, foreign, tried, find, seen, { lent, rows: rowsScopes }, stores)));
	}

	expect(leaks).toEqual([]);
	const routes = Object.entries(ROUTE_ACCESS).flatMap(([id, row]) =>
		Object.keys(row).map((method) => `${id} ${method}`)
	);
	expect([...visited].sort()).toEqual(routes.sort());
	// What nobody was told would be found by no search: the administrator was told all of it.
	expect([...new Set(facts.map(({ what }) => what))].filter((what) => !seen.has(what))).toEqual([]);
	// Whoever acted on what is another's changed nothing.
	expect(await revsOf()).toEqual(revsBefore);
});

/** One stored record of each kind and region. */
function oneIdOfEach(stored: readonly { id: string; kind: string; region: string }[]): string[] {
	return [...new Map(stored.map(({ id, kind, region }) => [`${kind} ${region}`, id])).values()];
}
