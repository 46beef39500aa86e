/** A phone of the floor's server: posts a gzip, gets it back, asks for one number. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { makeBatches } from './batches.ts';
import { Line } from './line.ts';
import type { LoadPerson, LoadPlan } from './load-plan.ts';
import type { LoadPhone } from './load-phone.ts';

export function floorPhone(plan: LoadPlan, person: LoadPerson, pushes: number, seed: number): LoadPhone {
	const line = new Line(plan.url);
	let batches: Buffer[] = [];
	let sent = '';
	const look = async () => {
		await line.ask('POST', '/head', {}, '{}');
		return null;
	};
	return {
		prepare() {
			batches = makeBatches(plan, person.region, pushes, seed).map((records) =>
				gzipSync(JSON.stringify(records))
			);
		},
		async push() {
			const body = batches.shift();
			if (!body) throw new RangeError('Nothing left to send.');
			sent = randomUUID();
			await line.ask('POST', `/records/${sent}`, {}, body);
			return plan.batch;
		},
		async pull() {
			const { text } = await line.ask('GET', `/records/${sent}`, { 'accept-encoding': 'gzip' });
			return (JSON.parse(text) as unknown[]).length;
		},
		look,
		close: () => line.close()
	};
}
