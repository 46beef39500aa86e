import { expect, it } from 'vitest';
import { verdict } from './push.ts';

it('reads a refusal for a reason that only a newer server knows', () => {
	const answer = { opId: 'a', outcome: 'rejected', rev: null, no: null, refusal: 'from-tomorrow' };
	expect(verdict.parse(answer)).toMatchObject({ outcome: 'rejected', refusal: 'internal' });
	expect(verdict.safeParse({ ...answer, outcome: 'lost' }).success).toBe(false);
});
