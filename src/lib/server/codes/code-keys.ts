/**
 * The keys by which the deployment signs its codes. A pair is made when the first sheet is printed and lies in the database
 * as the sealing keys do; its public half goes to every phone as reference data (`codeKey`). A new key does not end the
 * codes of the older ones: their public halves stay with the phones until they are withdrawn.
 */
import { createHash, webcrypto } from 'node:crypto';
import { CODE_CURVE } from '#lib/domain/codes/code-key.ts';
import { toBase32 } from '#lib/domain/codes/base32.ts';
import type { SigningKey } from '#lib/domain/codes/sign-code.ts';
import { toBase64 } from '#lib/protocol/sealed-file.ts';
import type { Trx } from '#lib/server/database/schema.ts';
import type { CodeKeyTable } from '#lib/server/database/schema-keys.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { audit } from '#lib/server/accounts/audit.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';

const { subtle } = webcrypto;

/** What signs now; made, and told to the phones, where there is none. Of requests that come together one makes it. */
export async function presentCodeKey(database: ServerDatabase, now: Date): Promise<SigningKey> {
	const row = (await newest(database.reader)) ?? (await addCodeKey(database, now, 'first'));
	const key = await subtle.importKey('jwk', JSON.parse(row.private_key) as JsonWebKey, CODE_CURVE, false, [
		'sign'
	]);
	return { id: row.id, key: key as CryptoKey };
}

/** A new key signs from now on; what older ones signed stays good. */
export async function rotateCodeKey(database: ServerDatabase, by: string, now: Date): Promise<void> {
	await addCodeKey(database, now, 'next', by);
}

/** Codes of this key are refused from now on: it got into wrong hands. The present key is followed by a new one first. */
export async function withdrawCodeKey(
	database: ServerDatabase,
	id: string,
	by: string,
	now: Date
): Promise<void> {
	if ((await newest(database.reader))?.id === id) await rotateCodeKey(database, by, now);
	await database.transaction(async (trx) => {
		await audit(trx, now, by, 'code-key-withdrawn', id);
		await writeReference(trx, [{ kind: 'codeKey', code: id, body: null }]);
	});
}

function newest(db: Pick<Trx, 'selectFrom'>): Promise<CodeKeyTable | undefined> {
	return db.selectFrom('code_key').selectAll().orderBy('n', 'desc').limit(1).executeTakeFirst();
}

async function addCodeKey(
	database: ServerDatabase,
	now: Date,
	which: 'first' | 'next',
	by?: string
): Promise<CodeKeyTable> {
	const pair = await subtle.generateKey(CODE_CURVE, true, ['sign', 'verify']);
	const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
	const made = {
		id: toBase32(createHash('sha256').update(raw).digest().subarray(0, 5)),
		public_key: toBase64(raw),
		private_key: JSON.stringify(await subtle.exportKey('jwk', pair.privateKey)),
		created_at: now.toISOString()
	};
	return database.transaction(async (trx) => {
		const last = await newest(trx);
		if (which === 'first' && last) return last;
		const row = { n: (last?.n ?? 0) + 1, ...made };
		await trx.insertInto('code_key').values(row).execute();
		if (by) await audit(trx, now, by, 'code-key-changed', row.id);
		await writeReference(trx, [
			{ kind: 'codeKey', code: row.id, body: { code: row.id, key: row.public_key } }
		]);
		return row;
	});
}
