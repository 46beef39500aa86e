/**
 * A sealed file - version 1: what a phone could not send, readable for its deployment's server alone.
 *
 * Text, one part a line, so that any road may carry it and every share sheet takes it (`.txt`). The first line is the
 * header, JSON: which deployment and which of its keys (`keyId`), the phone's one-time public key, the number of parts.
 * Every further line is one part of at most 64 kB of content in base64: AES-256-GCM under
 * HKDF-SHA-256(ECDH P-256(one-time key, deployment's key), salt: the one-time public key, info: this format's name).
 * The nonce is the part's number; the header's bytes, with the number of parts, are authenticated with every part. So a
 * part that is changed, missing, doubled or moved, or another header, opens nothing. The content is gzip or plain.
 *
 * The private key never leaves the server's database, and a phone that wrote a file cannot read it again.
 */
import { z } from './zod.ts';

export const SEALED_FORMAT = 'liangfeng-sealed';
export const SEALED_VERSION = 1;
const PART = 64 * 1024;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** The public half of a deployment's key, as phones keep it. */
export const sealingKey = z.object({
	/** First 8 bytes of SHA-256 of the key, hex. */
	id: z.string().max(64),
	/** Uncompressed point, base64. */
	key: z.string().max(200)
});
export type SealingKey = z.infer<typeof sealingKey>;

const sealedHeader = z.object({
	format: z.literal(SEALED_FORMAT),
	version: z.number().int(),
	serverId: z.string().max(64),
	keyId: z.string().max(64),
	oneTimeKey: z.string().max(200),
	gzip: z.boolean(),
	parts: z.number().int().min(1).max(100_000)
});
export type SealedHeader = z.infer<typeof sealedHeader>;

/** A sealed file taken apart, not yet opened. */
export interface SealedFile {
	readonly header: SealedHeader;
	readonly headerLine: string;
	readonly parts: readonly string[];
}

/** Why a sealed file cannot be read: it is of a newer version, or not as it was written. */
export type SealedProblem = 'newer' | 'damaged';

const encoder = new TextEncoder();

export function toBase64(bytes: Uint8Array): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += 8_192)
		binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
	return btoa(binary);
}

/** @throws where the text is no base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

async function contentKey(
	subtle: SubtleCrypto,
	own: CryptoKey,
	other: CryptoKey,
	oneTimeKey: string,
	usage: 'encrypt' | 'decrypt'
): Promise<CryptoKey> {
	const secret = await subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
	const base = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	const info = encoder.encode(`${SEALED_FORMAT} ${SEALED_VERSION}`);
	const salt = fromBase64(oneTimeKey);
	const aes = { name: 'AES-GCM', length: 256 } as const;
	return subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info }, base, aes, false, [usage]);
}

/** The key is used for one file only: the part's place is nonce enough. */
function gcmOf(index: number, headerLine: string) {
	const iv = new Uint8Array(12);
	new DataView(iv.buffer).setUint32(0, index);
	return { name: 'AES-GCM', iv, additionalData: encoder.encode(headerLine) } as const;
}

/** @param content at least one byte; `gzip` says whether it is compressed */
export async function sealFile(
	subtle: SubtleCrypto,
	to: SealingKey & { readonly serverId: string },
	content: Uint8Array<ArrayBuffer>,
	gzip: boolean
): Promise<string> {
	const oneTime = await subtle.generateKey(CURVE, true, ['deriveBits']);
	const oneTimeKey = toBase64(new Uint8Array(await subtle.exportKey('raw', oneTime.publicKey)));
	const receiver = await subtle.importKey('raw', fromBase64(to.key), CURVE, false, []);
	const key = await contentKey(subtle, oneTime.privateKey, receiver, oneTimeKey, 'encrypt');
	const parts = Math.max(1, Math.ceil(content.length / PART));
	const header: SealedHeader = {
		format: SEALED_FORMAT,
		version: SEALED_VERSION,
		serverId: to.serverId,
		keyId: to.id,
		oneTimeKey,
		gzip,
		parts
	};
	const headerLine = JSON.stringify(header);
	const lines = [headerLine];
	for (let index = 0; index < parts; index++) {
		const part = content.subarray(index * PART, (index + 1) * PART);
		const sealed = await subtle.encrypt(gcmOf(index, headerLine), key, part);
		lines.push(toBase64(new Uint8Array(sealed)));
	}
	return `${lines.join('\n')}\n`;
}

/** True when a file says of itself that it is sealed, whatever became of it on the way. */
export function isSealed(text: string): boolean {
	return text.slice(0, 200).includes(`"${SEALED_FORMAT}"`);
}

/** Takes a sealed file apart. Line ends may have changed on the way. */
export function readSealed(text: string): SealedFile | SealedProblem {
	const [headerLine = '', ...parts] = text.trimEnd().split(/\r?\n/);
	let said: unknown;
	try {
		said = JSON.parse(headerLine);
	} catch {
		return 'damaged';
	}
	if (
		z
			.object({
				version: z
					.number()
					.int()
					.min(SEALED_VERSION + 1)
			})
			.safeParse(said).success
	)
		return 'newer';
	const header = sealedHeader.safeParse(said);
	if (!header.success || parts.length !== header.data.parts) return 'damaged';
	return { header: header.data, headerLine, parts };
}

/**
 * @param privateKey of the deployment, for `deriveBits`
 * @returns the content (compressed where the header says so), or null when a byte of it is not as it was written
 */
export async function openSealed(
	subtle: SubtleCrypto,
	privateKey: CryptoKey,
	{ header, headerLine, parts }: SealedFile
): Promise<Uint8Array<ArrayBuffer> | null> {
	try {
		const sender = await subtle.importKey('raw', fromBase64(header.oneTimeKey), CURVE, false, []);
		const key = await contentKey(subtle, privateKey, sender, header.oneTimeKey, 'decrypt');
		const opened: Uint8Array[] = [];
		for (const [index, part] of parts.entries()) {
			const sealed = fromBase64(part);
			// Another spelling of the same bytes is another file.
			if (toBase64(sealed) !== part) return null;
			opened.push(new Uint8Array(await subtle.decrypt(gcmOf(index, headerLine), key, sealed)));
		}
		const content = new Uint8Array(opened.reduce((sum, part) => sum + part.length, 0));
		let at = 0;
		for (const part of opened) {
			content.set(part, at);
			at += part.length;
		}
		return content;
	} catch {
		return null;
	}
}
