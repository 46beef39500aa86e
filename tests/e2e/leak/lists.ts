/** Rosters, cards and double receipts: what is planted of them, and how their routes are asked. */
import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Agent } from './agent.ts';
import type { Fact } from './oracle.ts';

/** Names of a roster: none of the sample's, and none of `plant.ts`; no two look the same once they are masked. */
const NAMES = [
	['阮驎', '漏'],
	['阮驏', '斗'],
	['阮驐', '册']
] as const;

/** A roster of the region, lent to a team: its names are for who handles the region alone. */
export async function plantRoster(
	city: Agent,
	region: string,
	team: string
): Promise<{ readonly id: string; readonly facts: readonly Fact[] }> {
	const mark = region.slice(-2).replaceAll(/\d/g, (digit) => '零一二三四五六七八九'.charAt(Number(digit)));
	const names = NAMES.map(([first, last]) => `${first}${mark}${last}`);
	const rows = names.map((name) => ({ name, department: '漏斗班', category: null, job: '', phone: '' }));
	const kept = await city.post('/desk/rosters/new?/keep', {
		title: '名册',
		organisation: '',
		organisationText: '漏斗厂',
		region,
		rows: JSON.stringify(rows)
	});
	const id = /location: \/desk\/rosters\/([\w-]{36})/.exec(kept.text)?.[1] ?? '';
	expect(id, kept.text.slice(0, 300)).not.toBe('');
	const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
	const lent = await city.post(`/desk/rosters/${id}?/lend`, { team, campaign: '', from: today, days: '1' });
	expect(lent.status).toBe(200);
	const facts = names.map((text): Fact => {
		return { text, what: `name on a roster of ${region}`, level: 'person', region, owner: 'U0001' };
	});
	return { id, facts };
}

type Visit = (
	agent: Agent,
	asked: { readonly rosters: readonly string[]; readonly regions: readonly string[] }
) => Promise<void>;

export const LIST_VISITS: Readonly<Record<string, Visit>> = {
	'/(desk)/desk/codes GET': async (agent, { regions }) => {
		for (const type of ['unit', 'station', 'session', 'box'])
			for (const region of ['', ...regions]) await agent.get(`/desk/codes?type=${type}&region=${region}`);
	},
	'/(desk)/desk/codes POST': async (agent) => {
		await agent.post('/desk/codes?/box', { supply: 'none', units: '0' });
		await agent.post('/desk/codes?/rotate', {});
	},
	'/(desk)/desk/codes/sheet GET': async (agent) =>
		void (await agent.get('/desk/codes/sheet?type=station&id=ST044')),
	'/(desk)/desk/codes/workers GET': async (agent, { rosters }) => {
		for (const id of rosters) await agent.get(`/desk/codes/workers?roster=${id}&names=whole`);
	},
	'/(desk)/desk/receipts GET': async (agent) => {
		for (const query of ['', '?season=SQL-2025']) await agent.get(`/desk/receipts${query}`);
	},
	'/(desk)/desk/rosters GET': async (agent) => void (await agent.get('/desk/rosters')),
	'/(desk)/desk/rosters/new GET': async (agent) => void (await agent.get('/desk/rosters/new')),
	'/(desk)/desk/rosters/new POST': async (agent) =>
		void (await agent.post('/desk/rosters/new?/keep', { rows: '[]' })),
	'/(desk)/desk/rosters/[id] GET': async (agent, { rosters }) => {
		for (const id of rosters) await agent.get(`/desk/rosters/${id}`);
	},
	'/(desk)/desk/rosters/[id] POST': async (agent, { rosters }) => {
		for (const id of rosters) {
			await agent.post(`/desk/rosters/${id}?/take-back`, { lease: randomUUID() });
			await agent.post(`/desk/rosters/${id}?/lend`, { team: 'none', from: '2000-01-01', days: '9' });
		}
	}
};
