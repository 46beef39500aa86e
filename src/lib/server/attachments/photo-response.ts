import type { FoundFile } from './find-file.ts';
import type { AttachmentStores } from './stores.ts';

/**
 * The file as what it is and nothing else: its exact type, not to be guessed at, in a sandbox when it is opened by itself.
 * 404 where there is none for this reader, and where the store does not have it (yet).
 */
export async function photoResponse(
	id: string,
	found: FoundFile | null,
	{ files }: Pick<AttachmentStores, 'files'>
): Promise<Response> {
	const bytes = found && (await files.get(found.sha256));
	if (!found || !bytes) return Response.json({ error: 'no-such-photo' }, { status: 404 });
	const ending = found.mime === 'image/webp' ? 'webp' : 'jpg';
	return new Response(bytes, {
		headers: {
			'content-type': found.mime,
			'content-length': String(bytes.length),
			'x-content-type-options': 'nosniff',
			'content-disposition': `inline; filename="${id}.${ending}"`,
			'content-security-policy': "default-src 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			// Kept by the one browser that was allowed to see it, an hour: a right may end.
			'cache-control': 'private, max-age=3600'
		}
	});
}
