import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textColumn } from '../row-locks.ts';

/** [name, type, null?]; the first `key` columns form the primary key. */
type Column = readonly [name: string, type: 'text' | 'integer' | 'bigint', nullable?: 'null'];

async function table(
	db: Kysely<unknown>,
	name: string,
	key: readonly string[],
	columns: readonly Column[]
): Promise<void> {
	const text = textColumn(db);
	let making = db.schema.createTable(name);
	for (const [column, type, nullable] of columns) {
		making = making.addColumn(column, type === 'text' ? text : type, (col) =>
			nullable ? col : col.notNull()
		);
	}
	await making.addPrimaryKeyConstraint(`${name}_pk`, key as never[]).execute();
}

async function index(db: Kysely<unknown>, on: string, columns: readonly string[], unique = false) {
	const making = db.schema
		.createIndex(`${on}_${columns.join('_')}`)
		.on(on)
		.columns([...columns]);
	await (unique ? making.unique() : making).execute();
}

/** The first schema. Portable: text and whole numbers only; later changes are migrations of their own. */
export const begin: Migration = {
	async up(db: Kysely<unknown>) {
		await table(
			db,
			'meta',
			['id'],
			[
				['id', 'integer'],
				['server_id', 'text'],
				['epoch', 'integer'],
				['grants_rev', 'integer'],
				['created_at', 'text']
			]
		);
		await table(
			db,
			'account',
			['id'],
			[
				['id', 'text'],
				['login', 'text'],
				['zh', 'text'],
				['en', 'text'],
				['team', 'text', 'null'],
				['status', 'text'],
				['password_hash', 'text', 'null'],
				['failed_count', 'integer'],
				['locked_until', 'text', 'null'],
				['phone', 'text', 'null'],
				['created_at', 'text'],
				['closed_at', 'text', 'null']
			]
		);
		await index(db, 'account', ['login'], true);
		await table(
			db,
			'grant_right',
			['id'],
			[
				['id', 'text'],
				['account_id', 'text'],
				['role', 'text'],
				['region', 'text'],
				['team', 'text', 'null'],
				['valid_from', 'text'],
				['valid_to', 'text', 'null'],
				['rev', 'integer'],
				['ended_rev', 'integer', 'null']
			]
		);
		await index(db, 'grant_right', ['account_id']);
		await table(
			db,
			'grants_issued',
			['device_id', 'rev'],
			[
				['device_id', 'text'],
				['rev', 'integer'],
				['issued_at', 'text']
			]
		);
		await table(
			db,
			'account_session',
			['token_hash'],
			[
				['token_hash', 'text'],
				['account_id', 'text'],
				['device_id', 'text', 'null'],
				['created_at', 'text'],
				['expires_at', 'text'],
				['revoked_at', 'text', 'null'],
				['kind', 'text']
			]
		);
		await index(db, 'account_session', ['account_id']);
		await table(
			db,
			'device',
			['id'],
			[
				['id', 'text'],
				['account_id', 'text'],
				['label', 'text'],
				['created_at', 'text'],
				['revoked_at', 'text', 'null'],
				['last_seen_at', 'text', 'null'],
				['skew_ms', 'bigint', 'null'],
				['unsent_count', 'integer'],
				['unsent_oldest', 'text', 'null'],
				['persistent', 'integer', 'null'],
				['free_bytes', 'bigint', 'null'],
				['app_version', 'text'],
				['last_n', 'bigint']
			]
		);
		await index(db, 'device', ['account_id']);
		await table(
			db,
			'enrolment_code',
			['code_hash'],
			[
				['code_hash', 'text'],
				['account_id', 'text'],
				['issued_by', 'text'],
				['created_at', 'text'],
				['expires_at', 'text'],
				['used_at', 'text', 'null'],
				['used_device', 'text', 'null']
			]
		);
		await table(
			db,
			'reference_row',
			['kind', 'code'],
			[
				['kind', 'text'],
				['code', 'text'],
				['rev', 'integer'],
				['body', 'text'],
				['gone', 'integer']
			]
		);
		await table(
			db,
			'supply_price',
			['supply'],
			[
				['supply', 'text'],
				['price_fen', 'integer']
			]
		);
		await table(
			db,
			'record',
			['id'],
			[
				['id', 'text'],
				['kind', 'text'],
				['region', 'text'],
				['no', 'text', 'null'],
				['legacy_no', 'text', 'null'],
				['rev', 'integer'],
				['state', 'text', 'null'],
				['recorder', 'text'],
				['recorder_team', 'text', 'null'],
				['date', 'text'],
				['team', 'text', 'null'],
				['organisation', 'text', 'null'],
				['station', 'text', 'null'],
				['programme', 'text', 'null'],
				['campaign', 'text', 'null'],
				['trip', 'text', 'null'],
				['parent', 'text', 'null'],
				['sensitive', 'integer'],
				['schema', 'integer'],
				['body', 'text'],
				['recorded_at', 'text'],
				['corrected_at', 'text'],
				['received_at', 'text'],
				['device_id', 'text', 'null'],
				['late_hours', 'integer'],
				['corrected', 'integer'],
				['open_flags', 'integer'],
				['conflicts', 'integer'],
				['search_text', 'text'],
				['duplicate_key', 'text', 'null'],
				['season_key', 'text', 'null']
			]
		);
		await index(db, 'record', ['no'], true);
		await index(db, 'record', ['legacy_no']);
		await index(db, 'record', ['region', 'state', 'date']);
		await index(db, 'record', ['state', 'date']);
		await index(db, 'record', ['kind', 'region', 'date']);
		await index(db, 'record', ['recorder', 'date']);
		await index(db, 'record', ['team', 'date']);
		await index(db, 'record', ['campaign', 'kind', 'state']);
		await index(db, 'record', ['organisation', 'date']);
		await index(db, 'record', ['parent']);
		await index(db, 'record', ['trip']);
		await index(db, 'record', ['duplicate_key']);
		await index(db, 'record', ['season_key']);
		await table(
			db,
			'record_revision',
			['record_id', 'rev'],
			[
				['record_id', 'text'],
				['rev', 'integer'],
				['op_id', 'text'],
				['verb', 'text'],
				['by_account', 'text'],
				['at', 'text'],
				['received_at', 'text'],
				['state', 'text', 'null'],
				['body', 'text'],
				['changes', 'text']
			]
		);
		await table(
			db,
			'flag',
			['id'],
			[
				['id', 'text'],
				['record_id', 'text'],
				['code', 'text'],
				['field', 'text'],
				['message', 'text'],
				['params', 'text', 'null'],
				['answer', 'text', 'null'],
				['created_rev', 'integer'],
				['closed', 'integer']
			]
		);
		await index(db, 'flag', ['record_id']);
		await table(
			db,
			'conflict',
			['id'],
			[
				['id', 'text'],
				['record_id', 'text'],
				['op_id', 'text'],
				['by_account', 'text'],
				['at', 'text'],
				['fields', 'text'],
				['settled_by', 'text', 'null'],
				['settled_at', 'text', 'null']
			]
		);
		await index(db, 'conflict', ['record_id']);
		await table(
			db,
			'decision',
			['record_id', 'rev'],
			[
				['record_id', 'text'],
				['rev', 'integer'],
				['verb', 'text'],
				['by_account', 'text'],
				['at', 'text'],
				['reason', 'text', 'null'],
				['note', 'text'],
				['comments', 'text'],
				['due', 'text', 'null'],
				['duplicate_of', 'text', 'null']
			]
		);
		await table(
			db,
			'operation',
			['op_id'],
			[
				['op_id', 'text'],
				['device_id', 'text', 'null'],
				['account_id', 'text'],
				['n', 'bigint', 'null'],
				['body_hash', 'text'],
				['raw', 'text'],
				['received_at', 'text'],
				['at', 'text', 'null'],
				['skew_ms', 'bigint', 'null'],
				['corrected_at', 'text', 'null'],
				['origin', 'text'],
				['outcome', 'text', 'null'],
				['refusal', 'text', 'null'],
				['verdict', 'text', 'null'],
				['kind', 'text', 'null'],
				['record_id', 'text', 'null'],
				['verb', 'text', 'null'],
				['region', 'text', 'null'],
				['handled_at', 'text', 'null'],
				['handled_by', 'text', 'null']
			]
		);
		await index(db, 'operation', ['outcome', 'region', 'received_at']);
		await index(db, 'operation', ['record_id']);
		await index(db, 'operation', ['device_id', 'n']);
		await table(
			db,
			'number_sequence',
			['prefix', 'region', 'year'],
			[
				['prefix', 'text'],
				['region', 'text'],
				['year', 'integer'],
				['next', 'integer']
			]
		);
		await table(
			db,
			'measure',
			['record_id', 'name', 'dimension'],
			[
				['record_id', 'text'],
				['name', 'text'],
				['dimension', 'text'],
				['value', 'bigint']
			]
		);
		await index(db, 'measure', ['name', 'dimension']);
		await table(
			db,
			'scope_head',
			['scope'],
			[
				['scope', 'text'],
				['gen', 'bigint'],
				['head', 'bigint'],
				['floor', 'bigint'],
				['count', 'bigint'],
				['hash', 'bigint']
			]
		);
		await table(
			db,
			'feed',
			['scope', 'kind', 'record_id'],
			[
				['scope', 'text'],
				['seq', 'bigint'],
				['kind', 'text'],
				['record_id', 'text'],
				['rev', 'integer'],
				['gone', 'integer']
			]
		);
		await index(db, 'feed', ['scope', 'seq'], true);
		await table(
			db,
			'historical_figure',
			['kind', 'region', 'year'],
			[
				['kind', 'text'],
				['region', 'text'],
				['year', 'integer'],
				['shows', 'integer'],
				['person_times', 'integer']
			]
		);
		await table(
			db,
			'audit_log',
			['id'],
			[
				['id', 'text'],
				['at', 'text'],
				['actor', 'text'],
				['action', 'text'],
				['subject', 'text'],
				['detail', 'text']
			]
		);
		await index(db, 'audit_log', ['at']);
	}
};
