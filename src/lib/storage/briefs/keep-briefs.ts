/**
 * Whatever writes records writes, in the same transaction, what the briefs need to know of it: many at once as a sheet, a few
 * as a note of their ids, which are read when somebody looks for records. It is done below all that uses the tables, so that no
 * way of writing a record can forget it.
 */
import Dexie, {
	type DBCore,
	type DBCoreMutateRequest,
	type DBCoreTable,
	type DBCoreTransaction,
	type Middleware
} from 'dexie';
import type { RecordRow } from '#lib/storage/schema.ts';
import { briefRow, type BriefRow } from './brief-row.ts';
import { briefOf, MOST_LINES, packSheet } from './sheet.ts';

/** So many rows written at once are worth a sheet of their own. */
const WORTH_A_SHEET = 16;

function ofRows(rows: readonly RecordRow[]): BriefRow {
	return rows.length < WORTH_A_SHEET || rows.length > MOST_LINES
		? briefRow({ noted: rows.map(({ id }) => id) })
		: briefRow({ sheet: packSheet(rows.map(briefOf)) });
}

export const keepBriefs: Middleware<DBCore> = {
	stack: 'dbcore',
	name: 'briefs',
	level: 1,
	create(core) {
		function add(trans: DBCoreTransaction, row: BriefRow): PromiseLike<unknown> {
			const isEmpty = row.noted.length + row.gone.length === 0 && row.sheet === null;
			if (isEmpty) return Dexie.Promise.resolve();
			return core.table('briefRows').mutate({ type: 'add', trans, values: [row] });
		}

		function note(records: DBCoreTable, request: DBCoreMutateRequest): PromiseLike<unknown> {
			const { trans } = request;
			switch (request.type) {
				case 'add':
				case 'put':
					return add(trans, ofRows(request.values as readonly RecordRow[]));
				case 'delete':
					return add(trans, briefRow({ gone: request.keys as readonly string[] }));
				case 'deleteRange': {
					const query = { index: records.schema.primaryKey, range: request.range };
					const keys = records.query({ trans, values: false, query });
					// Dexie's own promise: the layers below ask which transaction is current.
					return Dexie.Promise.resolve(keys).then(({ result }) =>
						add(trans, briefRow({ gone: result as readonly string[] }))
					);
				}
			}
		}

		return {
			transaction(stores, mode, options) {
				const isKept = mode === 'readwrite' && stores.includes('records') && !stores.includes('briefRows');
				return core.transaction(isKept ? [...stores, 'briefRows'] : stores, mode, options);
			},
			table(name) {
				const table = core.table(name);
				if (name !== 'records') return table;
				return {
					...table,
					mutate(request) {
						// Asked before it is written, all of it at once: a wait between would cost as much as the write.
						const noted = note(table, request);
						return Dexie.Promise.all([table.mutate(request), noted]).then(([response]) => response);
					}
				};
			}
		};
	}
};
