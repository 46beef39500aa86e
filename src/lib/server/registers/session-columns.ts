import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/records/kind.ts';
import type { RegisterColumn } from './register.ts';

/** Columns of `session_register` in forms.json, in its order. */
export function sessionColumns(locale: Locale): readonly RegisterColumn[] {
	const inLocale = { locale };
	const once = true;
	const number = 'whole';
	return [
		{ key: 'no', label: m.register_col_no({}, inLocale), width: 6, number, once },
		{ key: 'record_no', label: m.register_col_session_no({}, inLocale), width: 22, once },
		{ key: 'date', label: m.register_col_session_date({}, inLocale), width: 12, once },
		{ key: 'time', label: m.register_col_time({}, inLocale), width: 12, once },
		{ key: 'region', label: m.register_col_region({}, inLocale), width: 10, once },
		{ key: 'venue', label: m.register_col_venue({}, inLocale), width: 22, once },
		{ key: 'mode', label: m.register_col_mode({}, inLocale), width: 10, once },
		{ key: 'team', label: m.register_col_session_team({}, inLocale), width: 18, once },
		{ key: 'speakers', label: m.register_col_speakers({}, inLocale), width: 14, once },
		{ key: 'honour', label: m.register_col_honour({}, inLocale), width: 16, once },
		{ key: 'topic', label: m.register_col_topic({}, inLocale), width: 22, once },
		{ key: 'host_org', label: m.register_col_host({}, inLocale), width: 20, once },
		{ key: 'audience_orgs', label: m.register_col_audience_orgs({}, inLocale), width: 22, once },
		{ key: 'audience', label: m.register_col_audience({}, inLocale), width: 14, once },
		{ key: 'headcount', label: m.register_col_headcount({}, inLocale), width: 10, number, once },
		{ key: 'named', label: m.register_col_named({}, inLocale), width: 10, number, once },
		{ key: 'new_form', label: m.register_col_new_form_people({}, inLocale), width: 10, number, once },
		{ key: 'online_views', label: m.register_col_online_views({}, inLocale), width: 12, number, once },
		{ key: 'feedback', label: m.register_col_feedback({}, inLocale), width: 24, once },
		{ key: 'evidence', label: m.register_col_evidence({}, inLocale), width: 26, once },
		{ key: 'recorder', label: m.register_col_recorder({}, inLocale), width: 10, once },
		{ key: 'reviewer', label: m.register_col_reviewer({}, inLocale), width: 10, once },
		{ key: 'review_date', label: m.register_col_review_date({}, inLocale), width: 12, once },
		{ key: 'remark', label: m.register_col_remark({}, inLocale), width: 20, once }
	];
}
