import type { Issue } from '#lib/domain/issue.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import type { Reference } from '#lib/domain/reference.ts';
import type { FormRow } from '#lib/records/open-form.ts';
import { kindOf } from '#lib/records/index.ts';
import { rowPrefix } from '#lib/records/row-form.ts';
import { unreadIssues } from '#lib/records/typed-issues.ts';
import { checkBody } from '#lib/state/check-body.ts';
import type { FieldApp } from '#lib/state/contract.ts';

interface Typed {
	readonly body: unknown;
	readonly typed: Readonly<Record<string, string>>;
	readonly rows: readonly FormRow[];
}

/** Everything the kind's definition says about a form as it stands; issues of rows are under `requests.<id>.`. */
export async function formIssues(
	app: FieldApp,
	kind: string,
	recordId: string,
	now: Typed
): Promise<Issue[]> {
	const definition = kindOf(kind);
	if (!definition) return [];
	const unread = unreadIssues(now.body, now.typed);
	const own = checkBody(definition, now.body, await app.ruleContext(kind, recordId, now.body));
	const ofRows: Issue[] = [];
	for (const row of now.rows) {
		const rowKind = kindOf(row.kind);
		// Persons are noted one after another and are right when they are: a hall of them is not judged with every key.
		if (!rowKind || rowKind.merging) continue;
		const context = await app.ruleContext(row.kind, row.recordId, row.body);
		for (const issue of checkBody(rowKind, row.body, context))
			ofRows.push({ ...issue, field: rowPrefix(row.recordId) + issue.field });
	}
	// A text that was not understood says more than "required" about the same field.
	const unreadFields = new Set(unread.map((issue) => issue.field));
	own.push(...issuesOfPersons(definition, app.reference, recordId, now));
	return [...unread, ...own.filter((issue) => !unreadFields.has(issue.field)), ...ofRows];
}

/** What persons noted in the draft say of the record: in its author's own form too many of them keep it from being saved. */
function issuesOfPersons(kind: RecordKind, reference: Reference, recordId: string, now: Typed): Issue[] {
	const counted = kind.countedRows;
	const rows = now.rows.filter((row) => row.kind === counted?.kind);
	const body = kind.schema.safeParse(now.body);
	if (!counted || rows.length === 0 || !body.success) return [];
	const inBody = new Set(counted.inBody(body.data, recordId));
	const others = rows.filter((row) => !inBody.has(row.recordId)).length;
	const refused = counted.admits(body.data, reference).map((issue) => ({ ...issue, field: 'signIns' }));
	return [...refused, ...counted.judge(body.data, others)].map((issue) => ({ ...issue, severity: 'block' }));
}
