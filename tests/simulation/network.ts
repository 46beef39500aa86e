/** What lies between phones and server: requests and answers are lost, late, doubled, cut, or answered by a portal. */
import type { Http, HttpAnswer, HttpRequest } from '#lib/sync/ports.ts';
import type { OpenStream } from '#lib/sync/live.ts';
import { openLine } from './live-line.ts';
import type { Random } from './random.ts';
import type { SimServer } from './server.ts';
import type { Owner, Timeline } from './timeline.ts';

/** Probabilities, by request. */
export interface Weather {
	lostRequest: number;
	lostAnswer: number;
	doubled: number;
	cutAnswer: number;
	portal: number;
	serverError: number;
	busy: number;
	slow: number;
	/** Another order of verdicts than that of the request: the protocol promises none. */
	shuffled: number;
	/** A row is missing from a page: what the hash is there to find. */
	lostRow: number;
	/** Only the beginning of a request arrives. */
	cutRequest?: number;
	/** A byte of a file arrives as another. */
	damaged?: number;
}

export const CALM: Weather = {
	lostRequest: 0,
	lostAnswer: 0,
	doubled: 0,
	cutAnswer: 0,
	portal: 0,
	serverError: 0,
	busy: 0,
	slow: 0,
	shuffled: 0,
	lostRow: 0
};

/** A kind of weather for one seed: most have a few faults, some none, some all. */
export function weatherOf(random: Random): Weather {
	const scale = random.weighted([
		[1, 0],
		[5, 0.5],
		[3, 1.5]
	]);
	const some = (most: number) => (random.chance(0.6) ? random.fraction() * most * scale : 0);
	return {
		lostRequest: some(0.2),
		lostAnswer: some(0.3),
		doubled: some(0.2),
		cutAnswer: some(0.1),
		portal: some(0.1),
		serverError: some(0.1),
		busy: some(0.05),
		slow: some(0.2),
		shuffled: some(0.5),
		lostRow: random.chance(0.15) ? 0.05 : 0,
		cutRequest: some(0.05),
		damaged: some(0.03)
	};
}

interface Sender {
	readonly name: string;
	readonly device: string;
	readonly token: string;
}

const PORTALS: readonly Omit<HttpAnswer, 'retryAfter'>[] = [
	{ status: 200, contentType: 'text/html', text: '<html><body>Welcome</body></html>' },
	{ status: 200, contentType: 'application/json', text: '{"ok":true}' },
	{ status: 302, contentType: 'text/html', text: '' },
	{ status: 401, contentType: 'text/html', text: '<html>sign in to the hotel</html>' },
	{ status: 511, contentType: 'text/html', text: '' },
	{ status: 413, contentType: 'text/html', text: '<html>Request Entity Too Large</html>' }
];

export class Network {
	weather: Weather;
	/** Names of phones without any network. */
	readonly cut = new Set<string>();
	/** Names of phones by their pages that listen to what moves. */
	readonly #lines = new Map<Owner, string>();
	/** Pages from which a row went missing. */
	lostRows = 0;
	readonly #timeline: Timeline;
	readonly #random: Random;
	readonly #liveRandom: Random;
	readonly #server: SimServer;
	readonly #log: (line: string) => void;
	/** Answers of the past, for a portal or cache that gives one again. */
	#old: HttpAnswer | null = null;

	constructor(
		timeline: Timeline,
		random: Random,
		liveRandom: Random,
		server: SimServer,
		weather: Weather,
		log: (line: string) => void
	) {
		this.#timeline = timeline;
		this.#random = random;
		this.#liveRandom = liveRandom;
		this.#server = server;
		this.weather = weather;
		this.#log = log;
	}

	/** Names of phones that are told what moves. A page that was killed hangs nothing up. */
	get listening(): Set<string> {
		const awake = [...this.#lines].filter(([{ alive, frozen }]) => alive && !frozen);
		return new Set(awake.map(([, name]) => name));
	}

	/** Pokes for one tab. */
	live(sender: Sender, phone: Owner): OpenStream {
		const random = this.#liveRandom;
		return openLine({
			...{ timeline: this.#timeline, random, server: this.#server, sender, phone },
			isCut: () => this.cut.has(sender.name),
			travel: () => (random.chance(this.weather.slow) ? random.int(50_000) : 5 + random.int(300)),
			dies: () => random.chance(this.weather.lostAnswer / 3),
			onOpen: (isOpen) => {
				this.#log(`${sender.name} ${isOpen ? 'listens' : 'no longer listens'}`);
				if (isOpen) this.#lines.set(phone, sender.name);
				else this.#lines.delete(phone);
			}
		});
	}

	#travel(): number {
		const { slow } = this.weather;
		return this.#random.chance(slow) ? 1_000 + this.#random.int(50_000) : 5 + this.#random.int(300);
	}

	http(sender: Sender, phone: Owner): Http {
		return (request) =>
			new Promise((resolve, reject) => {
				const timeline = this.#timeline;
				const stop = timeline.after(
					request.deadlineMillis,
					() => reject(new Error('no answer in time')),
					phone
				);
				const give = (answer: HttpAnswer | null) =>
					timeline.after(
						this.#travel(),
						() => {
							stop();
							if (answer) resolve(answer);
							else reject(new Error('cut'));
						},
						phone
					);
				this.#carry(sender, request, give);
			});
	}

	#carry(sender: Sender, request: HttpRequest, give: (answer: HttpAnswer | null) => void): void {
		const { weather } = this;
		const random = this.#random;
		const what = `${sender.name} ${request.path.split('/').at(-1)}`;
		if (this.cut.has(sender.name)) return void give(null);
		if (random.chance(weather.portal)) {
			this.#log(`${what}: portal`);
			const old = this.#old;
			const portal = random.pick(PORTALS);
			return void give(old && random.chance(0.3) ? old : { ...portal, retryAfter: null });
		}
		if (random.chance(weather.lostRequest)) {
			this.#log(`${what}: request lost`);
			// Some losses are noticed at once, others only by the deadline.
			if (random.chance(0.5)) give(null);
			return;
		}
		let bytes = request.body.slice();
		let text = new TextDecoder().decode(bytes);
		if (weather.cutRequest && random.chance(weather.cutRequest)) {
			this.#log(`${what}: request cut`);
			text = text.slice(0, random.int(text.length));
			bytes = bytes.slice(0, random.int(bytes.length + 1));
		}
		if (request.method === 'PATCH' && weather.damaged && random.chance(weather.damaged)) {
			this.#log(`${what}: damaged`);
			const at = random.int(bytes.length);
			bytes[at] = (bytes[at] ?? 0) ^ 1;
		}
		const arrival = { ...request, ...sender, text, bytes };
		const arrive = (answer: (given: HttpAnswer | null) => void) =>
			this.#timeline.after(
				this.#travel(),
				() => void this.#serve(sender.name, what, arrival, answer),
				this.#server.owner
			);
		arrive(give);
		if (random.chance(weather.doubled)) {
			this.#log(`${what}: doubled`);
			arrive(() => {});
		}
	}

	async #serve(
		name: string,
		what: string,
		arrival: Parameters<SimServer['receive']>[0],
		give: (answer: HttpAnswer | null) => void
	): Promise<void> {
		const { weather } = this;
		const random = this.#random;
		if (!this.#server.isUp || this.cut.has(name)) return give(null);
		if (random.chance(weather.busy)) {
			this.#log(`${what}: busy`);
			const retryAfter = String(1 + random.int(30));
			return give({
				status: random.pick([429, 503]),
				contentType: 'application/json',
				retryAfter,
				text: '{}'
			});
		}
		let answer: HttpAnswer;
		try {
			answer = await this.#server.receive(arrival);
		} catch (error) {
			this.#log(`${what}: ${error instanceof Error ? error.message : 'failed'}`);
			return give(
				random.chance(0.5)
					? null
					: { status: 500, contentType: 'application/json', retryAfter: null, text: '{}' }
			);
		}
		this.#log(`${what}: ${answer.status} ${answer.text.length}`);
		if (random.chance(weather.serverError)) {
			this.#log(`${what}: error instead of the answer`);
			return give({ status: 502, contentType: 'text/html', retryAfter: null, text: '<html>' });
		}
		if (random.chance(weather.lostAnswer)) {
			this.#log(`${what}: answer lost`);
			if (random.chance(0.5)) give(null);
			return;
		}
		if (random.chance(weather.cutAnswer)) {
			this.#log(`${what}: answer cut`);
			return give({ ...answer, text: answer.text.slice(0, random.int(answer.text.length)) });
		}
		this.#old = answer;
		give(this.#alter(what, answer));
	}

	/** Verdicts in another order; a row fallen out of a page. */
	#alter(what: string, answer: HttpAnswer): HttpAnswer {
		const { shuffled, lostRow } = this.weather;
		const random = this.#random;
		const isShuffled = random.chance(shuffled);
		const isLost = random.chance(lostRow);
		if (answer.status !== 200 || answer.text === '' || (!isShuffled && !isLost)) return answer;
		const content = JSON.parse(answer.text) as {
			verdicts: unknown[];
			pages?: { scope: string; rows: unknown[] }[];
		};
		if (isShuffled) content.verdicts = random.shuffled(content.verdicts);
		const page = content.pages?.find((one) => one.scope !== 'ref' && one.rows.length > 0);
		if (isLost && page) {
			page.rows.splice(random.int(page.rows.length), 1);
			this.lostRows++;
			this.#log(`${what}: a row is missing in ${page.scope}`);
		}
		return { ...answer, text: JSON.stringify(content) };
	}
}
