/** Forms of a simulated phone: opened, typed in, kept as drafts and saved, maybe two of one record at once. */
import type { Databases } from '#lib/storage/databases.ts';
import { getDraft, putDrafts } from '#lib/storage/drafts.ts';
import { getRecord } from '#lib/storage/lists/one-record.ts';
import { readExchange } from '#lib/storage/read-start.ts';
import type { DraftRow } from '#lib/storage/rows.ts';
import type { SimPhone } from './phone.ts';

/** Opens a record's form and changes a field; what was typed is kept as a draft. Gives the form, if there is one. */
export async function openForm(
	phone: SimPhone,
	databases: Databases,
	recordId: string,
	change: readonly [field: string, value: string]
): Promise<DraftRow | undefined> {
	const record = await getRecord(databases, recordId);
	if (!record || record.kind !== 'visit') return undefined;
	const key = `${record.kind}:${recordId}`;
	const old = await getDraft(databases, record.kind, recordId);
	const { epoch } = await readExchange(databases);
	const at = new Date(phone.now).toISOString();
	const [field, value] = change;
	const shown = (old?.body ?? record.body) as Record<string, unknown>;
	const form: DraftRow = {
		...{ key, kind: record.kind, recordId, body: { ...shown, [field]: value }, typed: {} },
		...{ baseRev: old?.baseRev ?? record.base?.rev ?? 0, before: old ? old.before : record.body },
		epoch: old ? old.epoch : epoch,
		...{ startedAt: at, changedAt: at, issues: [] }
	};
	await putDrafts(databases, [form]);
	return form;
}

/** Opens a draft and saves it, if there is one. */
export async function finishDraft(
	phone: SimPhone,
	databases: Databases,
	{ kind, recordId }: DraftRow
): Promise<void> {
	const draft = await getDraft(databases, kind, recordId);
	if (draft) await saveForm(phone, databases, draft);
}

/** Saves what a form holds, whatever became of its draft meanwhile. */
export async function saveForm(
	phone: SimPhone,
	databases: Databases,
	{ kind, recordId, body, before, baseRev, epoch }: DraftRow
): Promise<void> {
	const work = phone.work('put', kind, recordId, body);
	await phone.save(databases, [{ ...work, seen: { body: before ?? null, baseRev, epoch } }]);
}
