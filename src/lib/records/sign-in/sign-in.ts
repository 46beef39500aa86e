import { whenAndWhere, remark } from '#lib/records/common-fields.ts';
import { measure } from '#lib/records/measure.ts';
import { personKind } from '#lib/records/person-kind.ts';
import { counts, evidenceFields, personFields } from '#lib/records/person-row.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { signInBody, type SignInBody } from './body.ts';
import { signInSample } from './sample.ts';

/** A named sign-in at a session. */
export const signIn: RecordKind<SignInBody> = {
	...personKind<SignInBody>('sign-in', 'session', (body) => body.sessionId),
	version: 1,
	schema: signInBody,
	fields: [
		...whenAndWhere,
		...personFields,
		{ name: 'evidence', label: 'field_evidence', type: { is: 'rows', fields: evidenceFields } },
		remark
	],
	measures: (body) => [measure('named_signins', counts(body) ? 1 : 0)],
	sample: signInSample
};
