import { expect, it } from 'vitest';
import type { LeasedPerson } from '#lib/domain/rosters/lease.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import type { FieldApp, LocalRecord } from '#lib/state/contract.ts';
import { HandOut } from './hand-out.svelte.ts';
import type { Receiver } from './receiver.ts';

const leased = (shown: string): LeasedPerson => ({
	...{ id: 'line-1', card: 'W-1', shown, initials: 'lsa', department: '一车间' },
	...{ category: null, tail: '', received: [] }
});

/** Whom this phone gave to, as it is kept for good. */
async function kept(person: Partial<Receiver>): Promise<ReceiptBody | undefined> {
	let saved: ReceiptBody | undefined;
	const app = {
		person: { id: 'vol' },
		savePerson: (_kind: string, body: unknown) => {
			saved = body as ReceiptBody;
			return Promise.resolve({ saved: true, recordId: '', issues: [] });
		}
	} as unknown as FieldApp;
	const handOut = new HandOut(app, { id: 'h', body: handoutSample } as unknown as LocalRecord, {
		newId: () => '0197e6a0-0000-7000-8000-000000000041',
		now: () => '2025-07-08T07:31:00.000Z'
	});
	const nobody = { card: null, roster: null, name: '', organisation: null, organisationText: '' };
	await handOut.giveKit({
		...{ ...nobody, title: '', detail: '', category: null, leased: null, listSeason: null, method: 'tick' },
		...person
	});
	return saved;
}

it('a receipt has the masked name of a lent list, also of look-alikes whom the list names in full', async () => {
	const listed = { card: 'W-1', roster: 'line-1' };
	const whole = await kept({ ...listed, leased: leased('李示安') });
	expect(whole?.name).toBe('李*安');
	expect(JSON.stringify(whole)).not.toContain('李示安');
	const masked = await kept({ ...listed, leased: leased('李*安') });
	expect(masked?.name).toBe('李*安');
	// It is the same person: by the card, never by the name.
	expect(whole && masked && naturalId('receipt', 'h', whole) === naturalId('receipt', 'h', masked)).toBe(
		true
	);
	expect((await kept({ name: '古丽示·麦麦提' }))?.name).toBe('古丽示·麦麦提');
	expect((await kept({ card: 'W-9' }))?.name).toBe('');
});
