/** Handing out person by person: who is on the lists, what each is known to have received, and the receipt of the one chosen. */
import { naturalKey, type KeyedPerson } from '#lib/domain/natural-key.ts';
import type { EvidenceMethod } from '#lib/domain/evidence.ts';
import type { LeasedPerson, LeasedRoster } from '#lib/domain/rosters/lease.ts';
import { receiptLevel, type KnownReceipts, type ReceiptLevel } from '#lib/domain/rosters/receipt-level.ts';
import { isNameLike } from '#lib/domain/rosters/show-name.ts';
import { receiptSeason } from '#lib/records/receipt-season.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { ownReceipts } from './known-receipts.ts';
import type { FieldApp, LeasedList, LocalRecord, ReceivedCollector } from '#lib/state/contract.ts';

/** Somebody who may receive: of a list, by a card alone, or by the name that was typed. */
export interface Receiver extends KeyedPerson {
	/** As the list shows it. */
	readonly title: string;
	readonly detail: string;
	readonly category: string | null;
	readonly leased: LeasedPerson | null;
	readonly method: EvidenceMethod;
}

export interface Giving {
	readonly kit: string | null;
	readonly portions: number;
	readonly override: string;
	readonly proxy: { readonly name: string; readonly relation: string } | null;
}

export interface HandOutPorts {
	readonly newId: () => string;
	readonly now: () => string;
}

export class HandOut {
	readonly #app: FieldApp;
	readonly #ports: HandOutPorts;
	readonly handout: LocalRecord;
	#lists = $state.raw<readonly LeasedList[]>([]);
	#receipts = $state.raw<readonly LocalRecord[]>([]);
	#collector = $state.raw<ReceivedCollector | null>(null);
	/** Raised when a colleague's set was taken in. */
	#taken = $state(0);
	query = $state('');

	/** Everybody on the lists lent to this phone. */
	readonly people: readonly Receiver[] = $derived.by(() =>
		this.#lists.flatMap(({ roster, people }) => people.map((person) => ofList(roster, person)))
	);
	readonly found: readonly Receiver[] = $derived.by(() =>
		this.people.filter(
			({ leased, detail }) =>
				leased &&
				(isNameLike(this.query, leased.shown, leased.initials) || detail.includes(this.query.trim()))
		)
	);
	readonly #known = $derived.by(() => ownReceipts(this.#receipts, this.handout.id, this.season));

	constructor(app: FieldApp, handout: LocalRecord, ports: HandOutPorts) {
		this.#app = app;
		this.#ports = ports;
		this.handout = handout;
	}

	get body(): HandoutBody {
		return this.handout.body as HandoutBody;
	}
	/** The season in which nobody is to receive twice without a reason. */
	get season(): string {
		return receiptSeason(this.body);
	}
	get lists(): readonly LeasedRoster[] {
		return this.#lists.map(({ roster }) => roster);
	}
	/** How many received here, whoever noted it, as far as this phone knows. */
	get given(): number {
		return this.#known.here.size;
	}
	get collector(): ReceivedCollector | null {
		return this.#collector;
	}

	/** Reads what is lent, and follows the receipts. @returns how to stop */
	start(): () => void {
		const readLists = () => void this.#app.lists.leases().then((lists) => (this.#lists = lists));
		readLists();
		void this.#app.lists.collectReceived(this.season).then((one) => (this.#collector = one));
		return this.#app.watchRecords({ kind: 'receipt', own: false, limit: 20_000, counted: false }, (rows) => {
			this.#receipts = rows;
			// A pull that brought receipts may have brought a list as well.
			readLists();
		});
	}

	known(person: KeyedPerson & { readonly leased?: LeasedPerson | null }): KnownReceipts {
		const key = naturalKey(person);
		if (key === null) return { here: false, season: [], colleague: false };
		const { here, season } = this.#known;
		const told = (person.leased?.received ?? []).filter((one) => one.handout !== this.handout.id);
		const own = season.get(key) ?? [];
		const newestFirst = (a: { date: string }, b: { date: string }) => (a.date < b.date ? 1 : -1);
		return {
			here: here.has(key) || (person.leased?.received ?? []).some((one) => one.handout === this.handout.id),
			// What this phone sent is told back by the server: the longer of the two accounts is the whole one.
			season: [...(told.length >= own.length ? told : own)].sort(newestFirst),
			colleague: this.#taken >= 0 && !here.has(key) && (this.#collector?.has(key) ?? false)
		};
	}

	level(person: KeyedPerson & { readonly leased?: LeasedPerson | null }): ReceiptLevel {
		return receiptLevel(this.known(person));
	}

	/** Whoever's card it is: of a list where one has it, else the card alone. */
	byCard(card: string): Receiver {
		const listed = this.people.find((person) => person.card === card);
		if (listed) return { ...listed, method: 'scan' };
		const nobody = { roster: null, name: '', organisation: null, organisationText: '' };
		return { ...nobody, card, title: card, detail: '', category: null, leased: null, method: 'scan' };
	}

	/** Somebody of whom there is no list: the name with the place of the handout. */
	byName(name: string): Receiver {
		const { organisation, placeText } = this.body;
		return {
			card: null,
			roster: null,
			name,
			organisation,
			organisationText: organisation ? '' : placeText,
			title: name,
			detail: '',
			category: null,
			leased: null,
			method: 'typed'
		};
	}

	/** Saves the receipt: on the phone when this resolves. @throws what the phone's storage throws */
	async give(person: Receiver, giving: Giving): Promise<boolean> {
		const { region, date, team, programme, campaign, tripId } = this.body;
		const { card, roster, name, organisation, organisationText, category, method } = person;
		const body: ReceiptBody = {
			...{ region, date, team, programme, campaign, tripId, remark: '', answers: {}, imported: false },
			...{ handoutId: this.handout.id, card, roster, organisation, organisationText, category },
			name: name || person.leased?.shown || '',
			evidence: [
				{
					...{ id: this.#ports.newId(), method, at: this.#ports.now(), by: this.#app.person.id },
					...{ proxy: giving.proxy, withdrawn: false, kit: giving.kit, portions: giving.portions },
					...{ lines: [], override: giving.override, signature: '' }
				}
			]
		};
		return (await this.#app.savePerson('receipt', body)).saved;
	}

	/** Takes back what this person noted of them here by mistake; what others noted stands. */
	async takeBack(person: KeyedPerson): Promise<void> {
		const key = naturalKey(person);
		const record = this.#receipts.find((one) => one.id === (key && this.#known.here.get(key)));
		if (!record) return;
		const body = record.body as ReceiptBody;
		const mine = (one: { by: string }) => one.by === this.#app.person.id;
		const evidence = body.evidence.map((one) => (mine(one) ? { ...one, withdrawn: true } : one));
		await this.#app.savePerson('receipt', { ...body, evidence });
	}

	/** Natural keys of who received today in this season on this phone, for a colleague's. */
	keysOfToday(): readonly string[] {
		return this.#receipts.flatMap((record) => {
			const body = record.body as ReceiptBody;
			const given = body.evidence.some((one) => !one.withdrawn);
			const key = naturalKey(body);
			return given && key && receiptSeason(body) === this.season && body.date === this.#app.today
				? [key]
				: [];
		});
	}

	/** A colleague's set was taken in: everybody is judged anew. */
	noteTaken(): void {
		this.#taken++;
	}
}

function ofList(roster: LeasedRoster, leased: LeasedPerson): Receiver {
	return {
		card: leased.card,
		roster: leased.id,
		name: '',
		organisation: roster.organisation,
		organisationText: roster.organisation ? '' : roster.organisationText,
		title: leased.shown,
		detail: [leased.department, leased.tail].filter(Boolean).join(' · '),
		category: leased.category,
		leased,
		method: 'tick'
	};
}
