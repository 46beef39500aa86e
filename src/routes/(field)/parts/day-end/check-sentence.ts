import { m } from '#lib/i18n.ts';
import type { Check } from './check.ts';

/** How phone and server compare, as one sentence. */
export function checkSentence({ is, phone, rest, server }: Check): string {
	switch (is) {
		case 'equal':
			return m.day_end_check_equal({ phone, server: server ?? 0 });
		case 'rest':
			return m.day_end_check_rest({ phone, rest, server: server ?? 0 });
		case 'differs':
			return m.day_end_check_differs({ confirmed: phone - rest, server: server ?? 0 });
		case 'unasked':
			return m.day_end_check_unasked({ phone });
		case 'signed-out':
			return m.day_end_check_signed_out({ phone });
		case 'failed':
			return m.day_end_check_failed({ phone });
	}
}
