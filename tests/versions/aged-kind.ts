/** A kind of records three versions on, under the name of a real one: what every version asked, and how older bodies are lifted. */
import { z } from 'zod';
import { kindOf } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';

type Loose = Record<string, unknown>;

const added = z.object({
	/** Asked since version 2; null in what was written before. */
	shade: z.boolean().nullable(),
	/** Since 3. */
	water: z.string().nullable(),
	/** Since 4. */
	crew: z.array(z.string())
});

/** The visit as its fourth version would be. */
export function agedVisit(): RecordKind {
	const today = kindOf('visit');
	if (!today) throw new Error('There is no visit.');
	return {
		...today,
		version: 4,
		schema: z.intersection(today.schema, added),
		upcast: {
			1: (older) => ({ shade: null, ...(older as Loose) }),
			2: (older) => ({ water: null, ...(older as Loose) }),
			3: (older) => ({ crew: [], ...(older as Loose) })
		},
		required: (body, context) => [
			...today.required(body, context),
			...((body as Loose)['water'] === ''
				? [{ code: 'required', severity: 'block' as const, field: 'water', message: 'rule_required' }]
				: [])
		]
	};
}
