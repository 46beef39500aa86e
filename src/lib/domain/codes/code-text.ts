/**
 * What a printed or shown code says - version 1: `LF1.<type>.<key id>.<id>.<signature>`.
 *
 * Only characters of QR's alphanumeric mode that a hand-held scanner types without shift; at most version 8 at level M.
 * - type: one letter of `CODE_TYPES`
 * - key id: first 5 bytes of SHA-256 of the deployment's public key, base32
 * - id: as it is when it is of `0-9 A-Z -`; a UUID as `//` and its 16 bytes in base32; anything else as `/` and its UTF-8
 *   in base32
 * - signature: ECDSA P-256 with SHA-256 (r and s, 64 bytes) over all that stands before its dot, base32
 *
 * A code holds an id and nothing else: never a person's name or telephone number.
 */
import { isUuid, uuidText } from '#lib/domain/ids.ts';
import { fromBase32, toBase32 } from './base32.ts';

export const CODE_TYPES = { worker: 'W', unit: 'U', station: 'S', box: 'B', session: 'L' } as const;
export type CodeType = keyof typeof CODE_TYPES;

/** Bytes of an id at most, so that every code can be printed small and read from a tilted card. */
export const LONGEST_ID = 48;
const SIGNATURE_BYTES = 64;
/** Longer texts are no code of ours, whatever they begin with. */
const LONGEST_TEXT = 300;

export interface CodeText {
	readonly type: CodeType;
	readonly keyId: string;
	readonly id: string;
	/** What was signed. */
	readonly signed: string;
	readonly signature: Uint8Array<ArrayBuffer>;
}

/** `not-ours`: any other code; `newer`: of a later version than this app; `damaged`: begins like ours and is none. */
export type CodeTextProblem = 'not-ours' | 'newer' | 'damaged';

const isPlain = (id: string) => /^[0-9A-Z-]+$/.test(id);

function writeId(id: string): string {
	if (isPlain(id)) return id;
	if (!isUuid(id)) return `/${toBase32(new TextEncoder().encode(id))}`;
	const hex = id.replaceAll('-', '');
	return `//${toBase32(Uint8Array.from({ length: 16 }, (_, at) => parseInt(hex.slice(at * 2, at * 2 + 2), 16)))}`;
}

function readId(written: string): string | null {
	if (isPlain(written)) return written;
	if (!written.startsWith('/')) return null;
	const isId = written.startsWith('//');
	const bytes = fromBase32(written.slice(isId ? 2 : 1));
	if (!bytes) return null;
	if (!isId) {
		try {
			return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		} catch {
			return null;
		}
	}
	return uuidText(bytes);
}

/**
 * What is to be signed for an id.
 * @throws RangeError for an empty id or one of more than `LONGEST_ID` bytes
 */
export function textToSign(type: CodeType, keyId: string, id: string): string {
	const size = new TextEncoder().encode(id).length;
	if (size === 0 || size > LONGEST_ID) throw new RangeError('an id of a code has 1 to 48 bytes');
	return `LF1.${CODE_TYPES[type]}.${keyId}.${writeId(id)}`;
}

/** The whole text of a code. */
export function codeText(signed: string, signature: Uint8Array): string {
	return `${signed}.${toBase32(signature)}`;
}

/** As it was printed, whatever a scanner's or a phone's keyboard made of it. */
export const plainCode = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

const versionOf = (plain: string) => /^LF(?<version>\d{1,3})\./.exec(plain)?.groups?.['version'];

/** True for what begins as a code of any version does, and no number that is typed from a card. */
export const isCodeText = (text: string): boolean => versionOf(plainCode(text)) !== undefined;

/** Takes a text apart; whether it is genuine is not known by that. Case, full-width forms and blanks do not matter. */
export function parseCodeText(text: string): CodeText | CodeTextProblem {
	if (text.length > LONGEST_TEXT) return 'not-ours';
	const plain = plainCode(text);
	const version = versionOf(plain);
	if (version === undefined) return 'not-ours';
	if (version !== '1') return 'newer';
	const parts = plain.split('.');
	const [, letter = '', keyId = '', written = '', sealed = ''] = parts;
	const type = (Object.keys(CODE_TYPES) as CodeType[]).find((one) => CODE_TYPES[one] === letter);
	const id = readId(written);
	const signature = fromBase32(sealed);
	if (parts.length !== 5 || !type || !/^[A-Z2-7]{8}$/.test(keyId) || !id) return 'damaged';
	if (new TextEncoder().encode(id).length > LONGEST_ID || writeId(id) !== written) return 'damaged';
	if (signature?.length !== SIGNATURE_BYTES) return 'damaged';
	return { type, keyId, id, signed: parts.slice(0, 4).join('.'), signature };
}
