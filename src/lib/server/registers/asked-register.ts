import { locale } from '#lib/i18n.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';
import { deskReach, readsMasked } from '#lib/server/figures/desk-reach.ts';
import { seasonsWithRecords } from '#lib/server/figures/period.ts';
import { loadReference } from '#lib/server/sync/reference-store.ts';
import { shanghaiDay } from '#lib/domain/shanghai-time.ts';
import { handoutRegister } from './handout-register.ts';
import { signedExport } from './signed-export.ts';

/**
 * The register a person asked for, with what may be chosen instead. `region` and `campaign` may be empty: then the first
 * county the person reads and the latest season. Null register: there is nothing this person may read. Its records are read
 * later, by `reader`: nothing is asked of it here, which may be inside a snapshot of its only connection.
 */
export async function askedRegister(
	db: Trx,
	desk: DeskIdentity,
	asked: { readonly region: string | null; readonly campaign: string | null; readonly why: string },
	now: Date,
	reader: Sql
) {
	const { counties } = await deskReach(db, desk);
	const seasons = await seasonsWithRecords(
		db,
		counties.map((county) => county.code)
	);
	const region =
		counties.find((county) => county.code === asked.region)?.code ??
		(asked.region ? null : counties[0]?.code);
	const campaign = seasons.find((season) => season.code === asked.campaign)?.code ?? seasons[0]?.code;
	const language = locale();
	const register =
		region && campaign
			? handoutRegister(reader, await loadReference(db), {
					region,
					campaign,
					locale: language,
					today: shanghaiDay(now),
					...signedExport(desk, asked.why, now),
					maskPersons: readsMasked(desk, region)
				})
			: null;
	return { register, region: region ?? null, campaign: campaign ?? null, counties, seasons };
}
