import type { FoundFile } from './find-file.ts';
import type { AttachmentStores } from './stores.ts';

/**
 * The file as what it is and nothing else: its exact type, not to be guessed at, in a sandbox when it is opened by itself.
 * 404 where there is none for this reader, 410 where the store has lost it.
 * @param onmissing told of a file that the store does not have
 */
export async function photoResponse(
	id: string,
	found: FoundFile | null,
	{ files }: Pick<AttachmentStores, 'files'>,
	onmissing: (sha256: string) => Promise<void>
): Promise<Response> {
	if (!found) return Response.json({ error: 'no-such-photo' }, { status: 404 });
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
			// Kept by the one browser that was allowed to see it, an hour: a right may end.
			'cache-control': 'private, max-age=3600'
		}
	});
}
