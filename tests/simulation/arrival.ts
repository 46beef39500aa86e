import type { HttpRequest } from '#lib/sync/ports.ts';

/** A request as it comes out of the network. */
export interface Arrival {
	readonly path: string;
	readonly headers: HttpRequest['headers'];
	readonly method?: HttpRequest['method'];
	readonly text: string;
	/** Of a file. */
	readonly bytes?: Uint8Array;
	readonly device: string;
	readonly token: string;
}
