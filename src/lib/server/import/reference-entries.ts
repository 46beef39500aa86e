import type { ReferenceKind, ReferenceTypes } from '#lib/domain/reference.ts';
import type { ZodType } from 'zod';
import type { BadEntry } from './bad-entry.ts';
import * as format from './format.ts';
import { storeEntry } from './format-stock.ts';
import { judgeEntries, type Judged } from './judge-entries.ts';
import type { KnownCodes } from './known-codes.ts';
import { searchable } from './pinyin.ts';
import { planAccounts, planEnums, planHeat } from './plan-lists.ts';
import { STORES_FILE, SUPPLIES_FILE, type ImportFolder, type ListFile } from './read-folder.ts';
import type { PriceEntry, Put, ReferenceEntry, ReferencePlan } from './reference-plan.ts';

/** A home visit by its name, where the format's optional `household` column does not say. */
const HOUSEHOLD = /家庭|家访|住院/;
/** Units of weight: quantities may have decimals. */
const WEIGHT = new Set(['kg', '公斤', '千克', '斤']);

/**
 * Turns the reference files into rows, prices and accounts. Codes are added to `known` on the way, so that later files
 * (and the records) are checked against earlier ones; an entry that names an unknown code is a bad entry.
 */
export function planReference(folder: ImportFolder, known: KnownCodes, bad: BadEntry[]): ReferencePlan {
	const rows: ReferenceEntry[] = [];
	const prices: PriceEntry[] = [];

	const put = <K extends ReferenceKind>(kind: K, body: ReferenceTypes[K], from: Judged<unknown>) => {
		known.add(kind, body.code);
		rows.push({ kind, code: body.code, body, file: from.file, index: from.index } as ReferenceEntry);
	};
	const unknown = (from: Judged<{ code: string }>, detail: string) =>
		bad.push({ file: from.file, index: from.index, entry: from.entry.code, code: 'unknown_code', detail });
	const list = <T extends { code: string }>(file: ListFile, schema: ZodType<T>) =>
		judgeEntries(file, folder.lists[file], schema, (entry) => entry.code, bad);
	/** Present region of an entry, or a bad entry. */
	const inRegion = <T extends { code: string }>(
		from: Judged<T>,
		code: string,
		then: (region: string) => void
	) => {
		const region = known.region(code);
		if (region === undefined) unknown(from, `region=${code}`);
		else then(region);
	};

	for (const from of list('reference/regions.json', format.regionEntry)) {
		const { entry } = from;
		put(
			'region',
			{
				code: entry.code,
				zh: entry.zh,
				en: entry.en,
				level: entry.level,
				parent: entry.parent,
				shortZh: entry.short_zh,
				pinyin: entry.pinyin,
				oldCodes: entry.old_codes ?? [],
				lng: entry.lng ?? null,
				lat: entry.lat ?? null
			},
			from
		);
		for (const old of entry.old_codes ?? []) known.addOldRegion(old, entry.code);
	}
	for (const from of list('reference/townships.json', format.townshipEntry)) {
		const { code, zh, en, county, zone } = from.entry;
		inRegion(from, zone ?? county, (region) =>
			put('township', { code, zh, en, region, ...searchable(zh) }, from)
		);
	}
	planEnums(folder, put, bad);
	for (const from of list('reference/lecture-topics.json', format.topicEntry)) {
		const { code, zh, en, category, minors_likely, typical_minutes } = from.entry;
		put(
			'topic',
			{ code, zh, en, category, minorsLikely: minors_likely, typicalMinutes: typical_minutes },
			from
		);
	}
	for (const from of list('reference/teams.json', format.teamEntry)) {
		const { code, zh, en, kind, focus_topics } = from.entry;
		inRegion(from, from.entry.region, (region) =>
			put('team', { code, zh, en, kind, region, focusTopics: focus_topics ?? [], ...searchable(zh) }, from)
		);
	}
	for (const from of list('reference/speakers.json', format.speakerEntry)) {
		const { code, zh, en, team, honour, topics } = from.entry;
		if (!known.has('team', team)) unknown(from, `team=${team}`);
		else
			inRegion(from, from.entry.region, (region) =>
				put(
					'speaker',
					{ code, zh, en, team, region, honour, topics: topics ?? [], ...searchable(zh, 'person') },
					from
				)
			);
	}
	planSupplies(folder, put, prices, known, bad);
	for (const from of list('reference/worksite-kinds.json', format.worksiteKindEntry)) {
		const { entry } = from;
		put(
			'worksiteKind',
			{
				code: entry.code,
				zh: entry.zh,
				en: entry.en,
				heatExposure: entry.heat_exposure,
				newForm: entry.new_employment_form,
				defaultKit: entry.default_kit ?? null,
				alcoholFreeRequired: entry.alcohol_free_required
			},
			from
		);
	}
	for (const from of list('reference/visit-purposes.json', format.visitPurposeEntry)) {
		const { code, zh, en, programme, sensitive_by_default, household } = from.entry;
		put(
			'visitPurpose',
			{
				code,
				zh,
				en,
				programme: programme ?? null,
				sensitive: sensitive_by_default,
				household: household ?? HOUSEHOLD.test(zh)
			},
			from
		);
	}
	for (const from of list('reference/stations.json', format.stationEntry)) {
		const { code, zh, en, hours, lng, lat } = from.entry;
		inRegion(from, from.entry.region, (region) =>
			put(
				'station',
				{ code, zh, en, region, hours: hours ?? '', lng: lng ?? null, lat: lat ?? null, ...searchable(zh) },
				from
			)
		);
	}
	for (const from of list('reference/organisations.json', format.organisationEntry)) {
		const { code, zh, en, type, parent, worksite_kind, workers } = from.entry;
		inRegion(from, from.entry.region, (region) =>
			put(
				'organisation',
				{
					code,
					zh,
					en,
					region,
					type,
					parent: parent ?? null,
					worksiteKind: worksite_kind ?? null,
					workers: workers ?? null,
					...searchable(zh)
				},
				from
			)
		);
	}
	for (const from of list(STORES_FILE, storeEntry)) {
		const { code, zh, en } = from.entry;
		inRegion(from, from.entry.region, (region) =>
			put('store', { code, zh, en, region, ...searchable(zh) }, from)
		);
	}
	planHeat(folder, put, known, bad);
	const accounts = planAccounts(folder, put, known, bad);
	return { rows, prices, accounts };
}

function planSupplies(
	folder: ImportFolder,
	put: Put,
	prices: PriceEntry[],
	known: KnownCodes,
	bad: BadEntry[]
): void {
	for (const part of ['items', 'extras'] as const) {
		const file = `${SUPPLIES_FILE}#${part}`;
		const judged = judgeEntries(file, folder.supplies[part], format.supplyEntry, (entry) => entry.code, bad);
		for (const from of judged) {
			const { entry } = from;
			put(
				'supply',
				{
					code: entry.code,
					zh: entry.zh,
					en: entry.en,
					...searchable(entry.zh),
					category: entry.category ?? '',
					unitZh: entry.unit_zh,
					unitEn: entry.unit_en ?? '',
					packZh: entry.pack_zh ?? null,
					unitsPerPack: entry.units_per_pack ?? null,
					typicalPerPerson: entry.typical_per_person ?? null,
					softCapPerHandout: entry.soft_cap_per_person_per_handout ?? null,
					softCapPerSeason: entry.soft_cap_per_person_per_season ?? null,
					trackBatchExpiry: entry.track_batch_expiry ?? false,
					isMedicine: entry.is_medicine ?? false,
					containsAlcohol: entry.contains_alcohol ?? false,
					decimalQuantity: WEIGHT.has(entry.unit_en ?? '') || WEIGHT.has(entry.unit_zh),
					warningZh: entry.warning_zh ?? null,
					warningEn: entry.warning_en ?? null,
					for: entry.for_ ?? 'person',
					active: true
				},
				from
			);
			if (typeof entry.indicative_unit_price_cny === 'number') {
				const priceFen = Math.round(entry.indicative_unit_price_cny * 100);
				prices.push({ supply: entry.code, priceFen, file, index: from.index });
			}
		}
	}
	const file = `${SUPPLIES_FILE}#kits`;
	for (const from of judgeEntries(file, folder.supplies.kits, format.kitEntry, (entry) => entry.code, bad)) {
		const { code, zh, en, unit_zh, lines } = from.entry;
		const missing = lines.find(([supply]) => !known.has('supply', supply));
		if (missing) {
			bad.push({
				file,
				index: from.index,
				entry: code,
				code: 'unknown_code',
				detail: `supply=${missing[0]}`
			});
			continue;
		}
		put(
			'kit',
			{ code, zh, en, unitZh: unit_zh, lines: lines.map(([supply, qty]) => ({ supply, qty })) },
			from
		);
	}
}
