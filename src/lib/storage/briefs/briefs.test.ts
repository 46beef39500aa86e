import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { briefRow, type BriefRow } from './brief-row.ts';
import { Briefs } from './briefs.ts';
import { OpenSheet } from './open-sheet.ts';
import { isBefore, packSheet, type Brief, type Sheet } from './sheet.ts';

const WORDS = ['饮水点', '清凉油', 'zf-1'] as const;
const KINDS = ['visit', 'handout'] as const;
const DAYS = ['2026-07-01', '2026-07-02'] as const;

const idOf = (number: number) => `record-${String(number).padStart(3, '0')}`;
const brief = fc
	.record({
		number: fc.nat(60),
		kind: fc.constantFrom(...KINDS),
		day: fc.constantFrom(...DAYS),
		minute: fc.integer({ min: 10, max: 13 }),
		word: fc.constantFrom(...WORDS)
	})
	.map(({ number, kind, day, minute, word }): Brief => {
		const facets = { kind, mine: 1, stage: 'on-server', state: 'pending', team: null } as const;
		return { id: idOf(number), order: `${day} T${minute}`, facets, words: [word], pack: number };
	});
const briefs = fc.uniqueArray(brief, { selector: ({ id }) => id, minLength: 1, maxLength: 40 });
/** How a version that did not put the lines in order wrote it: each brief has one word. */
function inNoOrder(sheet: Sheet): Sheet {
	const { newestFirst: _, ids, orders, facetOf, text, packs, ...others } = sheet;
	const turned = (lines: string) => lines.split('\n').reverse().join('\n');
	return {
		...{ ...others, ids: turned(ids), orders: turned(orders) },
		...{ facetOf: facetOf.slice().reverse(), text: text.slice().reverse() },
		...(packs ? { packs: packs.slice().reverse() } : {})
	};
}

type Write =
	| { readonly verb: 'sheet' | 'older sheet' | 'note'; readonly briefs: readonly Brief[] }
	| { readonly verb: 'delete'; readonly numbers: readonly number[] };
const write: fc.Arbitrary<Write> = fc.oneof(
	fc.record({ verb: fc.constantFrom('sheet' as const, 'older sheet' as const), briefs }),
	fc.record({ verb: fc.constant('note' as const), briefs: briefs.map((all) => all.slice(0, 12)) }),
	fc.record({ verb: fc.constant('delete' as const), numbers: fc.uniqueArray(fc.nat(60), { maxLength: 25 }) })
);

const take = fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 4 }), again: fc.nat(5) });

/** The row that tells of it, and what is true from then on. */
function rowOf(one: Write, model: Map<string, Brief>): Partial<BriefRow> {
	if (one.verb === 'delete') {
		const gone = one.numbers.map(idOf);
		for (const id of gone) model.delete(id);
		return { gone };
	}
	const isNew = !one.briefs.some(({ id }) => model.has(id));
	for (const each of one.briefs) model.set(each.id, each);
	if (one.verb === 'note') return { noted: one.briefs.map(({ id }) => id) };
	const sheet = packSheet(one.briefs);
	return { sheet: one.verb === 'sheet' ? sheet : inNoOrder(sheet), isNew };
}

function ask(read: Briefs, model: ReadonlyMap<string, Brief>, filter: (typeof FILTERS)[number]) {
	const { kind = null, part = '', day = '', offset, limit } = filter;
	const found = read.find(
		{
			isWanted: (facets) => kind === null || facets.kind === kind,
			parts: part === '' ? [] : [part],
			start: day
		},
		{ offset, limit }
	);
	const wanted = [...model.values()]
		.filter(({ facets, order, words }) => {
			return (kind === null || facets?.kind === kind) && order.startsWith(day) && words[0]?.includes(part);
		})
		.sort((one, other) => (isBefore(one, other) ? -1 : 1));
	const lines = wanted.slice(offset, offset + limit).map(({ id, order, pack }) => ({ id, order, pack }));
	expect([filter, found]).toEqual([filter, { lines, total: wanted.length }]);
}

const FILTERS: readonly {
	readonly kind?: string;
	readonly part?: string;
	readonly day?: string;
	readonly offset: number;
	readonly limit: number;
}[] = [
	{ offset: 0, limit: 5 },
	{ kind: 'visit', offset: 2, limit: 3 },
	{ part: '水', offset: 0, limit: 4 },
	...DAYS.map((day) => ({ day: `${day} `, offset: 0, limit: 100 })),
	{ day: '2026-07-01 ', part: 'zf', kind: 'handout', offset: 0, limit: 2 },
	{ part: '没有', offset: 0, limit: 5 }
];

describe('records in brief', () => {
	it('give what a plain filter over all of them gives, in whatever order what is written is read', () =>
		fc.assert(
			fc.property(fc.array(take, { maxLength: 6 }), (takes) => {
				const [read, model] = [new Briefs(), new Map<string, Brief>()];
				const all: BriefRow[] = [];
				for (const { writes, again } of takes) {
					for (const one of writes) all.push({ ...briefRow(rowOf(one, model)), seq: all.length + 1 });
					// Another list may have asked at the same time, and taken the first of these before.
					const since = Math.max(0, all.length - writes.length - again);
					const rows = all.slice(since);
					const noted = new Set(rows.flatMap((row) => row.noted));
					const present = [...noted].flatMap((id) => model.get(id) ?? []);
					read.take(1, since, rows, present.length > 0 ? [new OpenSheet(packSheet(present))] : []);
					for (const filter of FILTERS) ask(read, model, filter);
					expect(read.size).toBe(model.size);
				}
				const whole = [...model.values()].sort((one, other) => (isBefore(one, other) ? -1 : 1));
				expect(read.all()).toEqual(whole);
			}),
			{ numRuns: 400 }
		));
});
