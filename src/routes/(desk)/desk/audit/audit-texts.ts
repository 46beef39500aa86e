/** Words of the audit log, by the codes it keeps. */
import { ROLES } from '#lib/domain/roles.ts';
import { m } from '#lib/i18n.ts';
import type { AuditAction } from '#lib/server/accounts/audit.ts';
import type { AuditEntry } from '#lib/server/accounts/audit-list.ts';
import { nameOf, roleText } from '../people/parts/people-texts.ts';

export type { AuditEntry };

interface Named {
	readonly code: string;
	readonly zh: string;
	readonly en: string;
}
/** Lists whose names an entry may need. */
export interface AuditNames {
	readonly regions: readonly Named[];
	readonly campaigns: readonly Named[];
}

const ACTIONS: Readonly<Record<AuditAction, () => string>> = {
	'first-administrator': m.audit_first_administrator,
	'account-created': m.audit_account_created,
	'account-closed': m.audit_account_closed,
	'right-given': m.audit_right_given,
	'right-ended': m.audit_right_ended,
	'code-issued': m.audit_code_issued,
	'link-issued': m.audit_link_issued,
	'phone-enrolled': m.audit_phone_enrolled,
	'phone-revoked': m.audit_phone_revoked,
	'password-changed': m.audit_password_changed,
	'import-begin': m.audit_import_begin,
	'import-end': m.audit_import_end,
	'unsent-brought': m.audit_unsent_brought,
	'register-export': m.audit_register_export,
	'roster-imported': m.audit_roster_imported,
	'roster-removed': m.audit_roster_removed,
	'roster-lent': m.audit_roster_lent,
	'roster-taken-back': m.audit_roster_taken_back,
	'cards-printed': m.audit_cards_printed,
	'code-key-changed': m.audit_code_key_changed,
	'code-key-withdrawn': m.audit_code_key_withdrawn,
	'store-opened': m.audit_store_opened,
	'store-renamed': m.audit_store_renamed,
	'store-closed': m.audit_store_closed
};

export const actionText = (action: string): string => ACTIONS[action as AuditAction]?.() ?? action;

const REGISTERS: Readonly<Record<string, () => string>> = {
	handout: m.register_for_season,
	session: m.register_sessions,
	receipt: m.register_receipts,
	'sign-in': m.register_sign_ins
};

/** What it was done to, where that is no account. */
export function subjectText(entry: AuditEntry, names: AuditNames): string {
	const [kind, region, campaign] = entry.subject.split(':');
	const register = REGISTERS[kind ?? ''];
	if (register && region && campaign) {
		return m.audit_register({
			register: register(),
			region: nameOf(names.regions, region),
			season: nameOf(names.campaigns, campaign)
		});
	}
	if (kind === 'stock' && region && campaign) {
		return m.audit_stock_register({ region: nameOf(names.regions, region), month: campaign });
	}
	if (kind === 'recall') return m.audit_recall({ batch: entry.subject.slice('recall:'.length) });
	if (kind === 'store') return String(entry.detail.name ?? region);
	return entry.subject === 'import' ? m.audit_import() : entry.subject;
}

/** What else is known of it; '' for nothing. */
export function detailText({ action, detail }: AuditEntry, names: AuditNames): string {
	if (action === 'register-export') {
		const form = detail.form === 'xlsx' ? m.audit_form_xlsx() : m.audit_form_page();
		return m.audit_register_detail({ form, n: detail.records ?? 0, why: detail.why ?? '' });
	}
	if (action === 'import-end') {
		return m.audit_import_detail({ lists: detail.lists ?? 0, acts: detail.acts ?? 0 });
	}
	if (action === 'unsent-brought') {
		return m.audit_unsent_detail({ n: detail.operations ?? 0, hash: String(detail.sha256).slice(0, 16) });
	}
	if (action === 'roster-imported' || action === 'cards-printed')
		return m.audit_roster_detail({ n: detail.rows ?? 0 });
	const { region, day } = detail;
	const role = ROLES.find((one) => one === detail.role);
	return [
		role ? roleText(role) : '',
		typeof region === 'string' ? nameOf(names.regions, region) : '',
		day ? m.audit_from_day({ day }) : ''
	]
		.filter(Boolean)
		.join(' · ');
}
