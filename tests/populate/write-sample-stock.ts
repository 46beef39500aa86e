/** `node tests/populate/write-sample-stock.ts` writes the sample's stores and their movements into src/sample. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MOVEMENTS, readSampleSource, SAMPLE, STORES } from './sample-files.ts';
import { openSampleStock } from './sample-stock.ts';

const { stores, movements } = openSampleStock(await readSampleSource());
/** An entry a line, as the other files of the sample. */
const lines = (entries: readonly object[]) =>
	`[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`;
await writeFile(join(SAMPLE, STORES), lines(stores));
await writeFile(join(SAMPLE, MOVEMENTS), lines(movements));
