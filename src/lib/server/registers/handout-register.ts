import { amountInCapitals } from '#lib/domain/amount-in-capitals.ts';
import { maskName } from '#lib/domain/mask-name.ts';
import { maskPhone } from '#lib/domain/phone.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { strokesPath } from '#lib/domain/strokes.ts';
import { m } from '#lib/i18n.ts';
import type { HandoutBody } from '#lib/records/handout/body.ts';
import type { Locale } from '#lib/records/kind.ts';
import { readSignature } from '#lib/records/signature.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { frameOf } from './frame-of.ts';
import { handoutColumns } from './handout-columns.ts';
import type { RegisterCell, RegisterSource } from './register.ts';
import type { RegisterRequest } from './register-request.ts';
import { seasonPages, type SeasonRow } from './season-pages.ts';

type Row = SeasonRow<HandoutBody>;

/**
 * The season's handout register of a county (forms.json `handout_org_sheet`): approved and archived handouts, one row a
 * supply line, in the order of day and number. Its totals are the overview's: amounts are rounded to whole fen for each
 * supply of a record. Records are read as the groups are taken: its totals are of the rows that are in it.
 */
export function handoutRegister(db: Sql, reference: Reference, request: RegisterRequest): RegisterSource {
	const { locale } = request;
	const columns = handoutColumns(locale);
	return {
		frame: frameOf(reference, request, {
			title: m.register_handout_title({}, { locale }),
			sheet: m.register_handout_sheet({}, { locale }),
			columns
		}),
		async *groups() {
			const prices = await pricesBySupply(db);
			const sums = { records: 0, persons: 0, first_time: 0, new_form: 0, fen: 0 };
			for await (const rows of seasonPages<HandoutBody>(db, 'handout', request)) {
				for (const row of rows) {
					const { body } = row;
					sums.records++;
					sums.persons += body.personTimes ?? 0;
					sums.first_time += body.firstTimePersons ?? 0;
					sums.new_form += body.newFormPersonTimes ?? 0;
					const fen = lineAmounts(body, prices);
					sums.fen += fen.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
					const once = recordCells(row, sums.records, reference, request);
					const lines = body.lines.length > 0 ? body.lines : [null];
					yield lines.map((line, at) => {
						const price = line ? prices.get(line.supply) : undefined;
						const cells: Readonly<Record<string, RegisterCell>> = {
							...(at === 0 ? once : {}),
							...lineCells(line, fen[at] ?? null, price, reference, locale)
						};
						return columns.map((column) => cells[column.key] ?? null);
					});
				}
			}
			const total: Readonly<Record<string, RegisterCell>> = {
				no: m.register_total({}, { locale }),
				org: m.register_total_records({ n: sums.records }, { locale }),
				persons: sums.persons,
				first_time: sums.first_time,
				new_form: sums.new_form,
				amount: sums.fen / 100
			};
			return {
				totals: columns.map((column) => total[column.key] ?? null),
				capitals: m.register_capitals({ words: amountInCapitals(sums.fen) }, { locale })
			};
		}
	};
}

export async function pricesBySupply(db: Sql): Promise<Map<string, number>> {
	const rows = await db.selectFrom('supply_price').selectAll().execute();
	return new Map(rows.map((row) => [row.supply, row.price_fen]));
}

/**
 * Fen of each line. A supply is rounded once a record, as the figures do; where it stands in several lines (two batches)
 * the last one takes the rest.
 */
export function lineAmounts(body: HandoutBody, prices: ReadonlyMap<string, number>): (number | null)[] {
	const given = new Map<string, { milli: number; fen: number }>();
	return body.lines.map(({ supply, qty }) => {
		const price = prices.get(supply);
		if (price === undefined) return null;
		const held = given.get(supply) ?? { milli: 0, fen: 0 };
		const milli = held.milli + Math.round((qty ?? 0) * 1000);
		const fen = Math.floor((milli * price + 500) / 1000);
		given.set(supply, { milli, fen });
		return fen - held.fen;
	});
}

function lineCells(
	line: HandoutBody['lines'][number] | null,
	fen: number | null,
	priceFen: number | undefined,
	reference: Reference,
	locale: Locale
): Record<string, RegisterCell> {
	if (!line) return {};
	const supply = reference.get('supply', line.supply);
	const unit = locale === 'en' ? supply?.unitEn || supply?.unitZh : supply?.unitZh;
	return {
		item: (locale === 'en' && supply?.en ? supply.en : supply?.zh) ?? line.supply,
		spec:
			supply?.unitsPerPack && supply.packZh && unit
				? m.register_pack_spec({ n: supply.unitsPerPack, unit, pack: supply.packZh }, { locale })
				: '',
		unit: unit ?? '',
		qty: line.qty,
		batch: line.batch,
		expiry: line.expiry ?? '',
		price: priceFen === undefined ? null : priceFen / 100,
		amount: fen === null ? null : fen / 100
	};
}

function recordCells(
	row: Row,
	number: number,
	reference: Reference,
	request: RegisterRequest
): Record<string, RegisterCell> {
	const { body } = row;
	const { locale, maskPersons } = request;
	const name = (one: { zh: string; en: string } | undefined) =>
		one ? (locale === 'en' && one.en ? one.en : one.zh) : undefined;
	const evidence = reference
		.get('codeList', 'evidence_type')
		?.items.find((item) => item.code === body.receipt);
	const place =
		name(reference.get('organisation', body.organisation)) ??
		name(reference.get('station', body.station)) ??
		(body.placeText || (body.organisation ?? body.station ?? ''));
	const receiver = body.receiver?.name ?? '';
	return {
		no: number,
		record_no: row.no ?? '',
		date: row.date,
		region: name(reference.get('region', body.region)) ?? body.region,
		org: place,
		worksite_kind: name(reference.get('worksiteKind', body.worksiteKind)) ?? body.worksiteKind ?? '',
		persons: body.personTimes,
		first_time: body.firstTimePersons,
		new_form: body.newFormPersonTimes,
		receiver: (maskPersons ? maskName(receiver) : receiver) || missing(body, locale),
		receiver_phone: maskPhone(body.receiver?.phone ?? ''),
		sign:
			body.receipt === 'SIGN' || body.receipt === 'SEAL'
				? signed(body, name(evidence) ?? body.receipt, maskPersons)
				: '',
		team: name(reference.get('team', body.team)) ?? body.team ?? '',
		issuer: row.recorder,
		evidence: [
			name(evidence) ?? body.receipt ?? missing(body, locale),
			body.paperKeeper
				? m.register_paper_keeper(
						{ name: maskPersons ? maskName(body.paperKeeper) : body.paperKeeper },
						{ locale }
					)
				: '',
			body.photosReported ? m.register_photos({ n: body.photosReported }, { locale }) : ''
		]
			.filter((part) => part !== '')
			.join('；')
	};
}

/** The signature itself where one was drawn; who reads persons masked is told only how it was received. */
function signed(body: HandoutBody, words: string, isMasked: boolean): RegisterCell {
	const signature = isMasked ? null : readSignature(body.signature ?? '');
	return signature ? { ink: strokesPath(signature.strokes), text: words } : words;
}

/** What an import's format had no value for. */
function missing(body: HandoutBody, locale: Locale): string {
	return body.imported ? m.register_not_provided({}, { locale }) : '';
}
