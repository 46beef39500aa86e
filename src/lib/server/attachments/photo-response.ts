import type { FoundFile } from './find-file.ts';
import type { AttachmentStores } from './stores.ts';

/** True where the browser that asks has just this file: an ETag of its own, or one that a server on the way made weak. */
const has = (known: string | null, tag: string) =>
	(known ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/**
 * The file as what it is and nothing else: its exact type, not to be guessed at, in a sandbox when it is opened by itself.
 * 304 where the browser has it, 404 where there is none for this reader, 410 where the store has lost it.
 *
 * A browser may keep a picture, and asks each time before it shows it: a right that ended, or another person at the same
 * browser, counts at once.
 * @param found what this reader may see: judged anew for every request, whatever the browser has
 * @param known `if-none-match` of the request
 * @param onmissing told of a file that the store does not have
 */
export async function photoResponse(
	id: string,
	found: FoundFile | null,
	known: string | null,
	{ files }: Pick<AttachmentStores, 'files'>,
	onmissing: (sha256: string) => Promise<void>
): Promise<Response> {
	if (!found) return Response.json({ error: 'no-such-photo' }, { status: 404 });
	const etag = `"${found.sha256}"`;
	const keeping = { etag, 'cache-control': 'private, no-cache' };
	if (has(known, etag)) return new Response(null, { status: 304, headers: keeping });
	const bytes = await files.get(found.sha256);
	if (!bytes) {
		await onmissing(found.sha256);
		return Response.json(
			{ error: 'photo-missing' },
			{ status: 410, headers: { 'cache-control': 'no-store' } }
		);
	}
	const ending = found.mime === 'image/webp' ? 'webp' : 'jpg';
	return new Response(bytes, {
		headers: {
			'content-type': found.mime,
			'content-length': String(bytes.length),
			'x-content-type-options': 'nosniff',
			'content-disposition': `inline; filename="${id}.${ending}"`,
			'content-security-policy': "default-src 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			...keeping
		}
	});
}
