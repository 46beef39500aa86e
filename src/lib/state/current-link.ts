import type { Link } from '#lib/sync/attachments/lane-ports.ts';

/** `type` of the Network Information API, which only some browsers on phones have. */
interface Connection {
	readonly type?: string;
}

/** How this phone is connected, as far as its browser says. */
export function currentLink(): Link {
	const { connection } = navigator as { connection?: Connection };
	const type = connection?.type;
	if (type === undefined || type === 'unknown') return 'unknown';
	return type === 'wifi' || type === 'ethernet' ? 'wifi' : 'other';
}
