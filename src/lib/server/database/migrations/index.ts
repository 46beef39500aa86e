import type { Migration } from 'kysely/migration';
import { begin } from './0001-begin.ts';
import { setupLinks } from './0002-setup-links.ts';
import { lighterWrites } from './0003-lighter-writes.ts';
import { serverLease } from './0004-server-lease.ts';
import { sealingKey } from './0005-sealing-key.ts';
import { listsInOrder } from './0006-lists-in-order.ts';
import { runningFigures } from './0007-running-figures.ts';
import { wordings } from './0008-wordings.ts';
import { codeKey } from './0009-code-key.ts';
import { attachments } from './0010-attachments.ts';
import { stock } from './0011-stock.ts';
import { photoPrints } from './0012-photo-prints.ts';
import { rosters } from './0013-rosters.ts';
import { searchTerms } from './0014-search-terms.ts';
import { missingPhotos } from './0015-missing-photos.ts';
import { rowsOfAParent } from './0016-rows-of-a-parent.ts';
import { doubleReceipts } from './0017-double-receipts.ts';
import { leftPhotos } from './0018-left-photos.ts';
import { auditInOrder } from './0019-audit-in-order.ts';
import { seasonsOfACounty } from './0020-seasons-of-a-county.ts';
import { wholePhotoSizes } from './0021-whole-photo-sizes.ts';
import { lateWithinReach } from './0022-late-within-reach.ts';
import { howItCame } from './0023-how-it-came.ts';
import { baseRevision } from './0024-base-revision.ts';
import { eachRestore } from './0025-each-restore.ts';

/** All migrations in order of their name. One that has been released is never changed: add the next. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001-begin': begin,
	'0002-setup-links': setupLinks,
	'0003-lighter-writes': lighterWrites,
	'0004-server-lease': serverLease,
	'0005-sealing-key': sealingKey,
	'0006-lists-in-order': listsInOrder,
	'0007-running-figures': runningFigures,
	'0008-wordings': wordings,
	'0009-code-key': codeKey,
	'0010-attachments': attachments,
	'0011-stock': stock,
	'0012-photo-prints': photoPrints,
	'0013-rosters': rosters,
	'0014-search-terms': searchTerms,
	'0015-missing-photos': missingPhotos,
	'0016-rows-of-a-parent': rowsOfAParent,
	'0017-double-receipts': doubleReceipts,
	'0018-left-photos': leftPhotos,
	'0019-audit-in-order': auditInOrder,
	'0020-seasons-of-a-county': seasonsOfACounty,
	'0021-whole-photo-sizes': wholePhotoSizes,
	'0022-late-within-reach': lateWithinReach,
	'0023-how-it-came': howItCame,
	'0024-base-revision': baseRevision,
	'0025-each-restore': eachRestore
};
