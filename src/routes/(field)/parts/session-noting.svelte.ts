/** Persons noted at a session: rows of the draft while the session is one, records of their own afterwards. */
import { isCounted } from '#lib/domain/evidence.ts';
import { shownName } from '#lib/domain/rosters/show-name.ts';
import {
	signInId,
	withEvidence,
	type Noted,
	type NotedHow,
	type NotedPerson,
	type Noting,
	type RosterLine
} from '#lib/records/noting.ts';
import type { FormRow } from '#lib/records/open-form.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { SignInBody } from '#lib/records/sign-in/body.ts';
import type { FieldApp, LeasedList } from '#lib/state/contract.ts';

/** More than any hall holds. */
const MOST = 5_000;

export interface NotingPorts {
	readonly app: FieldApp;
	readonly session: string;
	readonly body: () => SessionBody;
	/** Rows of the draft; null: the session is saved, rows are records. */
	readonly draft: { rows: FormRow[] } | null;
	readonly newId: () => string;
	readonly now: () => string;
}

export class SessionNoting implements Noting {
	readonly #ports: NotingPorts;
	#records = $state.raw<readonly Noted[]>([]);
	roster = $state.raw<readonly RosterLine[]>([]);

	constructor(ports: NotingPorts) {
		this.#ports = ports;
	}

	/** Follows the rows that are records; returns how to stop. */
	watch(): () => void {
		const { app, session } = this.#ports;
		// Lists that are lent to this phone for the day; without them there are the other ways.
		app.lists.leases().then(
			(lists) => (this.roster = lists.flatMap(linesOf)),
			() => undefined
		);
		return app.watchRecords(
			{ kind: 'sign-in', parent: session, own: false, limit: MOST, counted: false },
			(rows) => {
				this.#records = rows.map((row) => ({ recordId: row.id, body: row.body as SignInBody }));
			}
		);
	}

	readonly rows: readonly Noted[] = $derived.by(() => {
		const drafted = (this.#ports.draft?.rows ?? []).flatMap((row) =>
			row.kind === 'sign-in' ? [{ recordId: row.recordId, body: row.body as SignInBody }] : []
		);
		return [...this.#records, ...drafted].sort((one, other) => (lastAt(one) < lastAt(other) ? -1 : 1));
	});

	async note(person: NotedPerson, how: NotedHow): Promise<'noted' | 'again' | 'refused'> {
		const { session, body, newId, now } = this.#ports;
		const id = signInId(session, person);
		if (id === null) return 'refused';
		const standing = this.rows.find((row) => row.recordId === id)?.body;
		if (standing && isCounted(standing.evidence)) return 'again';
		const piece = { ...how, id: newId(), at: now() };
		const row = withEvidence({ id: session, body: body() }, standing, asKept(person), piece);
		return (await this.#keep(id, row)) ? 'noted' : 'refused';
	}

	async takeBack(recordId: string): Promise<boolean> {
		const { draft, app } = this.#ports;
		if (draft?.rows.some((row) => row.recordId === recordId)) {
			draft.rows = draft.rows.filter((row) => row.recordId !== recordId);
			return true;
		}
		const body = this.rows.find((row) => row.recordId === recordId)?.body;
		if (!body) return true;
		const isOwn = (by: string) => by === '' || by === app.person.id;
		const evidence = body.evidence.map((one) => (isOwn(one.by) ? { ...one, withdrawn: true } : one));
		return this.#keep(recordId, { ...body, evidence });
	}

	/** False: the rules, or the phone's storage, do not take it; nothing of it is shown then. */
	async #keep(recordId: string, body: SignInBody): Promise<boolean> {
		const { draft, app } = this.#ports;
		if (draft) {
			const others = draft.rows.filter((row) => row.recordId !== recordId);
			draft.rows = [...others, { kind: 'sign-in', recordId, body }];
			return true;
		}
		const plain = $state.snapshot(body) as SignInBody;
		const saved = await app.saveRecord('sign-in', recordId, plain).then(
			(result) => result.saved,
			() => false
		);
		// The list follows by itself; a scan that comes at once must see it already.
		if (saved)
			this.#records = [
				...this.#records.filter((row) => row.recordId !== recordId),
				{ recordId, body: plain }
			];
		return saved;
	}
}

/** Somebody of a lent list as a row names them: the list may show whole names, and is gone after its day; a row stays. */
const asKept = (person: NotedPerson): NotedPerson =>
	person.roster === null ? person : { ...person, name: shownName(person.name) };

/** A lent list as it is ticked. */
function linesOf({ roster, people }: LeasedList): RosterLine[] {
	return people.map((one) => ({
		...{ id: one.id, card: one.card, roster: one.id, name: one.shown, initials: one.initials },
		...{ organisation: roster.organisation, organisationText: roster.organisationText },
		category: one.category,
		detail: [one.department, one.tail].filter(Boolean).join(' · ')
	}));
}

/** Rows of a draft with the day, place and team that the session was given in the end. */
export function withOuting(rows: readonly FormRow[], body: unknown): FormRow[] {
	const { region, date, team, programme, campaign, tripId } = body as SessionBody;
	const outing = { region, date, team, programme, campaign, tripId };
	return rows.map((row) =>
		row.kind === 'sign-in' ? { ...row, body: { ...(row.body as SignInBody), ...outing } } : row
	);
}

const lastAt = ({ body }: Noted): string =>
	body.evidence
		.map((one) => one.at)
		.sort()
		.at(-1) ?? '';
