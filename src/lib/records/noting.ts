/** Noting persons one after another at a session: what the sheet of sign-ins needs, in a draft and on a saved record. */
import type { EvidenceMethod } from '#lib/domain/evidence.ts';
import { isCounted } from '#lib/domain/evidence.ts';
import type { KeyedPerson } from '#lib/domain/natural-key.ts';
import { naturalId } from './natural-id.ts';
import type { SessionBody } from './session/body.ts';
import type { SignInBody } from './sign-in/body.ts';

/** A row as it stands, whoever noted it. */
export interface Noted {
	readonly recordId: string;
	readonly body: SignInBody;
}

/** Who is noted. */
export interface NotedPerson extends KeyedPerson {
	/** recipient_category. */
	readonly category: string | null;
}

/** How the person came to be noted. */
export interface NotedHow {
	readonly method: EvidenceMethod;
	readonly proxy: { readonly name: string; readonly relation: string } | null;
}

/** One line of a unit's roster, leased to this phone for its day. */
export interface RosterLine extends NotedPerson {
	readonly id: string;
	/** Pinyin initials, to be found by. */
	readonly initials: string;
	/** Department and the like, to tell two apart. */
	readonly detail: string;
}

export interface Noting {
	/** Rows with their newest evidence last; reactive. */
	readonly rows: readonly Noted[];
	readonly roster: readonly RosterLine[];
	/** `again`: the person counts already, nothing was added; `refused`: it could not be kept. */
	note(person: NotedPerson, how: NotedHow): Promise<'noted' | 'again' | 'refused'>;
	/** Takes back what this phone's person noted. What others noted stands. @returns false: it could not be kept */
	takeBack(recordId: string): Promise<boolean>;
}

/** Persons who count; the row of one whose evidence was all taken back stands, and does not. */
export function countedRows(rows: readonly Noted[]): number {
	return rows.filter((row) => isCounted(row.body.evidence)).length;
}

/** The id of a person's row at a session; null where nobody is named. */
export function signInId(session: string, person: KeyedPerson): string | null {
	return naturalId('sign-in', session, person);
}

/** The row with one more piece of evidence. */
export function withEvidence(
	session: { readonly id: string; readonly body: SessionBody },
	standing: SignInBody | undefined,
	person: NotedPerson,
	how: NotedHow & { readonly id: string; readonly at: string }
): SignInBody {
	const { region, date, team, programme, campaign, tripId } = session.body;
	// Who noted it is written by the server: a draft knows of no account.
	const piece = { ...how, by: '', withdrawn: false };
	const fresh: SignInBody = {
		...{ region, date, team, programme, campaign, tripId, remark: '', answers: {}, imported: false },
		...{ sessionId: session.id, card: person.card, roster: person.roster, name: person.name },
		...{ organisation: person.organisation, organisationText: person.organisationText },
		category: person.category,
		evidence: [piece]
	};
	return standing ? { ...standing, evidence: [...standing.evidence, piece] } : fresh;
}
