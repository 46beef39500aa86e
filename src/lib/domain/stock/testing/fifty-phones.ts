/** What fifty phones did with goods, in the order in which it happened: for the fold, and for the server that keeps it. */
import fc from 'fast-check';
import type { Movement, MovementAct } from '#lib/domain/stock/movement.ts';

export const STORES = ['store:S1', 'store:S2'] as const;
export const HELD = ['team:T1', 'team:T2', 'person:p1'] as const;
export const PHONES = 50;
export const AT = { region: '361024', date: '2025-07-09' };

/** Which phone, and what it recorded. Ids rise with the order. */
export interface Done extends Movement {
	readonly phone: number;
}

const ACTS: readonly (MovementAct | 'give')[] = [
	...(['receive', 'issue', 'transfer', 'confirm', 'return', 'loss', 'expired', 'reversal'] as const),
	'give'
];
const line = fc.record({
	supply: fc.constantFrom('W', 'C', 'M'),
	batch: fc.constantFrom('', 'B1', 'B2'),
	expiry: fc.constantFrom(null, '2026-01-01'),
	milli: fc.integer({ min: 0, max: 50_000 })
});

/** Places that the act may have, of those that were drawn. */
function placesOf(
	act: Movement['act'],
	store: string,
	held: string,
	other: string
): Pick<Movement, 'from' | 'to'> {
	switch (act) {
		case 'receive':
			return { from: null, to: store };
		case 'issue':
			return { from: store, to: held };
		case 'return':
			return { from: held, to: store };
		case 'transfer':
			return { from: held, to: other === held ? store : other };
		case 'loss':
		case 'expired':
			return { from: held, to: null };
		default:
			// A handout is a team's.
			return { from: held.startsWith('team:') ? held : 'team:T1', to: null };
	}
}

/** @param least so many acts are drawn; a few of them come to nothing */
export const daysOfFiftyPhones = (least = 1): fc.Arbitrary<Done[]> =>
	fc
		.array(
			fc.record({
				phone: fc.integer({ min: 0, max: PHONES - 1 }),
				act: fc.constantFrom(...ACTS),
				store: fc.constantFrom(...STORES),
				held: fc.constantFrom(...STORES, ...HELD),
				other: fc.constantFrom(...HELD),
				pick: fc.nat(),
				lines: fc.array(line, { minLength: 1, maxLength: 3 })
			}),
			{ minLength: least, maxLength: 120 }
		)
		.map((acts) => {
			const done: Done[] = [];
			for (const [n, { phone, act, store, held, other, pick, lines }] of acts.entries()) {
				const isAbout = act === 'confirm' || act === 'reversal';
				// What is confirmed has two ends; a reversal is said of anything, also where it means nothing.
				const known = done.filter((one) => act !== 'confirm' || (one.from && one.to && one.from !== one.to));
				const about = isAbout ? known[pick % Math.max(1, known.length)] : null;
				if (about === undefined) continue;
				const holder = act === 'issue' || act === 'return' ? other : held;
				const places = about ? { from: about.from, to: about.to } : placesOf(act, store, holder, other);
				const [first, ...others] = lines;
				const moved = first ? [{ ...first, milli: Math.max(1, first.milli) }, ...others] : [];
				const id = `${String(n).padStart(4, '0')}-${phone}`;
				done.push({ ...AT, ...places, phone, id, act, about: about?.id ?? null, lines: moved });
			}
			return done;
		});

/** Told late, out of order and some of it more than once: every movement at least once. @param draw a number below */
export function asTold<One>(done: readonly One[], draw: (below: number) => number): One[] {
	const told = [...done, ...done.filter(() => draw(3) === 0)];
	for (let at = told.length - 1; at > 0; at--) {
		const other = draw(at + 1);
		[told[at], told[other]] = [told[other] as One, told[at] as One];
	}
	return told;
}
