/** Seconds after which it is worth asking again while the database does not work. */
const RETRY_AFTER = 10;

/** 503 with the time to wait, for a phone's request; phones keep their work and come back. */
export function outageAnswer(): Response {
	return Response.json(
		{ error: 'busy', retryAfterSeconds: RETRY_AFTER },
		{ status: 503, headers: { 'retry-after': String(RETRY_AFTER), 'cache-control': 'no-store' } }
	);
}

/** The same for a page that says so in words. */
export function asOutage(page: Response): Response {
	const headers = new Headers(page.headers);
	headers.set('retry-after', String(RETRY_AFTER));
	headers.set('cache-control', 'no-store');
	return new Response(page.body, { status: 503, headers });
}
