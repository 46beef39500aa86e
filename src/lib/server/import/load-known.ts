import type { Region, ReferenceKind } from '#lib/domain/reference.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { KnownCodes } from './known-codes.ts';

/** The codes the database has already, so that a folder may bring only a part. */
export async function loadKnown(db: Sql): Promise<KnownCodes> {
	const known = new KnownCodes();
	const rows = await db.selectFrom('reference_row').select(['kind', 'code']).where('gone', '=', 0).execute();
	for (const { kind, code } of rows) known.add(kind as ReferenceKind, code);
	const regions = await db
		.selectFrom('reference_row')
		.select('body')
		.where('kind', '=', 'region')
		.where('gone', '=', 0)
		.execute();
	for (const { body } of regions) {
		const region = JSON.parse(body) as Region;
		for (const old of region.oldCodes) known.addOldRegion(old, region.code);
	}
	for (const { id } of await db.selectFrom('account').select('id').execute()) known.addAccount(id);
	return known;
}
