/** What colleagues' phones told of who received today: kept for that day and season, and asked person by person. */
import { FIRST_BITS, isInPlaces } from '#lib/protocol/received/golomb-set.ts';
import { dayMark, FrameCollector, type FrameProblem } from '#lib/protocol/received/received-frames.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getMeta, setMeta } from '#lib/storage/meta.ts';

export interface ReceivedCollector {
	/** Persons in the newest sets of all colleagues together; who received from two of them counts twice. */
	readonly count: number;
	/** True where a colleague gave something to the person of this natural key today; of five colleagues wrong once in 800 questions. */
	has(key: string): boolean;
	/** One code that was read. @returns how far its set is; `done` once it is kept */
	take(
		text: string
	): Promise<
		{ readonly problem: FrameProblem } | { readonly got: number; readonly of: number; readonly done: boolean }
	>;
}

interface Kept {
	readonly of: string;
	readonly phone: string | null;
	readonly id: string;
	readonly count: number;
	readonly bits: number;
	readonly places: ReadonlySet<number>;
}

/** What a phone showed before is in what it shows now; of older apps, which do not say which phone it is, only the same set. */
const replaces = (later: Kept, one: Kept): boolean =>
	later.id === one.id || (later.phone !== null && later.phone === one.phone);

export async function collectReceived(
	databases: Databases,
	season: string,
	day: string
): Promise<ReceivedCollector> {
	const of = dayMark(season, day);
	const stored = (await databases.saves.run((database) => getMeta(database, 'colleagues'))) ?? [];
	let sets: readonly Kept[] = stored
		.filter((one) => one.of === of)
		.map(({ places, phone = null, bits = FIRST_BITS, ...one }) => {
			return { ...one, phone, bits, places: new Set(places) };
		});
	const collector = new FrameCollector(of);
	return {
		get count() {
			return sets.reduce((sum, one) => sum + one.count, 0);
		},
		has: (key) => sets.some((one) => isInPlaces(one.places, one, key)),
		async take(text) {
			const answer = collector.take(text);
			if (answer === null) return { got: 0, of: 0, ...collector.progress, done: false };
			if ('problem' in answer) return answer;
			sets = [...sets.filter((one) => !replaces(answer, one)), answer];
			const kept = sets.map((one) => ({ ...one, places: [...one.places] }));
			if (!databases.readOnly) await databases.saves.run((database) => setMeta(database, 'colleagues', kept));
			return { got: 1, of: 1, done: true };
		}
	};
}
