/** Everything that may leak of one region, by the people who record there. */
import type { Device } from '../harness/device.ts';
import type { RowsScope } from './oracle.ts';
import { plant, type Planted } from './plant.ts';
import { plantRows } from './plant-rows.ts';
import { plantWords } from './plant-words.ts';

export interface PlantedRegion extends Planted {
	/** Scopes of persons' rows, and who is told of them. */
	readonly scopes: ReadonlyMap<string, RowsScope>;
}

interface Recorder {
	readonly phone: Device;
	readonly team: string | null;
}

/**
 * @param recorders the second notes persons at what the first leads, and the other way round nobody does
 * @param approver an administrator's
 */
export async function plantRegion(
	recorders: readonly Recorder[],
	approver: Device,
	region: string
): Promise<PlantedRegion> {
	const parts: Partial<PlantedRegion>[] = [];
	for (const [at, { phone, team }] of recorders.entries()) {
		const helper = at === 0 ? (recorders[1]?.phone ?? null) : null;
		parts.push(await plant(phone, approver, region, team));
		parts.push(await plantWords(phone, approver, region, team));
		parts.push(await plantRows(phone, helper, region, team));
	}
	return {
		facts: parts.flatMap(({ facts = [] }) => facts),
		records: parts.flatMap(({ records = [] }) => records),
		photos: parts.flatMap(({ photos = [] }) => photos),
		refused: parts.flatMap(({ refused = [] }) => refused),
		scopes: new Map(parts.flatMap(({ scopes }) => [...(scopes ?? [])]))
	};
}
