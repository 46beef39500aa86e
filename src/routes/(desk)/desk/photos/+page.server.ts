import { countMissing, listMissing, lookForMissing } from '#lib/server/attachments/missing-photos.ts';
import { asStoreFailure, StoreFailure } from '#lib/server/attachments/store-trouble.ts';
import { storeTroubleText } from '#lib/server/attachments/store-trouble-text.ts';
import { deskOf } from '#lib/server/desk/desk-of.ts';
import { nameIn } from '#lib/server/desk/record-list.ts';
import type { Actions, PageServerLoad } from './$types';

/** More than an administrator reads. */
const MOST = 200;

export const load: PageServerLoad = async (event) => {
	const { context } = await deskOf(event);
	const { files } = event.locals.files;
	// Asked now: what the store said at some upload may be long over, or not yet known.
	const trouble = await files.check().then(
		() => null,
		(error: unknown) => storeTroubleText(asStoreFailure(error).trouble)
	);
	const missing = await listMissing(context.sql, MOST);
	return {
		trouble,
		missing: missing.map((one) => ({
			...one,
			recorder: (context.locale === 'en' && one.recorder.en) || one.recorder.zh,
			region: nameIn(context, 'region', one.region)
		})),
		count: await countMissing(context.sql),
		most: MOST
	};
};

export const actions: Actions = {
	default: async (event) => {
		await deskOf(event);
		const { database, files, ports } = event.locals;
		try {
			await lookForMissing(database, files.files, ports.clock());
			return { checked: true };
		} catch (error) {
			if (!(error instanceof StoreFailure)) throw error;
			return { checked: false };
		}
	}
};
