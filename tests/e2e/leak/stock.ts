/** How the routes about goods are asked: every place by everybody, and the batch that every planted handout names. */
import { handoutSample } from '#lib/records/handout/sample.ts';
import { sheetText } from './sheet-text.ts';
import { expect } from '@playwright/test';
import type { Agent } from './agent.ts';
import type { Fact } from './oracle.ts';
import type { Visit } from './visits.ts';

const BATCH = handoutSample.lines.find((line) => line.batch !== '')?.batch ?? '';
const MONTHS = ['2025-07', '2025-08'];

/** Regions of the stores that a movement's body names: the sample's stores are named after them. */
export const storesOf = (body: string | null): string[] =>
	[...(body ?? '').matchAll(/"store:CK-(\d{6})/g)].map(([, region = '']) => region);

/** A transfer from one county's store to another's that nobody has confirmed. */
export async function plantTransfer(city: Agent): Promise<Fact> {
	const text = '调拨漏斗备注';
	const [from, to] = ['361024', '361025'] as const;
	const movement = city.phone.operation('movement', {
		...{ act: 'transfer', from: `store:CK-${from}`, to: `store:CK-${to}`, region: from, remark: text },
		lines: [{ id: '0197e6a0-0000-7000-8000-0000000000f1', supply: 'CS-H01', qty: 2, batch: '', expiry: null }]
	});
	const { verdicts } = await city.phone.push([movement]);
	expect(verdicts[0]?.outcome, JSON.stringify(verdicts)).toBe('applied');
	const what = 'remark of a transfer';
	return { text, what, level: 'record', region: from, owner: city.viewer.id, stores: [from, to] };
}

const place = (at: string, more: Readonly<Record<string, string>> = {}) =>
	`/desk/stock/place?${new URLSearchParams({ at, ...more })}`;

/** Keys as `ROUTE_ACCESS` writes them, with the method. */
export const STOCK_VISITS: Readonly<Record<string, Visit>> = {
	'/(desk)/desk/stock GET': async (agent, { regions }) => {
		for (const region of ['', ...regions])
			for (const more of ['', '&kind=team', '&only=below', '&only=expiring', '&supply=CS-H01&page=2'])
				await agent.get(`/desk/stock?region=${region}${more}`);
	},
	'/(desk)/desk/stock/place GET': async (agent, { regions, teams, accounts }) => {
		const places = [
			...regions.map((region) => `store:CK-${region}`),
			...teams.map((team) => `team:${team}`),
			...accounts.map((account) => `person:${account}`)
		];
		for (const at of places) {
			await agent.get(place(at));
			await agent.get(place(at, { supply: 'CS-H01' }));
		}
	},
	'/(desk)/desk/stock/place POST': async (agent, { foreign: about }) =>
		void (await agent.post(`${place('store:CK-361024')}&/reverse`, { about, remark: 'x' })),
	'/(desk)/desk/stock/move GET': async (agent, { regions }) => {
		for (const region of regions)
			for (const act of ['issue', 'return', 'count'])
				await agent.get(`/desk/stock/move?act=${act}&store=store:CK-${region}&other=team:TM22`);
	},
	'/(desk)/desk/stock/move POST': async (agent) =>
		void (await agent.post('/desk/stock/move', { act: 'receive', date: '' })),
	'/(desk)/desk/stock/confirm GET': async (agent, { records, foreign }) => {
		for (const id of [...records, foreign]) await agent.get(`/desk/stock/confirm?about=${id}`);
	},
	'/(desk)/desk/stock/confirm POST': async (agent, { foreign: about }) =>
		void (await agent.post('/desk/stock/confirm', { about, date: '2025-07-01' })),
	'/(desk)/desk/stock/stores GET': async (agent) => void (await agent.get('/desk/stock/stores')),
	'/(desk)/desk/stock/stores POST': async (agent) =>
		void (await agent.post('/desk/stock/stores?/close', { code: 'CK-361024' })),
	'/(desk)/desk/stock/recall GET': async (agent) => {
		for (const batch of [BATCH, '2505D03'])
			await agent.get(`/desk/stock/recall?${new URLSearchParams({ batch })}`);
	},
	'/(desk)/desk/stock/recall/xlsx POST': async (agent) =>
		void (await agent.download('/desk/stock/recall/xlsx', { batch: BATCH, why: '核对' }, sheetText)),
	'/(desk)/desk/registers/stock GET': async (agent, { regions }) => {
		for (const region of ['', ...regions])
			for (const month of MONTHS) await agent.get(`/desk/registers/stock?region=${region}&month=${month}`);
	},
	'/(desk)/desk/registers/stock POST': async (agent, { regions }) => {
		for (const region of regions)
			await agent.post(`/desk/registers/stock?/print&region=${region}&month=2025-07`, { why: '核对' });
	},
	'/(desk)/desk/registers/stock/xlsx POST': async (agent, { regions }) => {
		for (const region of regions) {
			const fields = { region, month: '2025-07', why: '核对' };
			await agent.download('/desk/registers/stock/xlsx', fields, sheetText);
		}
	}
};
