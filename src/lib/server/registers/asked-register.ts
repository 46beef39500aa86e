import { locale } from '#lib/i18n.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import { deskReach, readsMasked } from '#lib/server/figures/desk-reach.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { periodsOf } from './register-period.ts';
import { recordsWithPersons } from './records-with-persons.ts';
import { REGISTERS, type RegisterName } from './register-sorts.ts';
import { signedExport } from './signed-export.ts';

export interface Asked {
	readonly region: string | null;
	readonly campaign: string | null;
	/** The one record whose persons are wanted; '': the newest, `all`: those of the season. */
	readonly record: string | null;
	readonly why: string;
}

/**
 * The register a person asked for, with what may be chosen instead. `region` and `campaign` may be empty: then the first
 * county the person reads and the latest season or year. Null register: there is nothing this person may read. Its records are read
 * later, by `reader`: nothing is asked of it here, which may be inside a snapshot of its only connection.
 */
export async function askedRegister(
	db: Trx,
	desk: DeskIdentity,
	name: RegisterName,
	asked: Asked,
	now: Date,
	reader: Sql
) {
	const { counties } = await deskReach(db, desk);
	const sort = REGISTERS[name];
	const seasons = await periodsOf(
		db,
		sort.kind,
		counties.map((county) => county.code)
	);
	const region =
		counties.find((county) => county.code === asked.region)?.code ??
		(asked.region ? null : counties[0]?.code);
	const campaign = seasons.find((season) => season.code === asked.campaign)?.code ?? seasons[0]?.code;
	const chosen = { region: region ?? null, campaign: campaign ?? null, counties, seasons };
	if (!region || !campaign) return { ...chosen, register: null, record: null, records: [] };
	const language = locale();
	const reference = await loadReference(db);
	const records = sort.ofOne
		? await recordsWithPersons(db, reference, { kind: sort.kind, region, campaign, locale: language })
		: [];
	const wanted = asked.record || (records[0]?.id ?? null);
	const record = sort.ofOne && wanted !== 'all' ? wanted : null;
	const register = sort.build(reader, reference, {
		...{ region, campaign, record, locale: language },
		recordTitle: records.find((one) => one.id === record)?.title ?? null,
		today: shanghaiDay(now),
		...signedExport(desk, asked.why, now),
		maskPersons: readsMasked(desk, region)
	});
	return { ...chosen, register, record, records };
}
