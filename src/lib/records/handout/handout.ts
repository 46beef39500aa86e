import { answerTexts, anyRecord, personalNumbers } from '#lib/records/common-rules.ts';
import { detail } from '#lib/records/detail.ts';
import { facetsOfOuting } from '#lib/records/facets-of-outing.ts';
import { measure } from '#lib/records/measure.ts';
import { joinSearch, nameOf, searchNames } from '#lib/records/names.ts';
import { withPhotos } from '#lib/records/photos.ts';
import { placeField, placeName } from '#lib/records/place.ts';
import { milliOf } from '#lib/domain/stock/movement.ts';
import { holderOf } from '#lib/domain/stock/place.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { withinStock } from '#lib/records/within-stock.ts';
import { beginHandout } from './choices.ts';
import { handoutBody, type HandoutBody } from './body.ts';
import { countedReceipts } from './counted-rows.ts';
import { handoutFields } from './fields.ts';
import { requiredOfHandout } from './required.ts';
import {
	firstThisSeason,
	firstTimeWithin,
	somePersonTimes,
	someSupply,
	STATION_RESUPPLY,
	withinSoftCaps
} from './rules/counts.ts';
import {
	alcoholFree,
	batchAndExpiry,
	medicineAdvice,
	medicineLastsLonger,
	noCash,
	notExpired
} from './rules/goods.ts';
import { employerDutiesStay, proxyComplete, receiptEvidence } from './rules/receipt.ts';
import { handoutSample } from './sample.ts';
import { signaturesHold } from './signed-for.ts';
import { withSignatures, withWholeRecipients } from './upcast.ts';

/** A handout (发放). Station resupply counts goods, never persons. */
export const handout: RecordKind<HandoutBody> = {
	kind: 'handout',
	begin: beginHandout,
	version: 4,
	schema: handoutBody,
	upcast: { 1: withWholeRecipients, 2: withSignatures, 3: withPhotos },
	reviewed: true,
	numberPrefix: 'QL',
	parentKind: null,
	keyedLists: { lines: 'id', recipients: 'id', photos: 'id' },
	countedRows: countedReceipts,
	fields: handoutFields,
	rules: (body, context) => [
		...anyRecord(body, placeField(body), context),
		...someSupply(body),
		...somePersonTimes(body),
		...firstTimeWithin(body),
		...withinSoftCaps(body, context),
		...firstThisSeason(body, context),
		...notExpired(body),
		...medicineLastsLonger(body, context),
		...batchAndExpiry(body, context),
		...alcoholFree(body, context),
		...medicineAdvice(body, context),
		...noCash(body, context),
		...withinStock(holderOf(body.team, context.recorder ?? ''), body.lines, context),
		...receiptEvidence(body),
		...proxyComplete(body),
		...signaturesHold(body),
		...employerDutiesStay(body),
		...personalNumbers([
			['placeText', body.placeText],
			['receiver.name', body.receiver?.name ?? ''],
			['receiver.role', body.receiver?.role ?? ''],
			['receiver.phone', body.receiver?.phone ?? ''],
			['proxy.name', body.proxy?.name ?? ''],
			['proxy.relation', body.proxy?.relation ?? ''],
			...body.recipients.flatMap((row) =>
				(['name', 'organisationText', 'phone', 'remark'] as const).map(
					(name) => [`recipients.${row.id}.${name}`, row[name]] as const
				)
			),
			['paperKeeper', body.paperKeeper],
			['remark', body.remark],
			...answerTexts(body.answers)
		])
	],
	required: requiredOfHandout,
	facets: (body) => ({
		...facetsOfOuting(body),
		organisation: body.organisation,
		station: body.station
	}),
	measures: (body) => {
		const bySupply = new Map<string, number>();
		for (const line of body.lines) {
			bySupply.set(line.supply, (bySupply.get(line.supply) ?? 0) + Math.round((line.qty ?? 0) * 1000));
		}
		return [
			measure('records', 1),
			measure('person_times', body.personTimes),
			measure('first_time_persons', body.firstTimePersons),
			measure('new_form_person_times', body.newFormPersonTimes),
			measure('station_resupply', body.handoutKind === STATION_RESUPPLY ? 1 : 0),
			...[...bySupply].map(([supply, value]) => ({ name: 'supply', dimension: supply, value }))
		];
	},
	moves: (id, body, { recorder, state }) =>
		state === 'voided'
			? null
			: {
					id,
					act: 'give',
					from: holderOf(body.team, recorder),
					to: null,
					region: body.region,
					date: body.date,
					about: null,
					lines: body.lines.map(({ supply, batch, expiry, qty }) => ({
						supply,
						batch: batch.trim(),
						expiry,
						milli: milliOf(qty)
					}))
				},
	summary: (body, reference, locale) => {
		const kit = nameOf(reference, 'kit', body.kit, locale);
		return {
			title: placeName(body, reference, locale),
			details: [
				body.handoutKind === STATION_RESUPPLY
					? detail('summary_supplies', { n: new Set(body.lines.map(({ supply }) => supply)).size })
					: detail('summary_person_times', { n: body.personTimes ?? 0 }),
				...(kit ? [detail('summary_text', { text: kit })] : [])
			]
		};
	},
	searchText: (body, reference) =>
		joinSearch([
			...searchNames(reference, 'organisation', [body.organisation]),
			...searchNames(reference, 'station', [body.station]),
			body.placeText,
			...searchNames(reference, 'team', [body.team]),
			...searchNames(reference, 'kit', [body.kit]),
			...searchNames(
				reference,
				'supply',
				body.lines.map((line) => line.supply)
			),
			...searchNames(reference, 'region', [body.region]),
			body.remark
		]),
	sample: handoutSample
};
