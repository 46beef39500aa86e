/** Who received at one handout, one entry for each time something was given: rows of their own, and those the record itself lists. */
import { kitPortion, portionGiven, type PortionLine } from '#lib/records/receipt-portion.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { ReceiptBody } from '#lib/records/receipt/body.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { personRows } from './person-rows.ts';
import { rosterPeople } from './roster-people.ts';

export interface PersonReceipt {
	readonly name: string;
	readonly phone: string;
	readonly organisation: string | null;
	readonly organisationText: string;
	readonly category: string | null;
	/** A quantity of 0: it is not known how much of it was this person's. */
	readonly portion: readonly PortionLine[];
	readonly portions: number;
	readonly date: string;
	readonly signature: string;
	readonly proxy: { readonly name: string; readonly relation: string } | null;
	readonly remark: string;
}

export async function* personsOfHandout(
	db: Sql,
	reference: Reference,
	handout: { readonly id: string; readonly body: HandoutBody }
): AsyncGenerator<PersonReceipt> {
	const unknown = handout.body.lines.map(({ supply }) => ({ supply, qty: 0 }));
	for await (const rows of personRows<ReceiptBody>(db, 'receipt', handout.id)) {
		const people = await rosterPeople(
			db,
			rows.map((row) => row.body)
		);
		for (const { body } of rows) {
			const { organisation, organisationText, category } = body;
			for (const one of body.evidence.filter(({ withdrawn }) => !withdrawn)) {
				const portion = portionGiven(one, reference);
				yield {
					...people(body),
					...{ organisation, organisationText, category },
					portion: portion.length > 0 ? portion : unknown,
					portions: one.portions,
					date: shanghaiDay(new Date(one.at)),
					signature: one.signature ?? '',
					proxy: one.proxy,
					remark: [one.override, body.remark].filter(Boolean).join('；')
				};
			}
		}
	}
	for (const row of handout.body.recipients) {
		const portion = kitPortion(handout.body.kit, row.portions ?? 1, reference);
		yield {
			...{ name: row.name, phone: row.phone, category: row.category },
			// Who is not said to work elsewhere works where the goods were brought.
			organisation: row.organisationText ? null : (row.organisation ?? handout.body.organisation),
			organisationText: row.organisationText || handout.body.placeText,
			portion: portion.length > 0 ? portion : unknown,
			portions: row.portions ?? 1,
			date: handout.body.date,
			signature: row.signature ?? '',
			proxy: row.proxy,
			remark: row.remark
		};
	}
}
