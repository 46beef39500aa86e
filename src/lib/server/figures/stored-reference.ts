import type { Heat, Reference, ReferenceKind, ReferenceTypes } from '#lib/domain/reference.ts';
import type { Sql } from '#lib/server/database/schema.ts';

/** Reads the lists a figure or register needs, with names for its codes. Pass only the kinds that are asked for. */
export async function storedReference(db: Sql, kinds: readonly ReferenceKind[]): Promise<Reference> {
	const rows = await db
		.selectFrom('reference_row')
		.select(['kind', 'code', 'body'])
		.where('kind', 'in', [...kinds])
		.where('gone', '=', 0)
		.orderBy('code')
		.execute();
	const lists = new Map<string, Map<string, unknown>>();
	for (const { kind, code, body } of rows) {
		const list = lists.get(kind) ?? new Map<string, unknown>();
		lists.set(kind, list.set(code, JSON.parse(body)));
	}
	const get = <K extends ReferenceKind>(kind: K, code: string | null | undefined) =>
		lists.get(kind)?.get(code ?? '') as ReferenceTypes[K] | undefined;
	return {
		get,
		all: <K extends ReferenceKind>(kind: K) => [...(lists.get(kind)?.values() ?? [])] as ReferenceTypes[K][],
		maximum: (region, date) => {
			const heat: Heat | undefined = get('heat', `${region}:${date.slice(0, 7)}`);
			const tenths = heat?.days[Number(date.slice(8)) - 1];
			return typeof tenths === 'number' ? tenths / 10 : null;
		}
	};
}
