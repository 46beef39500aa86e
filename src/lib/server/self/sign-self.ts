/** Somebody in the audience signs in on the own phone: the server notes it for the session's recorder. */
import { createHash } from 'node:crypto';
import { findPersonalNumber } from '#lib/domain/personal-numbers.ts';
import { normaliseName } from '#lib/domain/person-name.ts';
import { kindOf } from '#lib/records/index.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { push } from '#lib/server/sync/push.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { findSelfSession } from './self-session.ts';

/** What was typed; `mint` came with the page, so that the same page sent twice is one sign-in. */
export interface SelfForm {
	readonly name: string;
	readonly organisation: string;
	readonly category: string;
	readonly mint: string;
}

export type SelfResult = 'signed' | 'gone' | 'minors' | 'name' | 'organisation' | 'number' | 'failed';

/** Ids of one page and use: a stranger's `mint` never hits an id that something else has. */
function derived(token: string, mint: string, use: string): string {
	const bytes = createHash('sha256').update(`${use}\n${token}\n${mint}`).digest().subarray(0, 16);
	bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * @returns `signed` whether the person was noted before or not: the page tells nobody who is there
 */
export async function signSelf(
	database: ServerDatabase,
	token: string,
	form: SelfForm,
	now: Date
): Promise<SelfResult> {
	const [found, reference] = await database.snapshot(async (trx) => [
		await findSelfSession(trx, token, now, 'zh-CN'),
		await loadReference(trx)
	]);
	if (found.is !== 'open') return found.is;
	const name = normaliseName(form.name);
	const place = form.organisation.trim();
	if (name === '' || [...name].length > 60) return 'name';
	if (place === '' || [...place].length > 120) return 'organisation';
	if ([name, place].some((text) => findPersonalNumber(text) !== null)) return 'number';
	const { row } = found;
	// A listed organisation written out is that organisation, as on the phone that picks it from the list.
	const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '');
	const listed = reference.all('organisation').filter((one) => plain(one.zh) === plain(place));
	const organisation = listed.length === 1 ? (listed[0]?.code ?? null) : null;
	const { region, date, team, programme, campaign, tripId } = JSON.parse(row.body) as Record<string, unknown>;
	const known = found.session.categories.some((one) => one.code === form.category);
	const body = {
		...{ region, date, team, programme, campaign, tripId, remark: '', answers: {}, imported: false },
		...{ sessionId: row.id, card: null, roster: null, name },
		...{ organisation, organisationText: organisation ? '' : place },
		category: known ? form.category : null,
		evidence: [
			{
				...{ id: derived(token, form.mint, 'evidence'), method: 'self', at: now.toISOString() },
				...{ by: row.recorder, proxy: null, withdrawn: false }
			}
		]
	};
	const recordId = naturalId('sign-in', row.id, body);
	if (recordId === null) return 'name';
	const operation = {
		...{ opId: derived(token, `${form.mint}\n${recordId}`, 'operation'), n: now.getTime(), verb: 'create' },
		...{ kind: 'sign-in', recordId, scope: `area:${String(region)}`, baseRev: 0 },
		...{ schema: kindOf('sign-in')?.version ?? 1, at: now.toISOString(), body, attachments: [] }
	};
	const sent = { operations: [operation], grantsRev: 0, deviceTime: null };
	const actor = { account: row.recorder, device: null };
	const [verdict] = await push(database, actor, sent, () => now, { origin: 'self' });
	// The same page with another time is the same sign-in: what counts is what became of what it sent first.
	const outcome =
		verdict?.refusal === 'reused-op-id' ? await firstOutcome(database, operation.opId) : verdict?.outcome;
	return outcome === 'applied' || outcome === 'merged' || outcome === 'duplicate' ? 'signed' : 'failed';
}

async function firstOutcome(database: ServerDatabase, opId: string): Promise<string | null | undefined> {
	const kept = await database.reader
		.selectFrom('operation')
		.select('outcome')
		.where('op_id', '=', opId)
		.executeTakeFirst();
	return kept?.outcome;
}
