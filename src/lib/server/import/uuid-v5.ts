import { createHash } from 'node:crypto';
import type { Uuid } from '#lib/domain/ids.ts';

/**
 * A UUIDv5 (RFC 9562 section 5.5): the same namespace and name give the same id, so that a second import finds what the
 * first one made.
 * @param namespace a UUID, here the record the name belongs to
 * @param name anything; hashed as UTF-8
 */
export function uuidV5(namespace: Uuid, name: string): Uuid {
	const digest = createHash('sha1')
		.update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
		.update(name, 'utf8')
		.digest();
	const bytes = digest.subarray(0, 16);
	bytes[6] = 0x50 | ((bytes[6] ?? 0) & 0x0f);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
