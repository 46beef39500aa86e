/**
 * The deployment's own key pair. It is made at the first start and lies in the database, not in a file beside it: every
 * server process of the deployment can open a file, and a backup brings back what old files need. Whoever may read the
 * database reads the records anyway; the private half is never sent and never logged.
 */
import { createHash, webcrypto, type webcrypto as Web } from 'node:crypto';
import { sql } from 'kysely';
import { toBase64, type SealingKey } from '#lib/protocol/sealed-file.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { Sql, Trx } from '#lib/server/database/schema.ts';

const { subtle } = webcrypto;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** Makes the pair where there is none. Of processes that start together one makes it. */
export async function ensureSealingKey(database: ServerDatabase, now: Date): Promise<void> {
	if (await publicSealingKey(database.reader)) return;
	const pair = await subtle.generateKey(CURVE, true, ['deriveBits']);
	const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
	const row = {
		n: 1,
		id: createHash('sha256').update(raw).digest('hex').slice(0, 16),
		public_key: toBase64(raw),
		private_key: JSON.stringify(await subtle.exportKey('jwk', pair.privateKey)),
		created_at: now.toISOString()
	};
	await database.transaction((trx) =>
		trx
			.insertInto('sealing_key')
			.values(row)
			.onConflict((conflict) => conflict.column('n').doNothing())
			.execute()
	);
}

/** What phones seal with now; undefined before the first start of a server that has keys. */
export async function publicSealingKey(db: Sql | Trx): Promise<SealingKey | undefined> {
	return db
		.selectFrom('sealing_key')
		.select(['id', 'public_key as key'])
		.orderBy('n', 'desc')
		.limit(sql.lit(1))
		.executeTakeFirst();
}

/** The private half of any key this deployment ever had, or undefined. */
export async function privateSealingKey(db: Sql | Trx, id: string): Promise<Web.CryptoKey | undefined> {
	const row = await db
		.selectFrom('sealing_key')
		.select('private_key')
		.where('id', '=', id)
		.executeTakeFirst();
	if (!row) return undefined;
	const jwk = JSON.parse(row.private_key) as Web.JsonWebKey;
	return subtle.importKey('jwk', jwk, CURVE, false, ['deriveBits']);
}
