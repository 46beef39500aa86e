/** Handing out person by person: who is on the lists, what each is known to have received, and the receipt of the one chosen. */
import { naturalKey, type KeyedPerson } from '#lib/domain/natural-key.ts';
import { giftsOf, type LeasedRoster } from '#lib/domain/rosters/lease.ts';
import { receiptLevel, type KnownReceipts, type ReceiptLevel } from '#lib/domain/rosters/receipt-level.ts';
import { isNameLike, shownName } from '#lib/domain/rosters/show-name.ts';
import { receiptSeason } from '#lib/records/receipt-season.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import { kitPortion, type PortionLine } from '#lib/records/receipt-portion.ts';
import type { Issue } from '#lib/domain/issue.ts';
import { joinReceived, ownReceipts } from './known-receipts.ts';
import { portionWarnings } from './receipt-warnings.ts';
import { ofCard, ofList, ofName, type Receiver } from './receiver.ts';
import type { FieldApp, LeasedList, LocalRecord, ReceivedCollector } from '#lib/state/contract.ts';

export type GivenLine = ReceiptBody['evidence'][number]['lines'][number];

/** What is given to one person: the kit, or lines of its own, of all portions. */
export interface Giving {
	readonly kit: string | null;
	readonly portions: number;
	readonly lines: readonly GivenLine[];
	readonly override: string;
	readonly proxy: { readonly name: string; readonly relation: string } | null;
	/** Under `signedForReceipt`; '' where nobody signed on the screen. */
	readonly signature: string;
}

export interface HandOutPorts {
	readonly newId: () => string;
	readonly now: () => string;
}

const handoutOf = ({ body }: LocalRecord) => (body as ReceiptBody).handoutId;

export class HandOut {
	readonly #app: FieldApp;
	readonly #ports: HandOutPorts;
	readonly handout: LocalRecord;
	#lists = $state.raw<readonly LeasedList[]>([]);
	#receipts = $state.raw<readonly LocalRecord[]>([]);
	#voidedHere = $state.raw<readonly string[]>([]);
	/** Handouts that were voided: those this phone has, and those of which it has only what was received there. */
	readonly #voided = $derived.by(() => [
		...this.#voidedHere,
		...this.#receipts.filter(({ state }) => state === 'voided').map(handoutOf)
	]);
	#collector = $state.raw<ReceivedCollector | null>(null);
	/** Raised when a colleague's set was taken in. */
	#taken = $state(0);
	/** Natural keys of who was given something a moment ago: the rows that say so are still to be read. */
	#justGiven = $state.raw<readonly string[]>([]);
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
	readonly #known = $derived.by(() =>
		ownReceipts(this.#receipts, this.handout.id, this.season, this.#voided)
	);

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
	/** Lists that do not say who received in this season: nobody on them is known to have. */
	get silentLists(): readonly LeasedRoster[] {
		return this.lists.filter(({ campaign }) => campaign !== this.season);
	}
	/** How many received here, whoever noted it, as far as this phone knows. */
	get given(): number {
		const { here } = this.#known;
		return here.size + this.#justGiven.filter((key) => !here.has(key)).length;
	}
	/** More received than the handout counts: all of it is kept, and the count is asked about. */
	get isBeyond(): boolean {
		return this.given > (this.body.personTimes ?? 0);
	}
	get collector(): ReceivedCollector | null {
		return this.#collector;
	}

	/** Reads what is lent, and follows the receipts. @returns how to stop */
	start(): () => void {
		const readLists = () => void this.#app.lists.leases().then((lists) => (this.#lists = lists));
		readLists();
		void this.#app.lists.collectReceived(this.season).then((one) => (this.#collector = one));
		const all = { own: false, limit: 20_000, counted: false };
		const stops = [
			this.#app.watchRecords({ ...all, kind: 'receipt' }, (rows) => {
				this.#receipts = rows;
				// A pull that brought receipts may have brought a list as well.
				readLists();
			}),
			this.#app.watchRecords({ ...all, kind: 'handout', state: 'voided' }, (rows) => {
				this.#voidedHere = rows.map(({ id }) => id);
				readLists();
			})
		];
		return () => {
			for (const stop of stops) stop();
		};
	}

	known(person: KeyedPerson & Partial<Pick<Receiver, 'leased' | 'listSeason'>>): KnownReceipts {
		const key = naturalKey(person);
		if (key === null) return { here: false, season: [], gifts: [], colleague: false };
		const { here, season } = this.#known;
		const told = person.listSeason === this.season ? (person.leased?.received ?? []) : [];
		const received = joinReceived(told, season.get(key) ?? [], this.#voided);
		const isHere = (one: { handout: string }) => one.handout === this.handout.id;
		return {
			here: here.has(key) || this.#justGiven.includes(key) || received.some(isHere),
			season: received.filter((one) => !isHere(one)),
			gifts: received.flatMap(giftsOf),
			colleague: this.#taken >= 0 && !here.has(key) && (this.#collector?.has(key) ?? false)
		};
	}

	level(person: Parameters<HandOut['known']>[0]): ReceiptLevel {
		return receiptLevel(this.known(person));
	}

	/** Whoever's card it is: of a list where one has it, else the card alone. */
	byCard(card: string): Receiver {
		const listed = this.people.find((person) => person.card === card);
		return listed ? { ...listed, method: 'scan' } : ofCard(card);
	}

	/** Somebody of whom there is no list: the name with the place of the handout. */
	byName(name: string): Receiver {
		return ofName(name, this.body);
	}

	/** What the person of the catalogue gets: the kit, or without one what the handout lists, of which nobody knows the share. */
	portion(kit: string | null, portions: number): readonly PortionLine[] {
		if (kit) return kitPortion(kit, portions, this.#app.reference);
		return this.body.lines.map(({ supply }) => ({ supply, qty: 0 }));
	}

	/** Supplies that this handout gives out: of these alone the batch and the expiry are known. */
	get supplies(): readonly string[] {
		return this.body.lines.map(({ supply }) => supply);
	}

	/** What a person gets as lines of its own, begun from so many portions of the kit, as far as the handout has it. */
	linesOf(kit: string | null, portions: number): readonly GivenLine[] {
		return this.portion(kit, portions)
			.filter(({ supply }) => this.supplies.includes(supply))
			.map(({ supply, qty }) => this.newLine(supply, qty));
	}

	/** A line that is not the kit's, of the batch that the handout gives out. */
	newLine(supply: string, qty: number): GivenLine {
		const { batch = '', expiry = null } = this.body.lines.find((line) => line.supply === supply) ?? {};
		return { id: this.#ports.newId(), supply, qty, batch, expiry };
	}

	/** What is to be asked before this person is given so much. */
	warnings(person: Receiver, portion: readonly PortionLine[]): readonly Issue[] {
		return portionWarnings(portion, person.category, this.known(person).gifts, this.#app.reference);
	}

	/** The kit as it stands, to somebody of whom nothing is to be asked. @returns whether the phone has it */
	giveKit(person: Receiver): Promise<boolean> {
		const { kit } = this.body;
		return this.give(person, { kit, portions: 1, lines: [], override: '', proxy: null, signature: '' });
	}

	/** Saves the receipt: on the phone when this resolves. @throws what the phone's storage throws */
	async give(person: Receiver, giving: Giving): Promise<boolean> {
		const { region, date, team, programme, campaign, tripId } = this.body;
		const { card, roster, name, organisation, organisationText, category, method } = person;
		const body: ReceiptBody = {
			...{ region, date, team, programme, campaign, tripId, remark: '', answers: {}, imported: false },
			...{ handoutId: this.handout.id, card, roster, organisation, organisationText, category },
			// A list may show look-alikes by their whole names: it is gone after its day, a receipt stays.
			name: name || shownName(person.leased?.shown ?? ''),
			evidence: [
				{
					...{ id: this.#ports.newId(), method, at: this.#ports.now(), by: this.#app.person.id },
					...{ proxy: giving.proxy, withdrawn: false, kit: giving.kit, portions: giving.portions },
					...{ lines: [...giving.lines], override: giving.override, signature: giving.signature }
				}
			]
		};
		const { saved } = await this.#app.savePerson('receipt', body);
		if (saved) this.#mark(person, true);
		return saved;
	}

	/** What stands of this person here, where the one at this phone noted something of it. */
	#mine(person: KeyedPerson): ReceiptBody | null {
		const id = this.#known.here.get(naturalKey(person) ?? '');
		const body = this.#receipts.find((one) => one.id === id)?.body as ReceiptBody | undefined;
		return body?.evidence.some((one) => !one.withdrawn && one.by === this.#app.person.id) ? body : null;
	}

	mayTakeBack(person: KeyedPerson): boolean {
		return this.#mine(person) !== null;
	}

	/** Takes back what this person noted of them here by mistake; what others noted stands. @returns whether the phone has it */
	async takeBack(person: KeyedPerson): Promise<boolean> {
		const body = this.#mine(person);
		if (!body) return true;
		const mine = (one: { by: string }) => one.by === this.#app.person.id;
		const evidence = body.evidence.map((one) => (mine(one) ? { ...one, withdrawn: true } : one));
		const { saved } = await this.#app.savePerson('receipt', { ...body, evidence });
		if (saved) this.#mark(person, false);
		return saved;
	}

	#mark(person: KeyedPerson, given: boolean): void {
		const key = naturalKey(person);
		const others = this.#justGiven.filter((one) => one !== key);
		this.#justGiven = given && key ? [...others, key] : others;
	}

	/** Natural keys of who received today in this season on this phone, for a colleague's. */
	keysOfToday(): readonly string[] {
		return this.#receipts.flatMap((record) => {
			const body = record.body as ReceiptBody;
			const given = body.evidence.some((one) => !one.withdrawn);
			const key = this.#voided.includes(body.handoutId) ? null : naturalKey(body);
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
