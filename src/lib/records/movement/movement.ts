import { milliOf } from '#lib/domain/stock/movement.ts';
import { readPlace } from '#lib/domain/stock/place.ts';
import { goodsLine } from '#lib/records/goods-line.ts';
import { answerTexts, notInFuture, personalNumbers } from '#lib/records/common-rules.ts';
import { remark, whenAndWhere } from '#lib/records/common-fields.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { joinSearch, placeOfStock, searchNames } from '#lib/records/names.ts';
import { missingFields } from '#lib/records/required.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { movementBody, type MovementBody } from './body.ts';
import { batchOnReceipt, movementWithinStock, nothingExpired, placesFit, somethingMoves } from './rules.ts';
import { firstSupply } from './first-supply.ts';
import { movementSample } from './sample.ts';

/**
 * A stock movement: append-only. It is never amended; what was wrong is taken back by another one. Nobody reviews it, and a
 * negative balance refuses none.
 */
export const movement: RecordKind<MovementBody> = {
	kind: 'movement',
	version: 1,
	schema: movementBody,
	upcast: {},
	reviewed: false,
	appendOnly: true,
	numberPrefix: null,
	parentKind: null,
	keyedLists: { lines: 'id' },
	fields: [
		{ name: 'act', label: 'field_stock_act', type: { is: 'act' } },
		{ name: 'from', label: 'field_stock_from', type: { is: 'place' } },
		{ name: 'to', label: 'field_stock_to', type: { is: 'place' } },
		...whenAndWhere,
		{
			name: 'lines',
			label: 'field_stock_lines',
			type: {
				is: 'rows',
				fields: goodsLine
			}
		},
		{ name: 'source', label: 'field_stock_source', type: { is: 'text' } },
		remark
	],
	rules: (body, context) => [
		...notInFuture(body, context),
		...placesFit(body),
		...somethingMoves(body),
		...batchOnReceipt(body, context),
		...nothingExpired(body),
		...movementWithinStock(body, context),
		...personalNumbers([['source', body.source], ['remark', body.remark], ...answerTexts(body.answers)])
	],
	required: (body, context) =>
		context.origin === 'import'
			? []
			: missingFields({
					...{ region: body.region, date: body.date },
					// Nothing typed is not nothing there.
					...Object.fromEntries(body.lines.map(({ id, qty }) => [`lines.${id}.qty`, qty]))
				}),
	facets: (body) => ({ ...facetsOfOuting(body), parent: body.about }),
	measures: () => [],
	moves: (id, body) => ({
		id,
		act: body.act,
		from: body.from,
		to: body.to,
		region: body.region,
		date: body.date,
		about: body.about,
		lines: body.lines.map(({ supply, batch, expiry, qty }) => ({
			supply,
			batch: batch.trim(),
			expiry,
			milli: milliOf(qty)
		}))
	}),
	summary: (body, reference, locale) => {
		const { words, more } = firstSupply(body, reference, locale);
		const places = [body.from, body.to].flatMap((place) =>
			place === null ? [] : [placeOfStock(reference, place, locale)]
		);
		return {
			title: words,
			details: [
				...(more > 0 ? [detail('summary_more_supplies', { n: more })] : []),
				detail(`stock_act_${body.act}`, {}),
				detail('summary_text', { text: places.join(' \u2192 ') })
			]
		};
	},
	searchText: (body, reference) =>
		joinSearch([
			...searchNames(
				reference,
				'supply',
				body.lines.map((line) => line.supply)
			),
			...body.lines.map((line) => line.batch),
			...[body.from, body.to].flatMap((place) => {
				const read = readPlace(place);
				return read ? searchNames(reference, read.is, [read.code]) : [];
			}),
			body.source,
			body.remark
		]),
	sample: movementSample
};
