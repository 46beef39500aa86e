/** What every subject offers the bench from its page: the product, the floor, and each peer. */
export interface SubjectSettings {
	/** Account of the product's server, person of the local database. */
	readonly account: string;
	readonly password: string;
}

export interface Subject {
	/** Empties what the subject keeps in this browser and opens it anew, signed in where it has accounts. */
	open(settings: SubjectSettings): Promise<void>;
	/** Puts `count` fresh records in as they lie after they were saved offline: to be sent, not yet sent. Not measured. */
	fill(count: number, seed: number): Promise<void>;
	/** Sends what waits until all of it is durable on the server. @returns milliseconds */
	push(): Promise<number>;
	/** Forgets the records but neither the person nor the reference data. Not measured. */
	forget(): Promise<void>;
	/** Fetches all records of the person until they can be queried. @returns milliseconds and records that are there */
	pull(): Promise<{ readonly millis: number; readonly records: number }>;
	/** Bytes of request bodies (up) and of answers' bodies as they came over the wire (down) since the last call. */
	traffic(): Promise<{ readonly up: number; readonly down: number }>;
}

declare global {
	var subject: Subject;
	/** Patterns of the records, the day they end with: set before a subject is used. `names`: for what searches by them. */
	var patterns: {
		readonly templates: readonly unknown[];
		readonly today: string;
		readonly names?: readonly { readonly kind: string; readonly code: string; readonly body: unknown }[];
	};
}

/** Bytes that answers of `paths` took since the last time this was asked. */
export function downloaded(paths: RegExp): number {
	const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
	performance.clearResourceTimings();
	return entries
		.filter((entry) => paths.test(entry.name))
		.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
}

export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
