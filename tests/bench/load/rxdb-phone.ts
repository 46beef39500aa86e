/** A phone of the replication endpoint for RxDB, with a checkpoint of its own. */
import { makeBatches } from './batches.ts';
import { Line } from './line.ts';
import type { LoadPerson, LoadPlan } from './load-plan.ts';
import type { LoadPhone } from './load-phone.ts';

const LIMIT = 100;

interface Pulled {
	readonly documents: readonly unknown[];
	readonly checkpoint: unknown;
}

export function rxdbPhone(plan: LoadPlan, person: LoadPerson, pushes: number, seed: number): LoadPhone {
	const line = new Line(plan.url);
	const path = `/rx/${person.device}`;
	let batches: string[] = [];
	let checkpoint: unknown = null;
	const pull = async () => {
		const body = JSON.stringify({ checkpoint, limit: LIMIT });
		const pulled = JSON.parse((await line.ask('POST', `${path}/pull`, {}, body)).text) as Pulled;
		checkpoint = pulled.checkpoint;
		return pulled.documents.length;
	};
	const look = async () => {
		if ((await pull()) > 0) throw new Error('rows came where none were due');
		return null;
	};
	return {
		prepare() {
			batches = makeBatches(plan, person.region, pushes, seed).map((records) =>
				JSON.stringify(records.map((newDocumentState) => ({ newDocumentState })))
			);
		},
		async push() {
			const body = batches.shift();
			if (!body) throw new RangeError('Nothing left to send.');
			const conflicts = JSON.parse((await line.ask('POST', `${path}/push`, {}, body)).text) as unknown[];
			return plan.batch - conflicts.length;
		},
		pull,
		look,
		close: () => line.close()
	};
}
