import type { PullResponse } from '#lib/protocol/pull.ts';
import { recordView, type RecordView } from '#lib/protocol/record-view.ts';
import type { Device } from './device.ts';

/** A decision over the protocol, as the desk's own route makes it: an operation on the record's present revision. */
export async function decide(
	coordinator: Device,
	record: RecordView,
	verb: 'approve' | 'return',
	body: Record<string, unknown> = {}
): Promise<void> {
	const operation = coordinator.operation(
		record.kind,
		{},
		{
			verb,
			recordId: record.id,
			baseRev: record.rev,
			scope: `area:${record.region}`,
			body,
			schema: record.schema
		}
	);
	const { verdicts } = await coordinator.push([operation]);
	if (verdicts[0]?.outcome !== 'applied') throw new Error(`${verb}: ${JSON.stringify(verdicts[0])}`);
}

/** The record as a scope's feed shows it now, or undefined. */
export async function viewIn(device: Device, scope: string, id: string): Promise<RecordView | undefined> {
	const rows: PullResponse['pages'][number]['rows'] = await device.pullScope(scope);
	const row = rows.findLast((candidate) => candidate.id === id);
	return row === undefined || row.gone ? undefined : recordView.parse(row.body);
}
