import type { PhotoUse } from './photo.ts';
import { likeness, SAME_PICTURE } from './picture-likeness.ts';
import type { PicturePrint } from './picture-print.ts';
import { SAME_LAID, sheetLikeness } from './sheet-likeness.ts';

/**
 * Sheets of one form look alike before anybody writes on them: where one of two has no finer print, because an older phone took
 * it or because it was called a sheet afterwards, more is asked of the coarser ones.
 */
const SAME_SHEET = 0.88;

export interface Pictured {
	readonly use: PhotoUse;
	readonly print: PicturePrint;
}

/** True for two pictures that are one, also smaller, compressed again or cut by up to a tenth. */
export function isSamePicture(one: Pictured, other: Pictured): boolean {
	const isSheet = one.use === 'sheet' || other.use === 'sheet';
	if (!isSheet) return likeness(one.print, other.print) >= SAME_PICTURE;
	const [first, second] = [one.print.sheet, other.print.sheet];
	if (first && second) return sheetLikeness(first, second) >= SAME_LAID;
	return likeness(one.print, other.print) >= SAME_SHEET;
}
