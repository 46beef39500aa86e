import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_METHODS, isCounted } from '#lib/domain/evidence.ts';
import { naturalKey } from '#lib/domain/natural-key.ts';
import { isUuid } from '#lib/domain/ids.ts';
import { naturalId } from './natural-id.ts';
import { MOST_EVIDENCE } from './person-row.ts';
import { signInSample } from './sign-in/sample.ts';
import { signIn } from './sign-in/sign-in.ts';
import type { SignInBody } from './sign-in/body.ts';

const SESSION = '0197e6a0-0000-7000-8000-000000000001';
const merging = signIn.merging;
if (!merging) throw new Error('a sign-in is a row of a person');

const person = { card: null, roster: null, name: '李示安', organisation: null, organisationText: '一厂' };
const key = (change: Partial<typeof person> | Record<string, string | null>) =>
	naturalKey({ ...person, ...change });

describe('natural key', () => {
	it('is the same for what is the same to people', () => {
		for (const name of ['李 示 安', '李　示安', '\u200b李示安']) expect(key({ name })).toBe(key({}));
		expect(key({ name: '古丽示•麦麦提' })).toBe(key({ name: '古丽示·麦麦提' }));
		expect(key({ name: 'Li Shi' })).toBe(key({ name: 'li  shi' }));
		expect(key({ organisationText: ' 一 厂' })).toBe(key({}));
		expect(key({ organisationText: 'Ａ公司（东区）' })).toBe(key({ organisationText: 'a公司(东区)' }));
	});
	it('tells persons apart, and goes by the card first', () => {
		expect(key({ organisation: 'OG-1' })).not.toBe(key({ organisationText: 'OG-1' }));
		expect(key({ organisation: 'OG-1' })).not.toBe(key({ organisation: 'OG-2' }));
		expect(key({ name: '示𬭎' })).not.toBe(key({ name: '示' }));
		expect(key({ card: 'W-1', name: 'x' })).toBe(key({ card: 'W-1', roster: 'R-1' }));
		expect(key({ roster: 'R-1', name: 'x' })).toBe(key({ roster: 'R-1' }));
		expect(key({ card: 'R-1' })).not.toBe(key({ roster: 'R-1' }));
		expect(key({ name: ' ' })).toBeNull();
	});
	it('makes an id that is a UUID of its own for each record and kind', () => {
		const id = naturalId('sign-in', SESSION, person) ?? '';
		expect(isUuid(id)).toBe(true);
		expect(id[14]).toBe('8');
		// Ids of years are made of it: it must never change.
		expect(id).toBe('de501ac3-dfae-8922-adf1-152527ed8a57');
		expect(naturalId('receipt', SESSION, person)).not.toBe(id);
		expect(naturalId('sign-in', SESSION.replace('1', '2'), person)).not.toBe(id);
		expect(naturalId('sign-in', SESSION, { ...person, name: '' })).toBeNull();
	});
});

const account = fc.constantFrom('vol', 'mate', 'lead');
const piece = fc.record({
	id: fc.integer({ min: 1, max: 6 }).map((n) => `0197e6a0-0000-7000-8000-00000000000${n}`),
	method: fc.constantFrom(...EVIDENCE_METHODS),
	at: fc.constant('2025-07-08T07:31:00.000Z'),
	by: account,
	proxy: fc.constant(null),
	withdrawn: fc.boolean()
});
/** One sender's row, as its phone makes it: the pieces' ids are its own, so no other sender has them. */
const rowOf = (by: string) =>
	fc.uniqueArray(piece, { minLength: 1, maxLength: 4, selector: (one) => one.id }).map((evidence) => {
		const own = evidence.map((one) => ({
			...one,
			by,
			id: one.id.replace('0197e6a0', `${by.length}`.repeat(8))
		}));
		return { account: by, body: { ...signInSample, ...person, sessionId: SESSION, evidence: own } };
	});
const senders = fc.tuple(rowOf('vol'), rowOf('mate'), rowOf('keeper'));

function arrive(rows: readonly { account: string; body: SignInBody }[]): SignInBody {
	let standing: SignInBody | null = null;
	for (const row of rows) standing = merging?.join(standing, row.body, row.account, false) ?? null;
	if (!standing) throw new Error('something arrived');
	return standing;
}

describe('rows of one person', () => {
	it('become one with all evidence, in whatever order they come and however often', () => {
		fc.assert(
			fc.property(senders, fc.array(fc.nat(2), { maxLength: 8 }), fc.nat(5), (rows, repeats, turn) => {
				const plain = arrive(rows);
				const orders = [
					[0, 1, 2],
					[0, 2, 1],
					[1, 0, 2],
					[1, 2, 0],
					[2, 0, 1],
					[2, 1, 0]
				];
				const order = [...(orders[turn] ?? []), ...repeats];
				const other = arrive(order.flatMap((at) => rows[at] ?? []));
				expect(other.evidence).toEqual(plain.evidence);
				expect(isCounted(other.evidence)).toBe(rows.some((row) => isCounted(row.body.evidence)));
				expect(plain.evidence).toHaveLength(rows.reduce((sum, row) => sum + row.body.evidence.length, 0));
				expect(signIn.measures(other)).toEqual(signIn.measures(plain));
			})
		);
	});

	it('take no more evidence than a row has room for, and can still be amended by who noted it', () => {
		const at = (n: number) => `0197e6a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
		const [first] = signInSample.evidence;
		if (!first) throw new Error('a sample has evidence');
		const rows = Array.from({ length: MOST_EVIDENCE + 5 }, (_, n) => ({
			account: 'vol',
			body: { ...signInSample, ...person, evidence: [{ ...first, id: at(n), by: 'vol' }] }
		}));
		const full = arrive(rows);
		expect(full.evidence.map(({ id }) => id)).toEqual(rows.slice(0, MOST_EVIDENCE).map((_, n) => at(n)));
		expect(merging.join(full, rows.at(-1)?.body ?? full, 'vol', false)).toEqual(full);
		const taken = { ...full, evidence: full.evidence.map((one) => ({ ...one, withdrawn: true })) };
		const after = merging.join(full, taken, 'vol', true) as SignInBody;
		expect(signIn.schema.safeParse(after).success).toBe(true);
		expect(isCounted(after.evidence)).toBe(false);
	});

	it('keep what others noted against an amendment, whatever it says', () => {
		fc.assert(
			fc.property(senders, account, fc.array(piece, { maxLength: 4 }), (rows, by, pieces) => {
				const standing = arrive(rows);
				const claimed = standing.evidence.map((one) => ({ ...one, withdrawn: true, by }));
				const incoming = { ...standing, evidence: [...claimed.slice(1), ...pieces] };
				const after = merging?.join(standing, incoming, by, true);
				for (const one of standing.evidence.filter((other) => other.by !== by))
					expect(after?.evidence).toContainEqual(one);
				for (const one of after?.evidence ?? [])
					if (!standing.evidence.some((other) => other.id === one.id)) expect(one.by).toBe(by);
			})
		);
	});
});
