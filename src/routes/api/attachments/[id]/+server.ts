import { ACCOUNT_HEADER } from '#lib/protocol/push.ts';
import { fileAtDesk, fileOnPhone } from '#lib/server/attachments/find-file.ts';
import { noteMissing } from '#lib/server/attachments/missing-photos.ts';
import { photoResponse } from '#lib/server/attachments/photo-response.ts';
import { admitPhone } from '#lib/server/sync/admit-phone.ts';
import type { RequestHandler } from './$types';

/** A photo, for who may see its record: a phone that names its account, or the desk. */
export const GET: RequestHandler = async (event) => {
	const { database, desk, files, ports } = event.locals;
	const { id } = event.params;
	const now = ports.clock();
	const known = event.request.headers.get('if-none-match');
	const onmissing = (sha256: string) => noteMissing(database, sha256, now);
	if (event.request.headers.has(ACCOUNT_HEADER)) {
		const who = await admitPhone(database, event, now);
		if (!who.ok) return who.response;
		return photoResponse(id, await fileOnPhone(database, who.identity, id, now), known, files, onmissing);
	}
	if (!desk) return Response.json({ error: 'no-session' }, { status: 401 });
	return photoResponse(id, await fileAtDesk(database, desk, id, now), known, files, onmissing);
};
