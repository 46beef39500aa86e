/**
 * Persons noted one by one at sessions and hand-outs of these days, by who leads them and by another: their rows go to all who
 * note there, for the day and the two after it, and to nobody else.
 */
import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { addDays } from '#lib/domain/calendar.ts';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Operation } from '#lib/domain/operation.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import type { Stroke } from '#lib/domain/strokes.ts';
import { packStrokes } from '#lib/domain/strokes.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { signedForReceipt } from '#lib/records/receipt-signed-for.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { writeSignature } from '#lib/records/signature.ts';
import type { Device } from '../harness/device.ts';
import type { Fact, RowsScope } from './oracle.ts';
import { Notes, rareNumber, type Told } from './rare.ts';

export interface PlantedRows {
	readonly facts: readonly Fact[];
	readonly records: readonly string[];
	readonly scopes: ReadonlyMap<string, RowsScope>;
}

const newId = () => uuidV7(Date.now(), randomBytes(10));
const accountOf = (phone: Device) => phone.session?.account.id ?? '';

async function accept(phone: Device, operations: readonly Operation[]): Promise<void> {
	const { verdicts } = await phone.push(operations);
	expect(
		verdicts.map(({ outcome, refusal }) => refusal ?? outcome),
		JSON.stringify(verdicts.flatMap(({ issues }) => issues ?? []))
	).toEqual(operations.map(() => 'applied'));
}

/** Handwriting that is nobody else's. */
function strokes(): Stroke[] {
	const at = rareNumber();
	return [100, 400, 700].map((x) => [
		{ x, y: (at * 7) % 390 },
		{ x: x + 90 + (at % 97), y: 390 - ((at * 11) % 380) },
		{ x: x + 10 + (at % 89), y: (at * 13) % 380 }
	]);
}

interface Place {
	readonly region: string;
	readonly team: string | null;
	readonly date: string;
	readonly programme: string;
	readonly campaign: null;
}

function signIn(by: Device, place: Place, sessionId: string, name: string): Operation {
	const [noted] = signInSample.evidence;
	const evidence = [{ ...noted, id: newId(), by: accountOf(by), at: new Date().toISOString() }];
	const body = { ...signInSample, ...place, sessionId, organisation: null, card: null, name, evidence };
	return by.operation('sign-in', body, { recordId: naturalId('sign-in', sessionId, body) ?? '' });
}

function receipt(by: Device, place: Place, handoutId: string, notes: Notes, told: Told): Operation {
	const [given] = receiptSample.evidence;
	if (!given) throw new Error('The sample has evidence.');
	const person = { ...receiptSample, ...place, handoutId, organisation: null, card: null };
	const body = { ...person, name: notes.name('who received these days', told) };
	const proxy = { name: notes.name('who collected for them', told), relation: '同事' };
	const drawn = strokes();
	notes.note(packStrokes(drawn), 'signature of these days', 'person', told);
	const at = new Date().toISOString();
	const one = { ...given, id: newId(), by: accountOf(by), at, proxy };
	const signature = writeSignature(drawn, at, signedForReceipt(body, body, one));
	const evidence = [{ ...one, override: notes.words('仍发的缘由', 'record', told), signature }];
	const recordId = naturalId('receipt', handoutId, body) ?? '';
	return by.operation('receipt', { ...body, evidence }, { recordId });
}

/**
 * @param lead records a session and a hand-out of today, and a session that is a day too old, and notes persons at each
 * @param helper notes persons there as well; null: nobody does
 */
export async function plantRows(
	lead: Device,
	helper: Device | null,
	region: string,
	team: string | null
): Promise<PlantedRows> {
	const [own, other] = [accountOf(lead), helper ? accountOf(helper) : null];
	const [notes, helperNotes] = [new Notes(region, own), new Notes(region, other ?? '')];
	const today = shanghaiDay(new Date());
	const place: Place = { region, team, date: today, programme: 'SWN', campaign: null };
	const oldPlace: Place = { ...place, date: addDays(today, -3) };
	const common = { organisation: null, station: null };
	const bare = { ...common, byOrganisation: [], speakers: [], otherSpeakers: ['示某'], signIns: [] };
	const session = lead.operation('session', { ...bare, ...place, venue: '今天的会场' });
	const old = lead.operation('session', { ...bare, ...oldPlace, venue: '三天前的会场' });
	const handout = lead.operation('handout', {
		...{ ...common, ...place, placeText: '今天的工地', proxy: null },
		receiver: { name: notes.name('receiver of today', { team }), role: '', phone: '' }
	});
	const both = other === null ? [] : [other];
	// Whose row names the record knows of its being there; nothing else of it is told.
	for (const { recordId, kind } of [session, old, handout])
		notes.note(recordId, `id of a ${kind} of these days`, 'record', { team, besides: both });

	const shared: Told = { team, besides: both };
	const signedIn = signIn(lead, place, session.recordId, notes.name('who signed in today', shared));
	const received = receipt(lead, place, handout.recordId, notes, shared);
	// Three days later each knows the own ones.
	const before = signIn(lead, oldPlace, old.recordId, notes.name('who signed in before', {}));
	for (const { recordId, kind } of [signedIn, received])
		notes.note(recordId, `id of a ${kind} of these days`, 'record', shared);
	notes.note(before.recordId, 'id of an older sign-in', 'record');
	await accept(lead, [session, old, handout, signedIn, received, before]);
	const records = [session, old, handout, signedIn, received, before].map(({ recordId }) => recordId);

	if (helper) {
		const toLead: Told = { team, besides: [own] };
		const theirs = [
			signIn(helper, place, session.recordId, helperNotes.name('whom another signed in today', toLead)),
			receipt(helper, place, handout.recordId, helperNotes, toLead),
			signIn(helper, oldPlace, old.recordId, helperNotes.name('whom another signed in before', {}))
		];
		for (const [at, { recordId, kind }] of theirs.entries())
			helperNotes.note(recordId, `id of another's ${kind}`, 'record', at < 2 ? toLead : {});
		await accept(helper, theirs);
		records.push(...theirs.map(({ recordId }) => recordId));
	}
	const by = [own, ...both];
	const scopes = new Map<string, RowsScope>([
		[`session:${session.recordId}`, { by, team, isShown: true }],
		[`handout:${handout.recordId}`, { by, team, isShown: true }],
		[`session:${old.recordId}`, { by, team, isShown: false }]
	]);
	return { facts: [...notes.facts, ...helperNotes.facts], records, scopes };
}
