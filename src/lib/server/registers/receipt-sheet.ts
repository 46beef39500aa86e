import { amountInCapitals } from '#lib/domain/amount-in-capitals.ts';
import { maskName } from '#lib/domain/mask-name.ts';
import { maskPhone } from '#lib/domain/phone.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { strokesPath } from '#lib/domain/strokes.ts';
import { m } from '#lib/i18n.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import { codeName, nameOf } from '#lib/records/names.ts';
import { readSignature } from '#lib/records/signature.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { frameOf } from './frame-of.ts';
import { pricesBySupply } from './handout-register.ts';
import { personsOfHandout, type PersonReceipt } from './persons-of-handout.ts';
import { receiptColumns } from './receipt-columns.ts';
import type { RegisterCell, RegisterSource } from './register.ts';
import type { RegisterRequest } from './register-request.ts';
import { seasonPages } from './season-pages.ts';

/** As the form is printed. */
const ROWS_PER_PAGE = 20;

/**
 * The sheet of who received what (forms.json `handout_person_sheet`), of one handout or of a county's season: one entry for each
 * time something was given, a row for each supply. What was taken back is not in it.
 */
export function receiptSheet(db: Sql, reference: Reference, request: RegisterRequest): RegisterSource {
	const { locale } = request;
	const columns = receiptColumns(locale);
	return {
		frame: frameOf(reference, request, {
			title: m.register_receipt_title({}, { locale }),
			sheet: m.register_receipt_sheet({}, { locale }),
			columns,
			signatures: m.register_receipt_signatures({}, { locale }),
			rowsPerPage: ROWS_PER_PAGE
		}),
		async *groups() {
			const prices = await pricesBySupply(db);
			const sums = { entries: 0, portions: 0, fen: 0 };
			for await (const handouts of seasonPages<HandoutBody>(db, 'handout', request)) {
				for (const handout of handouts) {
					for await (const person of personsOfHandout(db, reference, handout)) {
						sums.entries++;
						sums.portions += person.portions;
						const once = personCells(person, reference, request);
						const lines = person.portion.length > 0 ? person.portion : [null];
						yield lines.map((line, at) => {
							const price = line && line.qty > 0 ? prices.get(line.supply) : undefined;
							const fen = line && price !== undefined ? Math.round(line.qty * price) : null;
							sums.fen += fen ?? 0;
							const cells: Readonly<Record<string, RegisterCell>> = {
								...(at === 0 ? { no: sums.entries, ...once } : {}),
								...(line ? lineCells(line, reference, request) : {}),
								amount: fen === null ? null : fen / 100
							};
							return columns.map(({ key }) => cells[key] ?? null);
						});
					}
				}
			}
			const total: Readonly<Record<string, RegisterCell>> = {
				no: m.register_total({}, { locale }),
				items: m.register_portions_n({ n: sums.portions }, { locale }),
				amount: sums.fen / 100
			};
			return {
				totals: columns.map(({ key }) => total[key] ?? null),
				capitals: m.register_receipt_end({ n: sums.portions, words: amountInCapitals(sums.fen) }, { locale })
			};
		}
	};
}

function lineCells(
	{ supply: code, qty }: PersonReceipt['portion'][number],
	reference: Reference,
	{ locale }: RegisterRequest
): Record<string, RegisterCell> {
	const supply = reference.get('supply', code);
	return {
		items: nameOf(reference, 'supply', code, locale),
		qty: qty > 0 ? qty : null,
		unit: (locale === 'en' ? supply?.unitEn || supply?.unitZh : supply?.unitZh) ?? ''
	};
}

function personCells(
	person: PersonReceipt,
	reference: Reference,
	{ locale, maskPersons }: RegisterRequest
): Record<string, RegisterCell> {
	const masked = (name: string) => (maskPersons ? maskName(name) : name);
	const { proxy } = person;
	return {
		name: masked(person.name),
		org: nameOf(reference, 'organisation', person.organisation, locale) || person.organisationText,
		category: codeName(reference, 'recipient_category', person.category, locale),
		phone: maskPhone(person.phone),
		date: person.date,
		sign: signed(person.signature, codeName(reference, 'evidence_type', 'SIGN', locale), maskPersons),
		proxy: proxy ? [masked(proxy.name), proxy.relation].filter(Boolean).join('，') : '',
		remark: person.remark
	};
}

/** The signature where one was drawn; who reads persons masked is told only that there is one. An empty cell is for the pen. */
function signed(text: string, words: string, isMasked: boolean): RegisterCell {
	const signature = readSignature(text);
	if (!signature) return '';
	return isMasked ? words : { ink: strokesPath(signature.strokes), text: words };
}
