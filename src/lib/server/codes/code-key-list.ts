import type { Sql } from '#lib/server/database/schema.ts';

export interface ListedCodeKey {
	readonly id: string;
	readonly createdAt: string;
	/** The present one signs; an older one is still read; a withdrawn one is refused. */
	readonly standing: 'present' | 'older' | 'withdrawn';
}

/** All keys the deployment ever signed codes with, the newest first; public facts only. */
export async function listCodeKeys(sql: Sql): Promise<readonly ListedCodeKey[]> {
	const keys = await sql.selectFrom('code_key').select(['id', 'created_at']).orderBy('n', 'desc').execute();
	const published = await sql
		.selectFrom('reference_row')
		.select(['code', 'gone'])
		.where('kind', '=', 'codeKey')
		.execute();
	const readable = new Set(published.filter((row) => row.gone === 0).map((row) => row.code));
	return keys.map(({ id, created_at }, at) => ({
		id,
		createdAt: created_at,
		standing: !readable.has(id) ? 'withdrawn' : at === 0 ? 'present' : 'older'
	}));
}
