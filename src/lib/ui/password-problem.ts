import { m } from '#lib/i18n.ts';

/** What can be wrong with a new password, as the server says it (`accounts/password-rules.ts`) or the two fields do. */
export type PasswordProblem = 'mismatch' | 'short' | 'long' | 'common' | 'like-login';

const SENTENCES: Readonly<Record<PasswordProblem, () => string>> = {
	mismatch: m.password_mismatch,
	short: m.password_short,
	long: m.password_long,
	common: m.password_common,
	'like-login': m.password_like_login
};

export const passwordProblem = (problem: PasswordProblem): string => SENTENCES[problem]();
