import { CODE_CURVE, CODE_SIGNING, type CodeKey } from './code-key.ts';
import { parseCodeText, type CodeText, type CodeTextProblem, type CodeType } from './code-text.ts';

/**
 * `forged`: the signature is not the deployment's; `unknown-key`: signed by a key this phone has not, of another
 * deployment or newer than the last exchange; `no-crypto`: the browser cannot check it (no https).
 */
export type CodeProblem = CodeTextProblem | 'forged' | 'unknown-key' | 'no-crypto';

/** What a genuine code names. */
export interface ReadCode {
	readonly type: CodeType;
	readonly id: string;
}

/**
 * Reads a code and checks by whom it was signed; works without a network. Waits for the browser's cryptography: never call
 * it inside an IndexedDB transaction.
 * @param keys all public keys of the deployment that this phone knows
 */
export async function readCode(
	text: string,
	keys: readonly CodeKey[],
	subtle: SubtleCrypto | undefined
): Promise<ReadCode | { readonly problem: CodeProblem }> {
	const code = parseCodeText(text);
	if (typeof code === 'string') return { problem: code };
	const key = keys.find((one) => one.code === code.keyId);
	if (!key) return { problem: 'unknown-key' };
	if (!subtle) return { problem: 'no-crypto' };
	if (!(await isGenuine(code, key, subtle))) return { problem: 'forged' };
	return { type: code.type, id: code.id };
}

async function isGenuine(code: CodeText, key: CodeKey, subtle: SubtleCrypto): Promise<boolean> {
	try {
		const raw = Uint8Array.from(atob(key.key), (letter) => letter.charCodeAt(0));
		const checking = await subtle.importKey('raw', raw, CODE_CURVE, false, ['verify']);
		return await subtle.verify(CODE_SIGNING, checking, code.signature, new TextEncoder().encode(code.signed));
	} catch {
		// A key or signature that is no point of the curve.
		return false;
	}
}
