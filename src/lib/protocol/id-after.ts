import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { uuidV7, type Uuid } from '#lib/domain/ids.ts';

/**
 * Id under which work that was refused goes out once more: the server answers a known id with what it said before. It follows
 * from the refused one, so that whatever is repeated or cut off, it is one operation.
 * @param at instant of the work, ISO 8601
 */
export function idAfter(refused: Uuid, at: string): Uuid {
	return uuidV7(Date.parse(at), sha256(utf8ToBytes(`again\n${refused}`)));
}
