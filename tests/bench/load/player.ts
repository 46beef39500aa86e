/** A process of its own that plays the phones: what it needs of the processor is not the server's. Spoken to by messages. */
import { floorPhone } from './floor-phone.ts';
import type { LoadPhone } from './load-phone.ts';
import type { FromPlayer, LoadPerson, LoadPlan, Played, ToPlayer } from './load-plan.ts';
import { pouchdbPhone } from './pouchdb-phone.ts';
import { productPhone } from './product-phone.ts';
import { rush, steady } from './rush.ts';
import { rxdbPhone } from './rxdb-phone.ts';
import type { Tally } from './tally.ts';

const PHONES = { product: productPhone, floor: floorPhone, pouchdb: pouchdbPhone, rxdb: rxdbPhone };

let plan: LoadPlan | null = null;
let phones: readonly LoadPhone[] = [];
/** Operations acknowledged to each phone, in both parts. */
const acknowledged = new Map<LoadPhone, number>();

const say = (message: FromPlayer) => process.send?.(message);

function prepare(given: LoadPlan): void {
	const { people, rush: hurry, steady: calm } = given;
	const pushes = hurry.pushes + Math.ceil((calm.exchangesPerSecond * calm.seconds) / people.length);
	const make = (person: LoadPerson, at: number): LoadPhone => {
		const phone = PHONES[given.subject](given, person, pushes, at + 1);
		acknowledged.set(phone, 0);
		return {
			...phone,
			async push() {
				const kept = await phone.push();
				acknowledged.set(phone, (acknowledged.get(phone) ?? 0) + kept);
				return kept;
			},
			async look() {
				const count = await phone.look();
				const told = acknowledged.get(phone);
				if (count !== null && count !== told) throw new Error(`${told} acknowledged, ${count} there`);
				return count;
			}
		};
	};
	phones = people.map(make);
	for (const phone of phones) phone.prepare();
}

async function played(play: () => Promise<Tally>): Promise<Played> {
	const before = process.cpuUsage();
	const counted = (await play()).counted();
	const { user, system } = process.cpuUsage(before);
	const heard = [...acknowledged.values()].filter((count) => count > 0).length;
	return { ...counted, heard, playerCpu: (user + system) / 1e6 };
}

async function hear(message: ToPlayer): Promise<void> {
	if (typeof message === 'object') {
		plan = message.plan;
		prepare(plan);
		say('ready');
		return;
	}
	if (!plan) throw new Error('No plan.');
	const { batch, rush: hurry, steady: calm } = plan;
	if (message === 'rush') {
		say({ played: await played(() => rush(phones, { batch, ...hurry })) });
		return;
	}
	const exchanges = calm.exchangesPerSecond * calm.seconds;
	const perSecond = calm.exchangesPerSecond;
	say({ played: await played(() => steady(phones, { batch, exchanges, perSecond })) });
}

process.on('message', (message: ToPlayer) => {
	hear(message).catch((error: unknown) => {
		console.error(error);
		process.exit(1);
	});
});
process.on('disconnect', () => process.exit(0));
