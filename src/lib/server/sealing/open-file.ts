import { webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { openSealed, readSealed } from '#lib/protocol/sealed-file.ts';
import type { Sql } from '#lib/server/database/schema.ts';
import { privateSealingKey } from './sealing-keys.ts';

/**
 * Most bytes of a file of unsent work: of a plain one, and of what a sealed one is inflated to. The form around it is let in
 * up to 32 MB (`http/body-limit.ts`).
 */
export const LARGEST_FILE = 30_000_000;
const inflate = promisify(gunzip);

/** `unknown-key`: sealed for this deployment with a key that this database has never had. */
export type OpenProblem = 'newer' | 'damaged' | 'other-server' | 'unknown-key';

/** The text inside a sealed file, or why it stays closed. */
export async function openFile(
	db: Sql,
	text: string
): Promise<{ readonly text: string } | { readonly problem: OpenProblem }> {
	const file = readSealed(text);
	if (typeof file === 'string') return { problem: file };
	const meta = await db.selectFrom('meta').select('server_id').executeTakeFirstOrThrow();
	if (file.header.serverId !== meta.server_id) return { problem: 'other-server' };
	const key = await privateSealingKey(db, file.header.keyId);
	if (!key) return { problem: 'unknown-key' };
	const { subtle } = webcrypto;
	const content = await openSealed(subtle as SubtleCrypto, key as CryptoKey, file);
	if (!content) return { problem: 'damaged' };
	try {
		const bytes = file.header.gzip ? await inflate(content, { maxOutputLength: LARGEST_FILE }) : content;
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
	} catch {
		return { problem: 'damaged' };
	}
}
