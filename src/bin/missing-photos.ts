import { m } from '#lib/i18n.ts';
import { lookForMissing } from '#lib/server/attachments/missing-photos.ts';
import { openStores } from '#lib/server/attachments/open-stores.ts';
import { StoreFailure } from '#lib/server/attachments/store-trouble.ts';
import { storeTroubleText } from '#lib/server/attachments/store-trouble-text.ts';
import type { Config } from '#lib/server/config.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { systemPorts } from '#lib/server/ports.ts';

/** How many photos the store has lost; 0, and a sentence, where it cannot be asked. */
export async function missingPhotos(config: Config, database: ServerDatabase): Promise<number> {
	try {
		return await lookForMissing(database, openStores(config).files, systemPorts.clock());
	} catch (error) {
		if (!(error instanceof StoreFailure)) throw error;
		console.error(m.photos_not_checked({ reason: storeTroubleText(error.trouble) }));
		return 0;
	}
}
