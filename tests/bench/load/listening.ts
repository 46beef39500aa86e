/** A server on which many phones listen and nothing happens: what that costs it. */
import { get, type ClientRequest } from 'node:http';
import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { peakMegabytes } from '../process-cost.ts';
import type { Report, SubjectName } from '../report.ts';
import type { LoadPerson } from './load-plan.ts';
import type { LoadTarget } from './measure-load.ts';
import { POUCH_DATABASE } from './pouchdb-phone.ts';

/** How a phone of each listens: events from the server, or a question that is answered when there is something. */
const PATHS: Readonly<Record<SubjectName, (person: LoadPerson) => string>> = {
	product: () => '/api/sync/live',
	floor: () => '/changes',
	pouchdb: () => `${POUCH_DATABASE}/_changes?feed=longpoll&since=now&heartbeat=10000`,
	rxdb: ({ device }) => `/rx/${device}/stream`
};
/** Connections that are opened at a time: a server takes only so many at once. */
const TOGETHER = 16;

class Listeners {
	readonly #open: ClientRequest[] = [];
	/** Streams that ended, whatever the reason. */
	lost = 0;

	/** @returns once the phone is answered, or a moment later where the first byte comes only with the first change */
	listen(target: LoadTarget, person: LoadPerson): Promise<void> {
		return new Promise((settle, fail) => {
			const headers = { cookie: person.cookie, [ACCOUNT_HEADER]: person.account };
			const asking = get(
				target.host.url + PATHS[target.name](person),
				{ agent: false, headers },
				(answer) => {
					if (answer.statusCode !== 200) fail(new Error(`${target.name}: ${answer.statusCode}`));
					answer.on('close', () => this.lost++).resume();
					settle();
				}
			);
			asking.on('error', fail);
			this.#open.push(asking);
		});
	}

	close(): void {
		for (const asking of this.#open) asking.on('error', () => undefined).destroy();
	}
}

/** All servers at once, side by side: each sleeps nearly always. Figures are those of a minute. */
export async function measureListening(
	report: Report,
	on: string,
	targets: readonly LoadTarget[],
	{ phones, seconds }: { phones: number; seconds: number }
): Promise<void> {
	const listeners = new Map<LoadTarget, Listeners>();
	try {
		for (const target of targets) {
			const own = new Listeners();
			listeners.set(target, own);
			const left = [...(await target.people(phones))];
			const one = async () => {
				for (let person = left.shift(); person; person = left.shift()) await own.listen(target, person);
			};
			await Promise.all(Array.from({ length: TOGETHER }, one));
		}
		const before = targets.map((target) => target.cpu());
		await new Promise((wake) => setTimeout(wake, seconds * 1000));
		const after = targets.map((target) => target.cpu());
		for (const [{ name }, { lost }] of listeners) {
			if (lost > 0) throw new Error(`${name}: ${lost} of ${phones} streams ended`);
		}
		const named = `${phones.toLocaleString('en')} phones listen for a minute`;
		const add = (name: string, unit: string, of: (target: LoadTarget, at: number) => number) => {
			const values = targets.map((target, at) => [target.name, [of(target, at)]] as const);
			report.add({ name: `${named}: ${name}`, on, unit, values: Object.fromEntries(values) });
		};
		add('server CPU', 'ms', (_, at) => (((after[at] ?? 0) - (before[at] ?? 0)) * 60_000) / seconds);
		add('server peak memory', 'MB', ({ host }) => peakMegabytes(host.pid));
	} finally {
		for (const own of listeners.values()) own.close();
	}
}
