import { webcrypto } from 'node:crypto';
import type { CodeType } from '#lib/domain/codes/code-text.ts';
import { CODE_CURVE } from '#lib/domain/codes/code-key.ts';
import { signCode } from '#lib/domain/codes/sign-code.ts';
import type { World } from './world.ts';

const subtle = webcrypto.subtle as SubtleCrypto;

/** Cards of workers as the deployment signs them. */
export const workerCodes = (world: World, ids: readonly string[]) => signedCodes(world, 'worker', ids);

/** Codes as the deployment signs them. The key is made, and told to the phones, when the first sheet is printed. */
export async function signedCodes(world: World, type: CodeType, ids: readonly string[]): Promise<string[]> {
	const desk = await world.desk('administrator');
	await desk.page.goto('/desk/codes/sheet?type=unit&id=OG-361024');
	const [row] = await world.rows<{ id: string; private_key: string }>(
		'select id, private_key from code_key order by n desc limit 1'
	);
	if (!row) throw new Error('No sheet was printed.');
	const jwk = JSON.parse(row.private_key) as JsonWebKey;
	const key = await subtle.importKey('jwk', jwk, CODE_CURVE, false, ['sign']);
	return Promise.all(ids.map((id) => signCode(type, id, { id: row.id, key }, subtle)));
}
