/**
 * The server's log: one JSON line per event. Nothing personal: no query strings, no names, ids in addresses cut to their
 * kind (`/desk/people/:id`), an error by name and stack without its message's values.
 */
const ID = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z]{1,4}\d{2,}|[A-Za-z0-9_-]{20,}|\d{4,})$/;

/** An address with its ids cut and its query gone. */
export function quietPath(address: string): string {
	const path = address.split(/[?#]/, 1)[0] ?? '';
	if (path.startsWith('/_app/')) return '/_app/:asset';
	return path
		.split('/')
		.slice(0, 8)
		.map((part) => (ID.test(part) || /[^\w.@()[\]-]/.test(part) ? ':id' : part.slice(0, 40)))
		.join('/');
}

type Values = Readonly<Record<string, string | number | boolean | null>>;

function write(level: 'info' | 'error', event: string, values: Values): void {
	const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...values });
	if (level === 'error') console.error(line);
	else console.log(line);
}

export const log = {
	info: (event: string, values: Values = {}): void => write('info', event, values),
	error: (event: string, values: Values = {}): void => write('error', event, values),
	/** Where an unexpected error came from. Messages of databases quote values, so only name, code and frames are kept. */
	failure(event: string, id: string, cause: unknown): void {
		const known = cause instanceof Error ? cause : null;
		const code = known && 'code' in known ? String(known.code).slice(0, 60) : null;
		const frames = (known?.stack ?? '')
			.split('\n')
			.filter((line) => /^\s+at /.test(line))
			.slice(0, 6)
			.map((line) => line.trim());
		write('error', event, { id, name: known?.name ?? typeof cause, code, frames: frames.join(' | ') });
	}
};
