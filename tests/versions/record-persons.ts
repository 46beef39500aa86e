/** Receipts of a handout and sign-ins of a session on the phone of who holds them. */
import { naturalId } from '#lib/records/natural-id.ts';
import { readLeases } from '#lib/storage/leases/read-leases.ts';
import type { TestPhone } from '#tests/phone/test-phone.ts';
import { dayBody, versionOf, type Recording } from './recording.ts';
import { KEEPER, KEEPER_TEAM, MATE, REGION } from './town.ts';

type RowKind = 'receipt' | 'sign-in';
interface Person {
	readonly card: string | null;
	readonly roster: string | null;
	readonly name: string;
}

/**
 * Rows that were accepted and brought back, one of them a mate's; rows that were accepted and not brought back.
 * @returns leaves some that are not sent
 */
export async function recordPersons(
	recording: Recording,
	phone: TestPhone,
	mate: string
): Promise<() => Promise<void>> {
	const [list] = await readLeases(phone.databases, phone.clock.now());
	const lent = (list?.people ?? []).map(({ id, card, shown }): Person => ({ card, roster: id, name: shown }));
	const [first, second, third] = lent;
	if (!first || !second || !third) throw new Error('No roster is lent.');
	const typed: Person = { card: null, roster: null, name: '何示云' };
	const late: Person = { card: null, roster: null, name: '曾示远' };
	const [handout, session] = await holdBoth(recording, phone);

	const body = (kind: RowKind, person: Person, by: string, changes: Record<string, unknown> = {}) =>
		rowBody(recording, { kind, parent: kind === 'receipt' ? handout : session, by, person, ...changes });
	const note = async (kind: RowKind, person: Person, changes: Record<string, unknown> = {}) => {
		const row = body(kind, person, KEEPER, changes);
		await phone.save(kind, row.body, { recordId: row.id, schema: versionOf(kind) });
	};
	await note('receipt', first);
	await note('sign-in', first);
	await note('sign-in', typed);
	const row = body('receipt', second, MATE);
	await recording.elsewhere(mate, { verb: 'create', kind: 'receipt', recordId: row.id, body: row.body });
	await phone.sync();

	recording.weather = 'no-pull';
	await note('receipt', third);
	await note('sign-in', second);
	await phone.sync();
	recording.weather = 'clear';
	return async () => {
		await note('receipt', typed);
		await note('sign-in', late);
		await note('sign-in', third);
		// Noted by mistake: it is taken back, and the server does not know yet.
		const known = (await phone.record(body('sign-in', typed, KEEPER).id))?.body as { evidence: object[] };
		await note('sign-in', typed, { evidence: known.evidence.map((one) => ({ ...one, withdrawn: true })) });
	};
}

/** A handout person by person, with a part of what the team has in hand, and a session. */
async function holdBoth(recording: Recording, phone: TestPhone): Promise<[string, string]> {
	const line = { id: recording.newId(), supply: 'CS-H02', qty: 6, batch: '2605H02', expiry: '2028-05-01' };
	const handout = await phone.save(
		'handout',
		dayBody('handout', {
			...{ team: KEEPER_TEAM, handoutKind: 'GR', organisation: null, placeText: '名册上的人' },
			...{ personTimes: 6, firstTimePersons: 6, newFormPersonTimes: 0, kit: null, lines: [line] },
			...{ receiver: null, receipt: 'SHEET' }
		}),
		{ schema: versionOf('handout') }
	);
	const session = await phone.save(
		'session',
		dayBody('session', { team: KEEPER_TEAM, headcount: 9, byOrganisation: [], namedOnPaper: 0, signIns: [] }),
		{ schema: versionOf('session') }
	);
	return [handout, session];
}

function rowBody(
	recording: Recording,
	of: { readonly kind: RowKind; readonly parent: string; readonly by: string; readonly person: Person }
): { readonly id: string; readonly body: Record<string, unknown> } {
	const { kind, parent, by, person, ...changes } = of;
	const whom = { ...person, organisation: null, organisationText: '示例厂' };
	const piece = { id: recording.newId(), by, at: new Date(recording.now).toISOString(), proxy: null };
	const given = { kit: null, portions: 1, lines: [], override: '', signature: '' };
	const method = person.roster === null ? 'typed' : 'tick';
	const evidence = [{ ...piece, method, withdrawn: false, ...(kind === 'receipt' ? given : {}) }];
	const hangs = kind === 'receipt' ? { handoutId: parent } : { sessionId: parent };
	const where = { region: REGION, team: KEEPER_TEAM, ...hangs };
	const id = naturalId(kind, parent, whom);
	if (id === null) throw new Error('Nobody is named.');
	return { id, body: dayBody(kind, { ...where, ...whom, evidence, ...changes }) };
}
