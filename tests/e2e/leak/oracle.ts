/**
 * Who may see what, written down once more from the product's table of roles and from nothing else: no code of the server
 * is asked. VOL and LECT see their own work; KEEP besides what came to the stores of its region and left them; LEAD besides the open work of its team; REV its region; CADM
 * everything; who notes persons at a session or a hand-out what others note there, for three days; AUD reads its region with persons masked and without the texts that only those who handle them read.
 */
export const CITY = '361000';

export interface Right {
	readonly role: string;
	readonly region: string;
	readonly team: string | null;
}

/** A person as the table of roles sees them; without an id: nobody has signed in. */
export interface Viewer {
	readonly id: string;
	readonly team: string | null;
	readonly rights: readonly Right[];
}

/**
 * `record`: that it exists, and what anybody who reads its region may read. `person`: names of those met. `sensitive`:
 * hardship and request texts. `feedback`: complaints and suggestions. `audit`: the log. `telephone`: of an account.
 */
export type Level = 'record' | 'person' | 'sensitive' | 'feedback' | 'audit' | 'telephone';

export interface Fact {
	/** What to look for in an answer, as it is written there. */
	readonly text: string;
	readonly what: string;
	readonly level: Level;
	readonly region: string;
	/** Recorder, or the account a telephone number belongs to. */
	readonly owner: string;
	/** Team of a record that is open work. */
	readonly team?: string | null;
	/** Of a movement of goods: regions of the stores it came from or went to. */
	readonly stores?: readonly string[];
	/** Others who are told of it: who notes persons where this one was noted. */
	readonly besides?: readonly string[];
	/** Roles of the account a telephone number belongs to. */
	readonly roles?: readonly string[];
}

/**
 * Rows of persons at one session or hand-out, `session:<id>` or `handout:<id>`: for who records it and who notes persons there,
 * and for who leads its team while it is open work; on its day and the two after it.
 */
export interface RowsScope {
	/** Accounts. */
	readonly by: readonly string[];
	/** While it is open work. */
	readonly team: string | null;
	/** Its day is not over for three days. */
	readonly isShown: boolean;
}

/** What the rule of a scope depends on besides the viewer. */
export interface Scopes {
	/** Teams that a roster is lent to, by the lease. */
	readonly lent: ReadonlyMap<string, string>;
	/** By scope; those that are not in it are older, or nobody's. */
	readonly rows: ReadonlyMap<string, RowsScope>;
}

/** Who goes out with a team. */
const IN_TEAMS = ['VOL', 'LEAD', 'LECT'];
/** Who may have goods in hand. */
const HOLDING = [...IN_TEAMS, 'REV', 'CADM'];

const reaches = (right: Right, region: string): boolean => right.region === region || right.region === CITY;

const leads = (viewer: Viewer, led: string | null | undefined): boolean =>
	Boolean(led) && viewer.rights.some(({ role, team }) => role === 'LEAD' && (team ?? viewer.team) === led);

/** Scopes of the sync a person may be told of at all, even by name. */
export function mayHearOf(viewer: Viewer, scope: string, { lent, rows }: Scopes): boolean {
	const [kind, of = '', whose = ''] = scope.split(':');
	const hasIn = (region: string, ...roles: readonly string[]) =>
		viewer.rights.some((right) => roles.includes(right.role) && reaches(right, region));
	switch (kind) {
		case 'ref':
			return viewer.id !== '';
		case 'user':
			return of === viewer.id;
		case 'area':
			return hasIn(of, 'REV', 'CADM');
		// The sample's stores are named after their regions.
		case 'store':
			return hasIn(of.replace('CK-', ''), 'KEEP', 'REV', 'CADM');
		case 'held':
			return viewer.rights.some(
				({ role, team }) =>
					HOLDING.includes(role) &&
					(of === 'team' ? (team ?? viewer.team) === whose : of === 'person' && viewer.id === whose)
			);
		case 'team':
			return leads(viewer, of);
		case 'session':
		case 'handout': {
			const at = rows.get(scope);
			return at !== undefined && at.isShown && (at.by.includes(viewer.id) || leads(viewer, at.team));
		}
		case 'roster':
			return viewer.rights.some(
				({ role, team }) => IN_TEAMS.includes(role) && (team ?? viewer.team) === lent.get(of)
			);
		default:
			return false;
	}
}

export function maySee(viewer: Viewer, fact: Fact): boolean {
	const has = (role: string, region = fact.region) =>
		viewer.rights.some((right) => right.role === role && reaches(right, region));
	if (has('CADM', CITY)) return true;
	switch (fact.level) {
		case 'audit':
			return has('AUD', CITY);
		case 'telephone': {
			// A coordinator manages people of the own region, and no other coordinator, auditor or administrator.
			const managed = ['VOL', 'LEAD', 'LECT', 'KEEP'];
			return has('REV') && (fact.roles ?? []).every((role) => managed.includes(role));
		}
		case 'feedback':
			return fact.owner === viewer.id;
		case 'record':
		case 'person':
		case 'sensitive':
			break;
	}
	if (fact.owner === viewer.id || has('REV')) return true;
	if (leads(viewer, fact.team) || fact.besides?.includes(viewer.id)) return true;
	if (fact.level !== 'record') return false;
	return has('AUD') || (fact.stores ?? []).some((region) => has('KEEP', region) || has('REV', region));
}
