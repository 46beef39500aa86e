/** A record's body judged by its kind's rules, and the columns and flags that follow from it. */
import { answerKey, type Issue } from '#lib/domain/issue.ts';
import type { Body } from '#lib/domain/merge.ts';
import { photosIn } from '#lib/domain/photo.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import type { FlagTable, RecordTable } from '#lib/server/database/schema.ts';
import type { Judged, PushWorld } from './apply.ts';
import { datedByClock } from './dated-by-clock.ts';
import { photoFlags } from '#lib/server/photos/photo-flags.ts';
import { readBody } from './read-operation.ts';
import { seasonOf } from '#lib/domain/season-of.ts';
import { rejected, type Refused } from './refused.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';

/** Flags that the rows on a record give (`count-rows.ts`); rules of these codes block, they never flag. */
export const COUNTED_FLAGS: ReadonlySet<string> = new Set(['R02', 'receipts']);

/** Flags that no rule of the kind gives: they stay when the body is judged again. */
export const LASTING_FLAGS: ReadonlySet<string> = new Set(['R39', 'correction', ...COUNTED_FLAGS]);

/** A device clock further off than this is flagged (R39). */
const SKEW_LIMIT_MILLIS = 5 * 60_000;

export interface JudgedBody {
	readonly ok: true;
	readonly warnings: readonly Issue[];
	readonly keys: Pick<RecordTable, 'duplicate_key' | 'season_key'>;
}

/**
 * Rules and required fields. A block refuses; warnings come back and become flags, they never refuse.
 * @param firstSavedAt instant of the first save: late entry is measured to its day
 */
export function judgeBody(
	judged: Judged,
	body: Body,
	firstSavedAt: string,
	world: PushWorld
): JudgedBody | Refused {
	const keys = keysOf(judged, body);
	const self = judged.operation.recordId;
	const context: RuleContext = {
		today: world.today,
		recordedOn: shanghaiDay(new Date(firstSavedAt)),
		reference: world.reference,
		sameDay: world.sharing('duplicate_key', keys.duplicate_key, self),
		sameSeason: world.sharing('season_key', keys.season_key, self),
		recorder: world.states.get(self)?.row.recorder ?? judged.account,
		inHand: (place, supply) => world.inHand(place, supply, self),
		origin: body['imported'] === true ? 'import' : 'form'
	};
	const issues = [...judged.kind.required(body, context), ...judged.kind.rules(body, context)];
	const blocks = issues.filter((issue) => issue.severity === 'block');
	if (blocks.length > 0) {
		const future = blocks.some((issue) => issue.code === 'R07');
		return rejected(future ? 'future-date' : 'rule', {
			issues: blocks.map(({ code, field, message, params }) => ({
				code,
				field,
				message,
				...(params ? { params } : {})
			}))
		});
	}
	return { ok: true, warnings: issues.filter((issue) => issue.severity === 'warn'), keys };
}

/** Region, year, keys, parent, photos and the place it takes goods from, of a body not yet judged, for what a push must load beforehand; null when it cannot be read. */
export function judgeKeys(judged: Judged, world: Pick<PushWorld, 'reference' | 'today'>) {
	const read = readBody(judged.operation, judged.kind);
	if (!read.ok) return null;
	const body = takenBody(judged, read.body as Body, world);
	const { region, date, parent } = judged.kind.facets(body);
	const by = { recorder: judged.account, state: null };
	const from = judged.kind.moves?.(judged.operation.recordId, body, by)?.from ?? null;
	return {
		...keysOf(judged, body),
		region,
		year: Number(date.slice(0, 4)),
		parent,
		from,
		photos: photosIn(body)
	};
}

/** A body as the record takes it: its region by today's code, its day not by a clock that was ahead. */
export function takenBody(judged: Judged, body: Body, world: Pick<PushWorld, 'reference' | 'today'>): Body {
	return datedByClock(judged, withPresentRegion(body, world.reference), world);
}

/** A region by its present code: 361029 became 361003. */
function withPresentRegion(body: Body, reference: Reference): Body {
	const region = String(body['region']);
	if (reference.get('region', region)) return body;
	const present = reference.all('region').find((one) => one.oldCodes.includes(region));
	return present ? { ...body, region: present.code } : body;
}

/** By what a record is found as possibly the same (R09) or as served before (R14). */
function keysOf({ kind }: Judged, body: Body): Pick<RecordTable, 'duplicate_key' | 'season_key'> {
	const { date, region, team, organisation, station, programme, campaign } = kind.facets(body);
	const place = organisation ?? station ?? typedPlace(region, body['venue'] ?? body['placeText']);
	const season = seasonOf({ campaign, programme, date });
	const reviewed = kind.reviewed && place !== null;
	return {
		duplicate_key: reviewed ? [kind.kind, date, place, team ?? ''].join('|') : null,
		season_key:
			kind.merging?.seasonKey?.(body) ?? (reviewed && season ? [kind.kind, season, place].join('|') : null)
	};
}

/** A place in words, however they are spaced and typed; null without any. */
function typedPlace(region: string, words: unknown): string | null {
	const typed = typeof words === 'string' ? words.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase() : '';
	return typed ? `${region}:${typed}` : null;
}

/** Flags of a body: the answer is what the recorder gave to the warning, null while it is open. */
export function flagsOf(
	judged: Judged,
	body: Body,
	warnings: readonly Issue[],
	before: readonly FlagTable[],
	rev: number,
	world: PushWorld
): FlagTable[] {
	const answers = (body['answers'] ?? {}) as Readonly<Record<string, string>>;
	const record_id = judged.operation.recordId;
	const flags = warnings.map((issue): FlagTable => {
		const old = before.find((flag) => flag.code === issue.code && flag.field === issue.field);
		const answer = answers[answerKey(issue)]?.trim();
		return {
			id: old?.id ?? world.newId(),
			record_id,
			code: issue.code,
			field: issue.field,
			message: issue.message,
			params: issue.params ? JSON.stringify(issue.params) : null,
			answer: answer ? answer : null,
			created_rev: old?.created_rev ?? rev,
			// Dismissed once, it stays so when the rule finds it again.
			closed: old?.closed ?? 0
		};
	});
	const lasting = before.filter((flag) => LASTING_FLAGS.has(flag.code));
	const skewed = Math.abs(judged.skewMillis ?? 0) > SKEW_LIMIT_MILLIS;
	if (skewed && !lasting.some((flag) => flag.code === 'R39')) {
		flags.push({
			id: world.newId(),
			record_id,
			code: 'R39',
			field: 'date',
			message: 'rule_r39',
			params: JSON.stringify({ minutes: Math.round((judged.skewMillis ?? 0) / 60_000) }),
			answer: null,
			created_rev: rev,
			closed: 0
		});
	}
	return [...flags, ...photoFlags(record_id, body, before, rev, world), ...lasting];
}

export function countOpenFlags(flags: readonly FlagTable[]): number {
	return flags.filter((flag) => flag.answer === null && !flag.closed).length;
}

/** Columns of a record that follow from its body. */
export function columnsOf({ kind }: Judged, body: Body, world: PushWorld) {
	const { trip, parent, sensitive, ...facets } = kind.facets(body);
	return {
		region: facets.region,
		date: facets.date,
		team: facets.team,
		organisation: facets.organisation,
		station: facets.station,
		programme: facets.programme,
		campaign: facets.campaign,
		trip,
		parent,
		sensitive: sensitive ? (1 as const) : (0 as const),
		schema: kind.version,
		body: JSON.stringify(body),
		wording: world.wordingOf(kind.searchText(body, world.reference))
	};
}
