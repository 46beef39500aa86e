/** Words that are about a record and stand outside its body, and a trip: returned, disputed, asked to be corrected. */
import { expect } from '@playwright/test';
import type { Operation } from '#lib/domain/operation.ts';
import type { Device } from '../harness/device.ts';
import type { Fact } from './oracle.ts';
import { Notes } from './rare.ts';

async function accept(phone: Device, ...operations: readonly Operation[]): Promise<void> {
	for (const { outcome, refusal, issues } of (await phone.push(operations)).verdicts)
		expect(['applied', 'merged'], `${refusal} ${JSON.stringify(issues)}`).toContain(outcome);
}

/**
 * @param phone of a person who may record in the region
 * @param approver an administrator's
 */
export async function plantWords(
	phone: Device,
	approver: Device,
	region: string,
	team: string | null
): Promise<{ readonly facts: readonly Fact[]; readonly records: readonly string[] }> {
	const notes = new Notes(region, phone.session?.account.id ?? '');
	const open = { team };
	const common = { region, team, organisation: null, station: null, programme: 'SWN', campaign: null };
	// About hardship: what is said of it is as guarded as it is itself.
	const hard = () => ({
		...{
			...common,
			purpose: 'VP03',
			household: { person: '某人', address: '某处' },
			households: 1,
			sensitive: true
		},
		...{ visitors: ['示某'], heatCheck: null, problemsFound: 0, problemsFixed: 0, temperature: null }
	});
	const [returned, disputed, wrong] = [1, 2, 3].map(() => phone.operation('visit', hard()));
	if (!returned || !disputed || !wrong) throw new Error('Three were made.');
	const trip = phone.operation('trip', {
		...{ region, team, programme: 'SWN', campaign: null },
		title: notes.words('行程', 'record'),
		people: [notes.name('who went along')],
		remark: notes.words('行程备注', 'record')
	});
	await accept(phone, returned, disputed, wrong, trip);
	const decide = ({ recordId }: Operation, verb: 'approve' | 'return', body: object = {}) =>
		approver.operation('visit', { region }, { verb, recordId, baseRev: 1, body });
	await accept(
		approver,
		decide(wrong, 'approve'),
		decide(returned, 'return', {
			...{ reason: 'RR01', due: null, note: notes.words('退回说明', 'sensitive', open) },
			comments: [{ field: 'situation', text: notes.words('退回批注', 'sensitive', open) }]
		})
	);
	const amend = (situation: string) =>
		phone.operation(
			'visit',
			{ ...hard(), situation },
			{ verb: 'amend', recordId: disputed.recordId, baseRev: 1 }
		);
	await accept(phone, amend(notes.words('先写的情况', 'sensitive', open)));
	await accept(phone, amend(notes.words('后写的情况', 'sensitive', open)));
	const text = notes.words('更正请求', 'sensitive');
	await accept(
		phone,
		phone.operation(
			'visit',
			{ region },
			{ verb: 'ask-correction', recordId: wrong.recordId, baseRev: 2, body: { text } }
		)
	);
	for (const [record, told] of [
		[returned, open],
		[disputed, open],
		[wrong, {}],
		[trip, {}]
	] as const)
		notes.note(record.recordId, `id of a ${record.kind} that something is said of`, 'record', told);
	return { facts: notes.facts, records: [returned, disputed, wrong, trip].map(({ recordId }) => recordId) };
}
