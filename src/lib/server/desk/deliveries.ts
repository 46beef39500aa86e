import { bringerOf, roadOf } from '#lib/server/sync/origin.ts';
import type { DeskContext } from './desk-context.ts';
import { namesOf } from './record-sheet.ts';

/** One operation in custody, as the record's page lists it: what came, from which device, when, with what verdict. */
export interface Delivery {
	readonly opId: string;
	readonly verb: string;
	readonly byName: string;
	readonly device: string;
	/** `phone`, `desk`, `import`, `file` or `self`. */
	readonly origin: string;
	/** Name of who brought the file it came in; '' where it came by another road. */
	readonly broughtBy: string;
	readonly at: string | null;
	readonly receivedAt: string;
	readonly outcome: string;
	readonly refusal: string | null;
}

/** Everything ever received about a record. The caller has checked that the reader may see the record. */
export async function deliveries(context: DeskContext, recordId: string): Promise<readonly Delivery[]> {
	const rows = await context.sql
		.selectFrom('operation')
		.leftJoin('device', 'device.id', 'operation.device_id')
		.select([
			'operation.op_id',
			'operation.verb',
			'operation.account_id',
			'operation.origin',
			'operation.at',
			'operation.received_at',
			'operation.outcome',
			'operation.refusal',
			'device.label'
		])
		.where('operation.record_id', '=', recordId)
		.orderBy('operation.received_at')
		.orderBy('operation.n')
		.limit(200)
		.execute();
	const names = await namesOf(
		context,
		rows.flatMap((row) => [row.account_id, bringerOf(row.origin) ?? row.account_id])
	);
	const nameOf = (account: string | null) => (account === null ? '' : (names.get(account) ?? account));
	return rows.map((row) => ({
		opId: row.op_id,
		verb: row.verb ?? '',
		byName: nameOf(row.account_id),
		device: row.label ?? '',
		origin: roadOf(row.origin),
		broughtBy: nameOf(bringerOf(row.origin)),
		at: row.at,
		receivedAt: row.received_at,
		outcome: row.outcome ?? '',
		refusal: row.refusal
	}));
}
