import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV7, uuidV7Beside } from '#lib/domain/ids.ts';
import { packedOperations, packOperations, unpackOperations } from './packed-operations.ts';
import { pushRequest } from './push-request.ts';

const AT = Date.parse('2026-07-20T08:00:00.123Z');
const bytes = (seed: number) => Uint8Array.from({ length: 10 }, (_, at) => (seed * 37 + at * 91) % 256);

function operation(seed: number, changes: Record<string, unknown> = {}) {
	const recordId = uuidV7(AT - 5_000, bytes(seed));
	return {
		opId: uuidV7Beside(recordId, AT + seed * 60_017, bytes(seed + 1)),
		n: 7 + seed,
		verb: 'create',
		kind: 'visit',
		recordId,
		scope: 'area:361024',
		baseRev: 0,
		schema: 1,
		at: new Date(AT + seed * 60_017).toISOString(),
		body: { 地点: '山下', lines: [{ id: recordId, qty: seed }] },
		attachments: [],
		...changes
	};
}

/** Over the wire and back, as the server reads it. */
const again = (list: readonly object[]) => {
	const packed = packOperations(list);
	return packed && unpackOperations(packedOperations.parse(JSON.parse(JSON.stringify(packed))));
};

const envelope = {
	...{
		protocol: 1,
		deviceId: operation(1).recordId,
		epoch: 0,
		nonce: '12345678',
		deviceTime: '',
		grantsRev: 0
	},
	heartbeat: { unsent: { count: 0, oldest: null }, persistent: null, freeBytes: null, appVersion: 'x' }
};

describe('packed operations', () => {
	it('come back byte for byte, whatever they are', () => {
		const change = fc.record(
			{
				n: fc.maxSafeNat(),
				at: fc.nat(4_000_000_000).map((seconds) => new Date(seconds * 1000 + 7).toISOString()),
				opId: fc.uuid(),
				recordId: fc.uuid(),
				verb: fc.constantFrom('amend', 'approve', '新'),
				baseRev: fc.nat(),
				body: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
				attachments: fc.array(fc.uuid(), { maxLength: 2 })
			},
			{ requiredKeys: [] }
		);
		fc.assert(
			fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
				const list = changes.map((one, at) => operation(at, one));
				expect(JSON.stringify(again(list))).toBe(JSON.stringify(list));
			}),
			{ numRuns: 100 }
		);
	});

	it('say what is the same once, and derive the ids that a phone makes', () => {
		const packed = packOperations([operation(1), operation(2), operation(3)]);
		expect(packed).toMatchObject({
			count: 3,
			n: [8],
			differing: {},
			common: { kind: 'visit', verb: 'create' }
		});
		expect(packed?.ops).toHaveProperty('rests.length', 9);
		expect(packed?.records).toHaveProperty('rests.length', 57);
		expect(again([operation(1), operation(2, { n: 11 })])).toEqual([operation(1), operation(2, { n: 11 })]);
	});

	it('are not made of what is no ordinary operation', () => {
		const { body: _body, ...without } = operation(1);
		for (const odd of [
			without,
			operation(1, { more: 1 }),
			operation(1, { at: '2026-07-20' }),
			operation(1, { n: 0.5 })
		])
			expect(packOperations([operation(2), odd])).toBeNull();
		expect(packOperations([])).toBeNull();
	});

	it('are read as the list by the server, and refused where the parts do not fit', () => {
		const list = [operation(1), operation(2)];
		const packed = packOperations(list);
		expect(pushRequest.parse({ ...envelope, packed }).operations).toEqual(list);
		expect(pushRequest.parse({ ...envelope, operations: list }).operations).toEqual(list);
		for (const spoilt of [
			{ count: 3 },
			{ bodies: [1] },
			{ common: {} },
			{ n: [1, 1, 1] },
			{ at: [AT] },
			{ at: [-5, 1] },
			{ records: { times: [AT, 1], rests: 'ab' } },
			{ records: { times: [AT, 2 ** 50], rests: '0'.repeat(38) } },
			{ ops: { whole: 'ab' } },
			{ ops: { rests: 'zz' } },
			{ form: 2 }
		])
			expect(pushRequest.safeParse({ ...envelope, packed: { ...packed, ...spoilt } }).success).toBe(false);
		expect(pushRequest.safeParse(envelope).success).toBe(false);
	});

	it('are refused where little would become very much', () => {
		const packed = packOperations(Array.from({ length: 1_000 }, (_, at) => operation(at)));
		if (!packed) throw new Error('an ordinary list');
		expect(unpackOperations(packed)).toHaveLength(1_000);
		const common = { ...packed.common, scope: 'x'.repeat(8_000) };
		expect(unpackOperations({ ...packed, common })).toBeNull();
	});
});
