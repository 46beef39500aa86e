import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { uuidText, type Uuid } from '#lib/domain/ids.ts';
import { naturalKey, type KeyedPerson } from '#lib/domain/natural-key.ts';

/**
 * The id of the row that one person has under one record (UUID version 8, RFC 9562 section 5.8): made of the natural key, so
 * that two phones which have never heard of each other give it the same one, and the database's own key keeps it single.
 * Null where nobody is named.
 */
export function naturalId(kind: string, parent: Uuid, person: KeyedPerson): Uuid | null {
	const key = naturalKey(person);
	if (key === null) return null;
	const bytes = sha256(utf8ToBytes(`liangfeng ${kind}\n${parent}\n${key}`)).subarray(0, 16);
	bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	return uuidText(bytes);
}
