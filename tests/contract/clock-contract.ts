import { expect, describe, it } from 'vitest';
import { body, newId, type Deployment } from './deployment.ts';

const YEARS = 3 * 365 * 86_400_000;
const FAST = '2028-07-08';

/** Work of phones whose clock is wrong by years: taken, flagged, and dated by the server's calendar. */
export function clockContract(town: () => Deployment): void {
	describe('a phone whose clock is years ahead', () => {
		const ahead = (millis = YEARS) => new Date(town().now.getTime() + millis).toISOString();
		const today = '2025-07-09';
		const create = (date: string, at = ahead()) =>
			town().operation('create', newId(), 0, body({ date }), { at });

		it('has its days moved back by what it is ahead, also into the number, and is flagged', async () => {
			const [now, before] = [create(FAST), create('2028-07-05')];
			const verdicts = await town().send('vol', [now, before], { deviceTime: ahead() });
			expect(verdicts.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
			expect(verdicts[0]?.no).toContain('-2025-');
			expect(await town().row(now.recordId)).toMatchObject({ date: today, open_flags: 1 });
			expect(await town().bodyOf(now.recordId)).toMatchObject({ date: today });
			expect(await town().row(before.recordId)).toMatchObject({ date: '2025-07-06' });
			const flags = await town().database.reader.selectFrom('flag').select('code').execute();
			expect(flags.map(({ code }) => code)).toEqual(['R39', 'R39']);
			const kept = await town().custody(now.opId);
			expect(JSON.parse(kept?.raw ?? '{}')).toMatchObject({ body: { date: FAST } });
		});

		it.each([2_099, 9_999])('is taken in the year %i as well', async (year) => {
			const at = `${year}-12-30T01:00:00.000Z`;
			const operation = create(at.slice(0, 10), at);
			const [verdict] = await town().send('vol', [operation], { deviceTime: at });
			expect(verdict).toMatchObject({ outcome: 'applied', refusal: null });
			expect(await town().row(operation.recordId)).toMatchObject({ date: today, open_flags: 1 });
			const [amended] = await town().send('vol', [
				town().operation('amend', operation.recordId, 1, body({ date: today, remark: '后来' }))
			]);
			expect(amended?.outcome).toBe('applied');
		});

		it.each(['+010000-01-01T00:00:00.000Z', '-000001-01-01T00:00:00.000Z'])(
			'is refused %s, which sorts before any other time',
			async (at) => {
				const verdicts = await town().send('vol', [create('2025-07-09', at)]);
				expect(verdicts).toMatchObject([{ outcome: 'rejected', refusal: 'malformed' }]);
			}
		);

		it('has them counted as of the day they came where the clock was set right before', async () => {
			const operation = create(FAST);
			const [verdict] = await town().send('vol', [operation]);
			expect(verdict?.outcome).toBe('applied');
			expect(await town().row(operation.recordId)).toMatchObject({ date: today });
		});

		it('may amend what it has recorded, and changes no day by that', async () => {
			const first = create(FAST);
			const content = { ...(first.body as object), remark: '补一句' };
			const second = town().operation('amend', first.recordId, 0, content, { at: ahead(YEARS + 60_000) });
			const verdicts = await town().send('vol', [first, second], { deviceTime: ahead() });
			expect(verdicts.every(({ outcome, conflict }) => outcome !== 'rejected' && !conflict)).toBe(true);
			expect(await town().bodyOf(first.recordId)).toMatchObject({ date: today, remark: '补一句' });
		});

		it('is still refused a day that lies after its own today', async () => {
			const verdicts = await town().send('vol', [create('2028-09-01')], { deviceTime: ahead() });
			expect(verdicts).toMatchObject([{ outcome: 'rejected', refusal: 'future-date' }]);
		});
	});

	describe('a phone whose clock tells a year that no calendar has', () => {
		const tomorrow = '2025-07-10';
		for (const deviceTime of ['+250000-01-01T00:00:00.000Z', '-200000-01-01T00:00:00.000Z']) {
			it(`has its work taken and flagged, as late as nobody knows (${deviceTime.slice(0, 7)})`, async () => {
				const later = new Date(town().now.getTime() + 86_400_000).toISOString();
				const dates = [[town().now.toISOString(), '2025-07-09'] as const, [later, tomorrow] as const];
				for (const [at, date] of dates) {
					const operation = town().operation('create', newId(), 0, body({ date }), { at });
					const [verdict] = await town().send('vol', [operation], { deviceTime });
					expect(verdict?.outcome).toBe('applied');
					const row = await town().row(operation.recordId);
					expect(row).toMatchObject({ date: '2025-07-09', late_hours: 0, corrected_at: at, open_flags: 1 });
					expect(await town().custody(operation.opId)).toMatchObject({ at, corrected_at: null });
				}
			});
		}
	});
}
