import { locale, m } from '#lib/i18n.ts';
import type { FileAnswer } from '#lib/server/desk/unsent-files.ts';

const problems: Readonly<Record<string, () => string>> = {
	'too-big': m.desk_unsent_too_big,
	'not-json': m.desk_unsent_not_ours,
	'not-ours': m.desk_unsent_not_ours,
	newer: m.desk_unsent_newer,
	damaged: m.desk_unsent_damaged,
	'unknown-key': m.desk_unsent_unknown_key,
	'other-server': m.desk_unsent_other_server,
	'unknown-account': m.desk_unsent_unknown_account,
	'unknown-device': m.desk_unsent_unknown_device,
	'not-permitted': m.desk_unsent_not_permitted
};

/** Why a file was not taken, and what to do. */
export function problemText({ part, problem, missing = [] }: Extract<FileAnswer, { ok: false }>): string {
	if (problem === 'part-missing' && part) {
		const list = missing.join(locale() === 'en' ? ', ' : '、');
		return m.desk_unsent_part_missing({ n: part.n, total: part.of, missing: list });
	}
	return problems[problem]?.() ?? m.desk_why_internal();
}
