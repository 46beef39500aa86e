/**
 * A phone of express-pouchdb, asked as little as it can be: one database for all, because one for each person is a LevelDB
 * of its own. It writes with `_bulk_docs`, fetches as many changes as it wrote, and asks for what came after now.
 */
import { makeBatches } from './batches.ts';
import { Line } from './line.ts';
import type { LoadPerson, LoadPlan } from './load-plan.ts';
import type { LoadPhone } from './load-phone.ts';

export const POUCH_DATABASE = '/db/load';

const JSON_BODY = { 'content-type': 'application/json', accept: 'application/json' };

interface Changes {
	readonly results: readonly unknown[];
	readonly last_seq: number;
}

export function pouchdbPhone(plan: LoadPlan, person: LoadPerson, pushes: number, seed: number): LoadPhone {
	const line = new Line(plan.url);
	let batches: string[] = [];
	let since = 0;
	const changes = async (query: string) => {
		const { text } = await line.ask('GET', `${POUCH_DATABASE}/_changes?${query}`, JSON_BODY);
		return JSON.parse(text) as Changes;
	};
	const look = async () => {
		since = (await changes('since=now&limit=1')).last_seq;
		return null;
	};
	return {
		prepare() {
			batches = makeBatches(plan, person.region, pushes, seed).map((records) =>
				JSON.stringify({ docs: records.map(({ id, ...body }) => ({ _id: id, ...body })) })
			);
		},
		async push() {
			const body = batches.shift();
			if (!body) throw new RangeError('Nothing left to send.');
			const { text } = await line.ask('POST', `${POUCH_DATABASE}/_bulk_docs`, JSON_BODY, body);
			return (JSON.parse(text) as { ok?: boolean }[]).filter(({ ok }) => ok).length;
		},
		async pull() {
			return (await changes(`since=${since}&limit=${plan.batch}&include_docs=true`)).results.length;
		},
		look,
		close: () => line.close()
	};
}
