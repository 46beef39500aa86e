/** A world as it is played: clock, server, network and phones, and the bystander who remembers. */
import type { Bug } from './bug.ts';
import { Memory } from './memory.ts';
import { Network } from './network.ts';
import { SimPhone } from './phone.ts';
import { START, type Population } from './population.ts';
import type { Image } from './server-disk.ts';
import { Random } from './random.ts';
import { SimServer } from './server.ts';
import type { Story } from './story.ts';
import { ownerOf, Timeline, type Owner } from './timeline.ts';
import { watchAnswer } from './watch-answer.ts';

export interface World {
	readonly story: Story;
	readonly timeline: Timeline;
	readonly server: SimServer;
	readonly network: Network;
	readonly phones: readonly SimPhone[];
	readonly memory: Memory;
	readonly lines: string[];
	readonly log: (line: string) => void;
	readonly bug: Bug | null;
	/** Who does what nobody on a phone or the server does. */
	readonly fate: Owner;
	backup: { readonly image: Image; readonly revisions: ReadonlyMap<string, string> } | null;
	texts: number;
	/** Makes room again on phones that are full. */
	readonly full: Set<() => void>;
}

export function buildWorld(story: Story, population: Population, bug: Bug | null): World {
	const timeline = new Timeline(START);
	const lines: string[] = [];
	const log = (line: string) => void lines.push(`${timeline.now - START} ${line}`);
	const memory = new Memory();
	const server: SimServer = new SimServer({
		timeline,
		log,
		population,
		bug,
		wrapStores: (stores) => bug?.stores?.(stores, memory) ?? stores,
		random: new Random(story.seed, 2),
		onPull: (account, content) => watchAnswer(server, memory, account, content)
	});
	const network = new Network(
		timeline,
		new Random(story.seed, 3),
		new Random(story.seed, 4),
		server,
		story.weather,
		log
	);
	const fate = ownerOf('fate');
	const taken = new Map<string, number>();
	const phones = story.phones.map(
		(account, place): SimPhone =>
			new SimPhone({
				name: `${account}${place}`,
				account,
				isLive: story.live ?? false,
				app: story.older?.includes(place) ? 'older' : 'today',
				timeline,
				network,
				log,
				bug,
				lock: story.lock ?? (story.lockless ? 'none' : 'web'),
				random: new Random(story.seed, 10 + place),
				takeDevice() {
					const next = taken.get(account) ?? 0;
					taken.set(account, next + 1);
					return next;
				},
				onSaved(phone, operations) {
					for (const operation of operations) {
						memory.keep(phone, operation);
						const { verb, recordId, baseRev } = operation;
						log(
							`${phone.name} saved ${verb} ${recordId.slice(-6)} on ${baseRev} as ${operation.opId.slice(-6)}`
						);
					}
				},
				onRevoked(phone) {
					if (phone.settled?.rows('outbox').some((row) => row.lane === 'send'))
						memory.fail(6, `${phone.name} is erased, and its work waits`);
					log(`${phone.name} is erased`);
					timeline.post(() => {
						memory.losses.set(phone, memory.lossesOf(phone) + 1);
						void phone.lose().then(() => phone.open());
					}, fate);
				},
				onLog(phone, event) {
					if (event === 'sync.mismatch') memory.mismatches++;
				}
			})
	);
	return {
		story,
		timeline,
		server,
		network,
		phones,
		memory,
		lines,
		log,
		bug,
		fate,
		backup: null,
		texts: 0,
		full: new Set()
	};
}
