import { photosIn } from '#lib/domain/photo.ts';
import { shanghaiTime } from '#lib/domain/shanghai-time.ts';
import type { Reference } from '#lib/domain/reference.ts';
import { m } from '#lib/i18n.ts';
import type { CountedRows, Locale } from './kind.ts';
import { codeName } from './names.ts';

/** attendance_method of a paper sheet. */
const PAPER = 'PS';

/**
 * How a record's count is known, in words: each count says it. A photographed sheet names its photos, by their place among the
 * record's and the time they were taken, so that whoever checks the count looks at the right one.
 * @param rows rows of their own that count
 */
export function knownWords<Body>(
	counted: CountedRows<Body> | undefined,
	body: Body,
	rows: number,
	reference: Reference,
	locale: Locale
): string {
	const between = locale === 'en' ? ', ' : '\u3001';
	const sheets = photosIn(body).flatMap(({ use, takenAt }, at) => {
		const time = shanghaiTime(takenAt ?? '').slice(11);
		return use === 'sheet' ? [m.noting_sheet_photo({ n: at + 1, time }, { locale }).trim()] : [];
	});
	return (counted?.knownBy(body, rows) ?? [])
		.map((code) => {
			const way = codeName(reference, 'attendance_method', code, locale);
			if (code !== PAPER || sheets.length === 0) return way;
			return m.noting_sheet_photos({ way, photos: sheets.join(between) }, { locale });
		})
		.join(between);
}
