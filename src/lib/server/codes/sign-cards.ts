import { webcrypto } from 'node:crypto';
import type { CodeType } from '#lib/domain/codes/code-text.ts';
import { signCode } from '#lib/domain/codes/sign-code.ts';
import { qrPath } from '#lib/server/accounts/qr-path.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import type { CodeEntry } from './code-entries.ts';
import { presentCodeKey } from './code-keys.ts';

/** A card as the sheet draws it: `qr` is an SVG path with one unit a module, `size` its width in modules. */
export interface Card extends CodeEntry {
	readonly qr: { readonly size: number; readonly path: string };
}

/** Signs the codes of these entries with the present key, which is made when there is none. */
export async function signCards(
	database: ServerDatabase,
	type: CodeType,
	entries: readonly CodeEntry[],
	now: Date
): Promise<readonly Card[]> {
	const key = await presentCodeKey(database, now);
	const subtle = webcrypto.subtle as SubtleCrypto;
	return Promise.all(
		entries.map(async (entry) => ({ ...entry, qr: qrPath(await signCode(type, entry.id, key, subtle)) }))
	);
}
