/** Sentences and names of the people pages, by the codes the server gives. */
import { locale, m } from '#lib/i18n.ts';
import type { Role } from '#lib/domain/roles.ts';

export type PeopleProblem =
	| 'not-permitted'
	| 'no-such'
	| 'login-form'
	| 'login-taken'
	| 'name-missing'
	| 'phone-form'
	| 'role'
	| 'region'
	| 'day'
	| 'own'
	| 'last-admin'
	| 'team';

export function problemText(problem: PeopleProblem): string {
	switch (problem) {
		case 'not-permitted':
			return m.people_error_not_permitted();
		case 'no-such':
			return m.people_error_no_such();
		case 'login-form':
			return m.people_error_login_form();
		case 'login-taken':
			return m.people_error_login_taken();
		case 'name-missing':
			return m.people_error_name_missing();
		case 'phone-form':
			return m.people_error_phone_form();
		case 'role':
			return m.people_error_role();
		case 'region':
			return m.people_error_region();
		case 'day':
			return m.people_error_day();
		case 'own':
			return m.people_error_own();
		case 'last-admin':
			return m.people_error_last_admin();
		case 'team':
			return m.people_error_team();
	}
}

export function roleText(role: Role): string {
	switch (role) {
		case 'VOL':
			return m.role_vol();
		case 'LEAD':
			return m.role_lead();
		case 'LECT':
			return m.role_lect();
		case 'KEEP':
			return m.role_keep();
		case 'REV':
			return m.role_rev();
		case 'CADM':
			return m.role_cadm();
		case 'AUD':
			return m.role_aud();
	}
}

interface Named {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}
const name = (entry: Named): string => (locale() === 'en' ? entry.en : entry.zh);

/** Name of a code, or the code itself. */
export function nameOf(list: readonly Named[], code: string): string {
	const entry = list.find((one) => one.code === code);
	return entry ? name(entry) : code;
}

export const optionName = name;

/** Day and time as people read them here, `2026-07-01 09:30`. */
export function instantText(instant: string | null): string {
	if (!instant) return m.people_never();
	return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
