/** The product's protocol as its phones speak it, without their storage. */
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { uuidV7Beside } from '#lib/domain/ids.ts';
import type { PullResponse } from '#lib/protocol/pull.ts';
import { handout } from '#lib/records/handout/handout.ts';
import { ACCOUNT_HEADER, PROTOCOL_VERSION, type PushResponse } from '#lib/protocol/push.ts';
import { makeBatches } from './batches.ts';
import { Line } from './line.ts';
import type { LoadPerson, LoadPlan } from './load-plan.ts';
import type { LoadPhone } from './load-phone.ts';

const ACCEPTED = new Set(['applied', 'merged', 'duplicate']);

export function productPhone(plan: LoadPlan, person: LoadPerson, pushes: number, seed: number): LoadPhone {
	const line = new Line(plan.url);
	const scope = `user:${person.account}`;
	const cursors = new Map([['ref', { scope: 'ref', ...plan.reference }]]);
	const headers = {
		'content-type': 'application/json',
		accept: 'application/json',
		'accept-encoding': 'gzip',
		origin: plan.url,
		cookie: person.cookie,
		[ACCOUNT_HEADER]: person.account
	};
	let batches: Buffer[] = [];
	let n = 0;

	const envelope = () => ({
		protocol: PROTOCOL_VERSION,
		deviceId: person.device,
		epoch: 1,
		nonce: randomUUID(),
		deviceTime: new Date().toISOString(),
		heartbeat: {
			unsent: { count: 0, oldest: null },
			persistent: true,
			freeBytes: 1e9,
			appVersion: 'bench'
		}
	});

	async function pull(): Promise<PullResponse> {
		const body = JSON.stringify({ ...envelope(), cursors: [...cursors.values()], unresolved: [] });
		const { text } = await line.ask('POST', '/api/sync/pull', headers, body);
		const answer = JSON.parse(text) as PullResponse;
		for (const page of answer.pages) {
			cursors.set(page.scope, { scope: page.scope, gen: page.gen, seq: page.to });
		}
		return answer;
	}

	return {
		prepare() {
			batches = makeBatches(plan, person.region, pushes, seed).map((records) => {
				const operations = records.map(({ id, ...body }) => ({
					opId: uuidV7Beside(id, Date.now(), randomBytes(10)),
					n: ++n,
					verb: 'create',
					kind: 'handout',
					recordId: id,
					scope: `area:${person.region}`,
					baseRev: 0,
					schema: handout.version,
					at: new Date().toISOString(),
					body,
					attachments: []
				}));
				return gzipSync(JSON.stringify({ ...envelope(), grantsRev: plan.grantsRev, operations }));
			});
		},
		async push() {
			const body = batches.shift();
			if (!body) throw new RangeError('Nothing left to send.');
			const packed = { ...headers, 'content-encoding': 'gzip' };
			const { text } = await line.ask('POST', '/api/sync/push', packed, body);
			const { verdicts } = JSON.parse(text) as PushResponse;
			const refused = verdicts.find(({ outcome }) => !ACCEPTED.has(outcome));
			if (refused) throw new Error(JSON.stringify(refused));
			return verdicts.length;
		},
		async pull() {
			const { pages } = await pull();
			return pages.find((page) => page.scope === scope)?.rows.length ?? 0;
		},
		async look() {
			const { pages } = await pull();
			const own = pages.find((page) => page.scope === scope);
			if (!own || own.rows.length > 0) throw new Error('rows came where none were due');
			return own.count ?? null;
		},
		close: () => line.close()
	};
}
