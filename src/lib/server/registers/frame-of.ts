import type { Reference } from '#lib/domain/reference.ts';
import { m } from '#lib/i18n.ts';
import { nameOf } from '#lib/records/names.ts';
import type { RegisterColumn, RegisterFrame } from './register.ts';
import { yearOfPeriod } from './register-period.ts';
import type { RegisterRequest } from './register-request.ts';

/** What stands around a register of a county and season. */
export function frameOf(
	reference: Reference,
	request: RegisterRequest,
	own: {
		readonly title: string;
		readonly sheet: string;
		readonly columns: readonly RegisterColumn[];
		readonly signatures?: string;
		readonly rowsPerPage?: number;
	}
): RegisterFrame {
	const { locale } = request;
	return {
		signatures: m.register_signatures({}, { locale }),
		...own,
		unit: m.register_unit({ unit: nameOf(reference, 'region', request.region, locale) }, { locale }),
		period: request.recordTitle ?? m.register_period({ period: periodName(reference, request) }, { locale }),
		filledOn: m.register_filled_on({ date: request.today }, { locale }),
		watermark: m.register_watermark({ who: request.who, when: request.when, why: request.why }, { locale })
	};
}

function periodName(reference: Reference, { campaign, locale }: RegisterRequest): string {
	if (yearOfPeriod(campaign)) return m.register_year({ year: campaign }, { locale });
	return nameOf(reference, 'campaign', campaign, locale);
}
