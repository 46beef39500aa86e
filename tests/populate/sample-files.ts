import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleSource } from './sample-stock.ts';

export const SAMPLE = join(import.meta.dirname, '../../src/sample');
export const STORES = 'reference/stores.json';
export const MOVEMENTS = 'sample/sample-movements.json';

export async function readSampleFile<T>(file: string): Promise<T> {
	return JSON.parse(await readFile(join(SAMPLE, file), 'utf8')) as T;
}

/** What the sample's stock is opened from. */
export async function readSampleSource(): Promise<SampleSource> {
	const supplies = await readSampleFile<{ items: SampleSource['supplies'] }>('reference/supplies.json');
	return {
		handouts: await readSampleFile('sample/sample-handouts.json'),
		regions: await readSampleFile('reference/regions.json'),
		users: await readSampleFile('reference/users.json'),
		supplies: supplies.items
	};
}
