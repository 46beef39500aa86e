import type { CodeKey } from './codes/code-key.ts';

/**
 * Reference data as it stands on the server and on every phone, one row per entry, in the scope `ref`.
 * `kind` names the list, `code` is unique in it; the rest is the entry's own content.
 */
export const REFERENCE_KINDS = [
	'region',
	'township',
	'programme',
	'campaign',
	'topic',
	'team',
	'speaker',
	'supply',
	'store',
	'kit',
	'worksiteKind',
	'visitPurpose',
	'station',
	'organisation',
	'person',
	'codeList',
	'codeKey',
	'heat'
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** A name in both languages; `en` may be missing in imported data, then `zh` is shown. */
export interface Named {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}

/** What search looks at, computed on the server at import (lower case, no spaces). */
export interface Searchable {
	/** Full pinyin without tones, `linchuanqu`. */
	readonly pinyin: string;
	/** Pinyin initials, `lcq`. */
	readonly initials: string;
}

export interface Region extends Named {
	readonly level: 'city' | 'county' | 'functional_zone';
	readonly parent: string;
	readonly shortZh: string;
	readonly pinyin: string;
	/** Codes by which older data calls it (361029 for 361003). */
	readonly oldCodes: readonly string[];
	readonly lng: number | null;
	readonly lat: number | null;
}
export interface Township extends Named, Searchable {
	readonly region: string;
}
export type Programme = Named;
/** Programme + year + areas + dates + targets + kits; "season" means the campaign. Code `<programme>-<year>`. */
export interface Campaign extends Named {
	readonly programme: string;
	readonly year: number;
	readonly areas: readonly string[];
	readonly from: string;
	readonly to: string;
	readonly kits: readonly string[];
	readonly targetPersonTimes: number | null;
}
export interface Topic extends Named {
	readonly category: string;
	readonly minorsLikely: boolean;
	readonly typicalMinutes: number;
}
export interface Team extends Named, Searchable {
	readonly kind: 'lecture' | 'expert' | 'service' | 'handout';
	readonly region: string;
	readonly focusTopics: readonly string[];
}
export interface Speaker extends Named, Searchable {
	readonly team: string;
	readonly region: string;
	readonly honour: string;
	readonly topics: readonly string[];
}
/** A place where goods are kept: its keepers are those who keep stores in its region. */
export interface Store extends Named, Searchable {
	readonly region: string;
	/** It takes nothing more. It stays in the list: its ledger is read, and what was recorded before still arrives. */
	readonly closed?: boolean;
}
/** Prices are not here: they are for coordinators and auditors and never leave the server with reference data. */
export interface Supply extends Named, Searchable {
	readonly category: string;
	readonly unitZh: string;
	readonly unitEn: string;
	readonly packZh: string | null;
	readonly unitsPerPack: number | null;
	readonly typicalPerPerson: number | null;
	readonly softCapPerHandout: number | null;
	readonly softCapPerSeason: number | null;
	readonly trackBatchExpiry: boolean;
	readonly isMedicine: boolean;
	readonly containsAlcohol: boolean;
	/** Quantities may have up to three decimals (kilograms). */
	readonly decimalQuantity: boolean;
	readonly warningZh: string | null;
	readonly warningEn: string | null;
	readonly for: 'person' | 'station';
	readonly active: boolean;
}
export interface Kit extends Named {
	readonly unitZh: string;
	readonly lines: readonly { readonly supply: string; readonly qty: number }[];
}
export interface WorksiteKind extends Named {
	readonly heatExposure: string;
	readonly newForm: boolean;
	readonly defaultKit: string | null;
	readonly alcoholFreeRequired: boolean;
}
export interface VisitPurpose extends Named {
	readonly programme: string | null;
	readonly sensitive: boolean;
	/** A home visit: household, hardship level and cause are asked. */
	readonly household: boolean;
}
export interface Station extends Named, Searchable {
	readonly region: string;
	readonly hours: string;
	readonly lng: number | null;
	readonly lat: number | null;
}
export interface Organisation extends Named, Searchable {
	readonly region: string;
	readonly type: string;
	readonly parent: string | null;
	readonly worksiteKind: string | null;
	readonly workers: number | null;
}
/** A colleague as phones may know them: name and team, never the telephone number. `code` is the account's id. */
export interface Person extends Named {
	readonly region: string;
	readonly team: string | null;
}
/** A flat list of codes: `audience_category`, `recipient_category`, `hardship_level`, ... as in the imported enums. */
export interface CodeList {
	readonly code: string;
	readonly items: readonly CodeItem[];
}
export interface CodeItem extends Named {
	/** recipient_category: who drives, works at height or at machines is given no medicine with alcohol (R18). */
	readonly alcoholFreeRequired?: boolean;
}
/** One region's heat calendar of one month. `code` is `<region>:<YYYY-MM>`, `days[d-1]` the day's maximum in 0.1 degrees C. */
export interface Heat {
	readonly code: string;
	readonly region: string;
	readonly month: string;
	readonly days: readonly (number | null)[];
}

/** The type behind each kind. */
export interface ReferenceTypes {
	region: Region;
	township: Township;
	programme: Programme;
	campaign: Campaign;
	topic: Topic;
	team: Team;
	speaker: Speaker;
	supply: Supply;
	store: Store;
	kit: Kit;
	worksiteKind: WorksiteKind;
	visitPurpose: VisitPurpose;
	station: Station;
	organisation: Organisation;
	person: Person;
	codeList: CodeList;
	codeKey: CodeKey;
	heat: Heat;
}

/** Read access to reference data, the same on phone and server. Unknown codes give undefined, never an error. */
export interface Reference {
	get<K extends ReferenceKind>(kind: K, code: string | null | undefined): ReferenceTypes[K] | undefined;
	all<K extends ReferenceKind>(kind: K): readonly ReferenceTypes[K][];
	/** Day's maximum in degrees C by the region's calendar, or null where it has none. */
	maximum(region: string, date: string): number | null;
}
