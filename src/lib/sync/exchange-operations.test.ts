import { expect, it } from 'vitest';
import type { Operation } from '#lib/domain/operation.ts';
import { unpackOperations } from '#lib/protocol/packed-operations.ts';
import { exchangeOperations, MALFORMED, type Written } from './exchange-operations.ts';
import { SyncTrouble } from './trouble.ts';

const operations: readonly Operation[] = [
	{
		opId: '0198c5d2-3c00-7aaa-8bbb-0123456789ab',
		n: 3,
		verb: 'create',
		kind: 'visit',
		recordId: '0198c5d2-3c01-7ccc-8bbb-0123456789ab',
		scope: 'area:361024',
		baseRev: 0,
		schema: 1,
		at: '2026-07-20T08:00:00.123Z',
		body: { placeText: '山下' },
		attachments: []
	}
];

/** A server that answers with `trouble` to what is packed. */
async function sentTo(packs: number | undefined, trouble: SyncTrouble | null = null) {
	const sent: Written[] = [];
	const ended = await exchangeOperations(operations, packs, async (written) => {
		sent.push(written);
		if (trouble && 'packed' in written) throw trouble;
		return 'answered';
	}).catch((error: unknown) => error);
	return { sent, ended };
}

it('packs only for a server that said so', async () => {
	for (const packs of [undefined, 0, 99]) {
		expect((await sentTo(packs)).sent).toEqual([{ operations }]);
	}
	const { sent, ended } = await sentTo(1);
	expect(ended).toBe('answered');
	expect(sent.map((one) => 'packed' in one && unpackOperations(one.packed))).toEqual([operations]);
});

it('sends the list to a server that no longer reads packed ones, and nothing twice for another trouble', async () => {
	const older = await sentTo(1, new SyncTrouble('server', null, MALFORMED));
	expect(older.sent).toHaveLength(2);
	expect(older.sent[1]).toEqual({ operations });
	expect(older.ended).toBe('answered');
	const busy = new SyncTrouble('busy', 5);
	expect(await sentTo(1, busy)).toMatchObject({ sent: { length: 1 }, ended: busy });
});
