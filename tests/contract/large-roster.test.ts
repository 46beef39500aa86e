/** The largest roster that may be brought: previewed and kept through the server's limits and the page's own actions. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_ROSTER_ROWS } from '#lib/domain/rosters/read-roster.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { refusesBody } from '#lib/server/http/body-limit.ts';
import { actions } from '#desk/rosters/new/+page.server.ts';
import { REGION, type Deployment } from './deployment.ts';
import { eachTown } from './each-town.ts';
import { nameLists } from './roster-town.ts';

let town: Deployment;
eachTown(async (opened) => {
	town = opened;
	await nameLists(town);
});

let server: Server;
let url: string;
beforeEach(async () => {
	server = createServer((request, response) => {
		const path = request.url ?? '/';
		if (refusesBody(request, response, path.split('?', 1)[0] ?? '')) return;
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.once('end', () => {
			const type = request.headers['content-type'] ?? '';
			const asked = new Request(url + path, {
				...{ method: 'POST', body: Buffer.concat(parts), headers: { 'content-type': type } }
			});
			void act(path.endsWith('/keep') ? 'keep' : 'preview', asked).then((answer) => {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(answer));
			});
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/desk/rosters/new`;
});
afterEach(() => new Promise((closed) => server.close(closed)));

/** As Kit calls it: what it returns, or where it leads. */
async function act(action: 'preview' | 'keep', request: Request): Promise<unknown> {
	const account = { id: 'rev', login: 'rev', zh: 'rev', en: 'rev', team: null, closedAt: null };
	const desk = { account, grants: await grantsOf(town.database.reader, 'rev') };
	const event = { request, locals: { desk, database: town.database }, cookies: { get: () => undefined } };
	try {
		return await (actions[action] as (event: unknown) => Promise<unknown>)(event);
	} catch (thrown) {
		if (thrown instanceof Error) throw thrown;
		return thrown;
	}
}

/** Every person has all that a row may have: the largest that 5,000 of them can be. */
const sheet = (people: number) =>
	['姓名,班组,人员类别,工号,手机号']
		.concat(
			Array.from({ length: people }, (_, at) => {
				const n = String(at).padStart(5, '0');
				const name = [...n].map((digit) => '甲乙丙丁戊己庚辛壬癸'[Number(digit)]).join('');
				return `李${name},第${n}车间钢筋二班临时工棚东侧,建筑工人,示例建筑公司-${n},100000${n}`;
			})
		)
		.join('\n');

interface Previewed {
	readonly read?: { readonly entries: readonly object[]; readonly faults: readonly object[] };
}

describe('a roster of 5,000 people', () => {
	it('is previewed, and what was shown is kept whole', async () => {
		const file = new FormData();
		file.set('file', new File([sheet(MOST_ROSTER_ROWS)], '名册.csv'));
		const shown = await fetch(`${url}?/preview`, { method: 'POST', body: file });
		expect(shown.status).toBe(200);
		const { read } = (await shown.json()) as Previewed;
		expect([read?.entries.length, read?.faults.length]).toEqual([MOST_ROSTER_ROWS, 0]);

		const confirmed = new FormData();
		const rows = JSON.stringify(read?.entries);
		for (const [name, value] of Object.entries({
			title: '名册',
			organisationText: '示例厂',
			region: REGION,
			rows
		}))
			confirmed.set(name, value);
		const kept = await fetch(`${url}?/keep`, { method: 'POST', body: confirmed });
		expect(kept.status).toBe(200);
		expect(await kept.json()).toMatchObject({ status: 303 });
		const { n } = await town.database.reader
			.selectFrom('roster_row')
			.select((eb) => eb.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow();
		expect(Number(n)).toBe(MOST_ROSTER_ROWS);
	});

	it('is refused by the page in words where the file is too big, not by a bare answer', async () => {
		const file = new FormData();
		file.set('file', new File([new Uint8Array(8_100_000)], '名册.csv'));
		const answer = await fetch(`${url}?/preview`, { method: 'POST', body: file });
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ status: 413, data: { problem: 'too-big' } });
	});
});
