/** How each route of the server is asked for everything it may say. A route without a line here fails the story. */
import { randomUUID } from 'node:crypto';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Agent } from './agent.ts';
import { LIST_VISITS } from './lists.ts';
import { sheetText } from './sheet-text.ts';
import { STOCK_VISITS } from './stock.ts';

/** What there is to ask for: all of it is asked for by everybody. */
export interface Asked {
	readonly regions: readonly string[];
	readonly records: readonly string[];
	/** A record this person may not touch, to be acted upon. */
	readonly foreign: string;
	readonly refused: readonly string[];
	readonly accounts: readonly string[];
	readonly teams: readonly string[];
	/** Photos whose files are there. */
	readonly photos: readonly string[];
	/** Ids of rosters. */
	readonly rosters: readonly string[];
	/** Scopes of rosters that are lent, of sessions and of hand-outs. */
	readonly scopes: readonly string[];
	/** Words to search for. */
	readonly words: readonly string[];
}
export type Visit = (agent: Agent, asked: Asked) => Promise<void>;

const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

const get =
	(...paths: readonly string[]): Visit =>
	async (agent) => {
		for (const path of paths) await agent.get(path);
	};

/** A list by itself, by region, by words, and all that its filter knows besides. */
function list(path: string, ...filters: readonly string[]): Visit {
	return async (agent, { regions, words }) => {
		const addresses = [
			'',
			...regions.map((region) => `region=${region}`),
			...words.map((word) => `q=${encodeURIComponent(word)}`),
			...filters
		];
		for (const address of addresses) await agent.get(`${path}?${address}`);
	};
}

/** Failures to come in are counted by address: one stranger tries, the others' sign-in is heard anyway. */
const asStranger =
	(visit: Visit): Visit =>
	async (agent, asked) => {
		if (agent.viewer.id === '') await visit(agent, asked);
	};

const decision = (foreign: string) => ({
	opId: newId(),
	recordId: foreign,
	rev: '1',
	decision: 'approve',
	reason: '',
	note: ''
});
const signInWrong = { login: 'nobody', password: 'wrong', deviceId: newId(), deviceLabel: 'x' };

/** A pull asks for no more than 200, and more may come. */
const MOST_CURSORS = 100;

async function pullEverything(
	agent: Agent,
	{ regions, accounts, teams, scopes: more, refused }: Asked
): Promise<void> {
	const scopes = [
		'ref',
		...regions.map((region) => `area:${region}`),
		...accounts.map((account) => `user:${account}`),
		...teams.map((team) => `team:${team}`),
		...regions.map((region) => `store:CK-${region}`),
		...teams.map((team) => `held:team:${team}`),
		...accounts.map((account) => `held:person:${account}`),
		...more
	];
	for (let from = 0; from < scopes.length; from += MOST_CURSORS)
		await pullScopes(agent, scopes.slice(from, from + MOST_CURSORS), refused);
}

/** As a phone of today, until there is no more: what is asked for, and all that comes besides. */
async function pullScopes(agent: Agent, asked: readonly string[], refused: readonly string[]): Promise<void> {
	const { phone } = agent;
	const cursors = new Map(asked.map((scope) => [scope, { scope, gen: 0, seq: 0 }]));
	for (let more = true; more;) {
		const wish = { unresolved: refused, leases: true, knows: ['stock', 'prints'] };
		const sent = JSON.parse(phone.pullText([...cursors.values()], wish)) as unknown;
		const { status, body } = await phone.send('/api/sync/pull', JSON.stringify(sent));
		if (status !== 200) return void agent.hear('POST /api/sync/pull', status, body);
		const answer = JSON.parse(body) as {
			more: boolean;
			drop: string[];
			pages: { scope: string; gen: number; to: number; more: boolean }[];
		};
		// A scope that was asked for and is not given is named again, whether there is such a one or not: no more than that.
		const drop = answer.drop.filter((scope) => !asked.includes(scope));
		agent.hear('POST /api/sync/pull', status, JSON.stringify({ ...answer, drop }));
		// Scopes that found no room in this answer come with the next, and those that nobody asked for as well.
		more = answer.more;
		for (const { scope, gen, to } of answer.pages) cursors.set(scope, { scope, gen, seq: to });
	}
}

async function listenLive(agent: Agent): Promise<void> {
	const stream = await agent.phone.listen();
	// Its first event names every scope that is listened to.
	const said = stream.status === 200 ? ((await stream.event('poke')) ?? '') : '';
	stream.hangUp();
	agent.hear('GET /api/sync/live', stream.status, said);
}

/** A register of every county, of the whole season and of single records that are not theirs. */
function registerVisits(name: string): Record<string, Visit> {
	const path = `/desk/registers/${name}`;
	const asked = ({ regions, foreign }: Asked) =>
		regions.flatMap((region) => ['all', foreign].map((record) => ({ region, record })));
	return {
		[`/(desk)${path} GET`]: async (agent, visited) => {
			await agent.get(path);
			for (const { region, record } of asked(visited))
				await agent.get(`${path}?region=${region}&season=SQL-2025&record=${record}`);
		},
		[`/(desk)${path} POST`]: async (agent, { regions }) => {
			for (const region of regions)
				await agent.post(`${path}?/print&region=${region}&season=SQL-2025`, { why: '核对' });
		},
		[`/(desk)${path}/xlsx POST`]: async (agent, { regions }) => {
			for (const region of regions) {
				const fields = { region, season: 'SQL-2025', record: 'all', why: '核对' };
				await agent.download(`${path}/xlsx`, fields, sheetText);
			}
		}
	};
}

/** Keys as `ROUTE_ACCESS` writes them, with the method. */
export const VISITS: Readonly<Record<string, Visit>> = {
	...LIST_VISITS,
	...STOCK_VISITS,
	'/shell GET': get('/shell'),
	'/api/health GET': get('/api/health'),
	'/api/auth/sign-in POST': asStranger(
		async (agent) => void (await agent.postJson('/api/auth/sign-in', signInWrong))
	),
	'/api/auth/enrol POST': asStranger(
		async (agent) =>
			void (await agent.postJson('/api/auth/enrol', {
				code: 'AAAAAAAA',
				deviceId: newId(),
				deviceLabel: 'x'
			}))
	),
	'/api/auth/sign-out POST': async (agent) => void (await agent.postJson('/api/auth/sign-out', {})),
	'/api/auth/change-password POST': async (agent) =>
		void (await agent.postJson('/api/auth/change-password', {})),
	'/api/sync/push POST': async (agent, { foreign }) => {
		const operation = agent.phone.operation('visit', {}, { verb: 'amend', recordId: foreign, baseRev: 1 });
		const approve = agent.phone.operation(
			'visit',
			{},
			{ verb: 'approve', recordId: foreign, baseRev: 1, body: {} }
		);
		await agent.postJson('/api/sync/push', JSON.parse(agent.phone.pushText([operation, approve])));
	},
	'/api/sync/pull POST': pullEverything,
	'/api/sync/live GET': listenLive,
	// Its answer repeats what was asked for: that is no leak, and one stranger's record is enough.
	'/api/sync/trip-count POST': async (agent, { foreign: trip }) =>
		void (await agent.postJson('/api/sync/trip-count', { trip, rows: ['receipt', 'sign-in'] })),
	'/api/attachments POST': async (agent) => void (await agent.postJson('/api/attachments', {})),
	'/api/attachments/[id]/upload GET': async (agent, { photos }) => {
		for (const id of photos) await agent.get(`/api/attachments/${id}/upload`);
	},
	'/api/attachments/[id]/upload PATCH': async (agent, { photos }) => {
		for (const id of photos) await agent.appendToPhoto(id);
	},
	'/api/attachments/[id] GET': async (agent, { photos }) => {
		for (const id of photos) {
			await agent.get(`/api/attachments/${id}`);
			const { status, text } = await agent.phone.photo(id);
			agent.hear(`GET /api/attachments/${id}`, status, text);
		}
	},
	'/api/session-code POST': async (agent, { records, foreign }) => {
		for (const session of [...records, foreign]) await agent.postJson('/api/session-code', { session });
	},
	'/s/[token] GET': asStranger(get(`/s/${'x'.repeat(40)}`)),
	'/s/[token] POST': asStranger(
		async (agent) =>
			void (await agent.post(`/s/${'x'.repeat(40)}`, {
				name: 'a',
				organisation: 'b',
				category: '',
				mint: 'm'
			}))
	),
	'/setup/[token] GET': asStranger(get(`/setup/${'x'.repeat(32)}`)),
	'/setup/[token] POST': asStranger(
		async (agent) => void (await agent.post(`/setup/${'x'.repeat(32)}`, { password: 'a', repeat: 'a' }))
	),
	'/(desk)/desk GET': async (agent, { regions }) => {
		for (const address of ['', 'period=all', ...regions.map((region) => `region=${region}`)])
			await agent.get(`/desk?${address}`);
	},
	'/(desk)/desk/sign-in GET': get('/desk/sign-in'),
	'/(desk)/desk/sign-in POST': asStranger(
		async (agent) => void (await agent.post('/desk/sign-in?/enter', { login: 'nobody', password: 'wrong' }))
	),
	'/(desk)/desk/password GET': get('/desk/password'),
	'/(desk)/desk/password POST': async (agent) =>
		void (await agent.post('/desk/password', { current: 'wrong', next: 'a', repeat: 'b' })),
	'/(desk)/desk/audit GET': get('/desk/audit', '/desk/audit?action=exported'),
	'/(desk)/desk/people GET': async (agent, { accounts }) => {
		for (const query of ['', '示', '阮', ...accounts])
			await agent.get(`/desk/people?q=${encodeURIComponent(query)}`);
	},
	'/(desk)/desk/people/new GET': get('/desk/people/new'),
	'/(desk)/desk/people/new POST': async (agent) => void (await agent.post('/desk/people/new', { name: '' })),
	'/(desk)/desk/people/[id] GET': async (agent, { accounts }) => {
		for (const account of accounts) await agent.get(`/desk/people/${account}`);
	},
	'/(desk)/desk/people/[id] POST': async (agent, { accounts }) => {
		for (const account of accounts)
			await agent.post(`/desk/people/${account}?/revoke`, { device: randomUUID() });
	},
	'/(desk)/desk/review GET': async (agent, asked) => {
		await list('/desk/review', 'corrected=1', 'flags=open', 'state=approved')(agent, asked);
		for (const id of asked.records) await agent.get(`/desk/review?id=${id}&last=${id}`);
	},
	'/(desk)/desk/review POST': async (agent, { foreign }) => {
		await agent.post('/desk/review?/decide', decision(foreign));
		await agent.post('/desk/review?/batch', { opId: newId(), record: `${foreign}~1~${newId()}` });
	},
	'/(desk)/desk/records GET': list(
		'/desk/records',
		'kind=visit',
		'kind=session',
		'kind=handout',
		'kind=request',
		'kind=feedback',
		'state=returned'
	),
	'/(desk)/desk/records/[id] GET': async (agent, { records }) => {
		for (const id of records) await agent.get(`/desk/records/${id}`);
	},
	'/(desk)/desk/records/[id] POST': async (agent, { foreign }) =>
		void (await agent.post(`/desk/records/${foreign}?/decide`, decision(foreign))),
	'/(desk)/desk/requests GET': list('/desk/requests', 'overdue=1', 'status=REF'),
	'/(desk)/desk/requests POST': async (agent, { foreign }) =>
		void (await agent.post('/desk/requests', { opId: newId(), recordId: foreign, rev: '1', status: 'DONE' })),
	'/(desk)/desk/duplicates GET': get('/desk/duplicates', '/desk/duplicates?page=2'),
	'/(desk)/desk/duplicates POST': async (agent, { foreign }) => {
		const fields = { opId: newId(), recordId: foreign, rev: '1', stays: foreign };
		await agent.post('/desk/duplicates?/void', fields);
		await agent.post('/desk/duplicates?/different', { flag: `${foreign}~1~${newId()}~date` });
	},
	'/(desk)/desk/operations GET': get('/desk/operations', '/desk/operations?handled=1'),
	'/(desk)/desk/operations POST': async (agent, { refused }) => {
		// The city administrator may put them away; nobody else's turn comes after that one's.
		for (const opId of refused) await agent.post('/desk/operations?/retry', { opId });
	},
	'/(desk)/desk/codes GET': list('/desk/codes', 'type=station', 'type=session', 'type=box'),
	'/(desk)/desk/codes POST': async (agent) =>
		void (await agent.post('/desk/codes?/withdraw', { key: 'no-such-key' })),
	'/(desk)/desk/codes/sheet GET': async (agent, { records }) => {
		for (const type of ['unit', 'station', 'session'])
			for (const id of records) await agent.get(`/desk/codes/sheet?type=${type}&id=${id}`);
	},
	'/(desk)/desk/photos GET': get('/desk/photos'),
	'/(desk)/desk/photos POST': async (agent) => void (await agent.post('/desk/photos', {})),
	'/(desk)/desk/feedback GET': get('/desk/feedback'),
	'/(desk)/desk/feedback POST': async (agent, { foreign }) =>
		void (await agent.post('/desk/feedback', { recordId: foreign })),
	'/(desk)/desk/unsent GET': get('/desk/unsent'),
	'/(desk)/desk/unsent POST': async (agent) => void (await agent.post('/desk/unsent', { file: '{}' })),
	'/(desk)/desk/registers GET': get('/desk/registers'),
	...registerVisits('handout'),
	...registerVisits('session'),
	...registerVisits('receipt'),
	...registerVisits('sign-in')
};
