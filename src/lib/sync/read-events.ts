/** One server-sent event. */
export interface ServerEvent {
	readonly event: string;
	readonly data: string;
}

/**
 * Reads a stream of server-sent events piece by piece, as it arrives (HTML, "Parsing an event stream"; ids and `retry` are
 * not used here). Give it each piece of text; it gives back the events that are complete by then.
 */
export function createEventReader(): (piece: string) => ServerEvent[] {
	let rest = '';
	return (piece) => {
		const parts = (rest + piece).replaceAll('\r\n', '\n').split('\n\n');
		rest = parts.pop() ?? '';
		return parts.flatMap((part) => {
			let event = 'message';
			const data: string[] = [];
			for (const line of part.split('\n')) {
				if (line.startsWith('event:')) event = line.slice(6).trim();
				else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
			}
			return data.length > 0 ? [{ event, data: data.join('\n') }] : [];
		});
	};
}
