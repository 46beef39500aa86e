/** What the rules may know of this phone's other records: possible duplicates of a day, and of a season. */
import type { Reference } from '#lib/domain/reference.ts';
import type { RecordKind, RuleContext } from '#lib/records/kind.ts';
import { milliInHand } from '#lib/domain/stock/in-hand.ts';
import type { Databases } from '#lib/storage/databases.ts';
import { getRecord } from '#lib/storage/lists/one-record.ts';
import { recordsAtPlace, recordsOfDay } from '#lib/storage/lists/records-nearby.ts';
import type { LocalRecord } from '#lib/storage/rows.ts';
import { readInHand } from './stock-in-hand.ts';
import { dayOf } from './today.ts';

/** The place in free words, where no list has it. */
function placeWords(body: unknown): string {
	const fields = (body ?? {}) as Record<string, unknown>;
	const words = fields['placeText'] || fields['venue'];
	return typeof words === 'string' ? words.trim() : '';
}

export async function buildRuleContext(
	databases: Databases,
	kind: RecordKind,
	recordId: string,
	body: unknown,
	known: { today: string; reference: Reference; recorder: string }
): Promise<RuleContext> {
	const record = await getRecord(databases, recordId);
	const recordedOn = record ? dayOf(Date.parse(record.savedAt)) : known.today;
	const stock = kind.moves ? await readInHand(databases, recordId) : null;
	const context = {
		...known,
		recorder: record?.recorder ?? known.recorder,
		...{ recordedOn, origin: 'form' as const },
		...(stock && { inHand: (place: string, supply: string) => milliInHand(stock.holdings, place, supply) })
	};
	let facets;
	try {
		facets = kind.facets(body);
	} catch {
		return { ...context, sameDay: [], sameSeason: [] };
	}
	const { organisation, station, team, date, campaign } = facets;
	const words = placeWords(body);
	const isOther = (row: LocalRecord) => row.id !== recordId && row.state !== 'voided';
	const isHere = (row: LocalRecord) => {
		if (organisation) return row.organisation === organisation;
		if (station) return row.station === station;
		return words !== '' && placeWords(row.body) === words;
	};
	const day = typeof date === 'string' && date ? await recordsOfDay(databases, kind.kind, date) : [];
	const atPlace =
		campaign && (organisation || station)
			? await recordsAtPlace(databases, kind.kind, { organisation, station })
			: [];
	return {
		...context,
		sameDay: day.filter((row) => isOther(row) && row.team === team && isHere(row)).map((row) => row.id),
		sameSeason: atPlace.filter((row) => isOther(row) && row.campaign === campaign).map((row) => row.id)
	};
}
