import { CODE_SIGNING } from './code-key.ts';
import { codeText, textToSign, type CodeType } from './code-text.ts';

/** What a deployment signs with. */
export interface SigningKey {
	readonly id: string;
	readonly key: CryptoKey;
}

/**
 * The text of a code for an id.
 * @throws RangeError for an id that does not fit (`textToSign`)
 */
export async function signCode(
	type: CodeType,
	id: string,
	by: SigningKey,
	subtle: SubtleCrypto
): Promise<string> {
	const signed = textToSign(type, by.id, id);
	const signature = await subtle.sign(CODE_SIGNING, by.key, new TextEncoder().encode(signed));
	return codeText(signed, new Uint8Array(signature));
}
