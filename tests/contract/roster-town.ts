/** A deployment with a roster, its lease and its phones: what the contracts of rosters are written in. */
import { randomUUID } from 'node:crypto';
import type { LeasedPerson } from '#lib/domain/rosters/lease.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { grantsOf } from '#lib/server/accounts/grants.ts';
import { openDesk } from '#lib/server/desk/open-desk.ts';
import { keepRoster } from '#lib/server/rosters/keep-roster.ts';
import { lendRoster } from '#lib/server/rosters/lend-roster.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';
import { REGION, type Deployment, type Person } from './deployment.ts';

export const SEASON = 'SQL-2025';

export const entry = (name: string, more = {}) => ({
	name,
	department: '一车间',
	category: null,
	job: '',
	phone: '',
	...more
});
export const PEOPLE = [
	entry('李示安', { job: '0012' }),
	entry('王示', { phone: '10000000007' }),
	entry('古丽示·麦麦提')
];

/** Lists that the desk and the phones need of it. */
export async function nameLists(town: Deployment): Promise<void> {
	await town.database.transaction((trx) =>
		writeReference(trx, [
			{ kind: 'team', code: 'T1', body: { code: 'T1', zh: '一队', en: 'One', region: REGION } },
			{
				kind: 'codeList',
				code: 'recipient_category',
				body: {
					code: 'recipient_category',
					items: [{ code: 'RC04', zh: '建筑工人', en: 'Construction worker' }]
				}
			},
			{
				kind: 'codeList',
				code: 'programme',
				body: { code: 'programme', items: [{ code: 'SQL', zh: '送清凉', en: 'Send Coolness' }] }
			}
		])
	);
}

export async function keep(town: Deployment, entries = PEOPLE, region = REGION): Promise<string> {
	const head = { title: '示例厂名册', organisation: null, organisationText: '示例厂', region };
	return keepRoster(town.database, { ...head, entries }, 'rev', town.now);
}

export async function lend(town: Deployment, roster: string, more = {}): Promise<string> {
	const wanted = { roster, team: 'T1', campaign: SEASON, from: '2025-07-09', days: 1, ...more };
	if (!(await lendRoster(town.database, wanted, 'rev', town.now))) throw new Error('not lent');
	const lease = await town.database.reader
		.selectFrom('roster_lease')
		.select('id')
		.orderBy('created_at', 'desc')
		.executeTakeFirstOrThrow();
	return lease.id;
}

export async function deskOf(town: Deployment, person: Person) {
	const account = { id: person, login: person, zh: person, en: person, team: null, closedAt: null };
	const grants = await grantsOf(town.database.reader, person);
	const desk = await openDesk(town.database, { account, grants }, 'zh-CN', () => town.now);
	if (!desk) throw new Error('no desk');
	return desk.context;
}

const shared = { region: REGION, team: 'T1', date: '2025-07-09', campaign: SEASON, tripId: null };

/** A handout of this person; gives its id. */
export async function handOut(town: Deployment, account: Person, more: object = {}): Promise<string> {
	const handout = randomUUID();
	const counts = { personTimes: 5, firstTimePersons: 0, newFormPersonTimes: 0 };
	const body = { ...handoutSample, ...shared, ...counts, recipients: [], signature: '', ...more };
	const verdict = await town.act(account, 'create', handout, 0, body, { kind: 'handout', schema: 3 });
	if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
	return handout;
}

/** What a phone writes when this person gave something to one of a roster's people. */
export async function give(
	town: Deployment,
	account: Person,
	handout: string,
	person: Pick<LeasedPerson, 'id' | 'card' | 'shown'>,
	/** What is given where it is not the sample's kit. */
	gift: Partial<ReceiptBody['evidence'][number]> = {},
	/** Where it differs from the others of the town. */
	more: Partial<ReceiptBody> = {}
): Promise<string> {
	const receipt = {
		...receiptSample,
		...shared,
		handoutId: handout,
		card: person.card,
		roster: person.id,
		name: person.shown,
		...more,
		evidence: receiptSample.evidence.map((one) => ({ ...one, ...gift, id: randomUUID(), by: account }))
	};
	const id = naturalId('receipt', handout, receipt) ?? '';
	const verdict = await town.act(account, 'create', id, 0, receipt, { kind: 'receipt', schema: 1 });
	return verdict.outcome;
}
