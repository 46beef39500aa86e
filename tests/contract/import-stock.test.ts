import { afterEach, beforeEach, expect, it } from 'vitest';
import { importBench, type ImportBench } from './import-harness.ts';

type Entry = Record<string, unknown>;
const MOVEMENTS = 'sample/sample-movements.json';

let bench: ImportBench;
beforeEach(async () => {
	bench = await importBench();
	for (const kind of ['sessions', 'handouts', 'visits'])
		await bench.write(`sample/sample-${kind}.json`, '[]');
	await bench.edit(MOVEMENTS, (rows) => (rows as Entry[]).slice(0, 4));
});
afterEach(() => bench.end());

it('refuses movements between places that nobody knows, and keepers what is not their store', async () => {
	await bench.edit(MOVEMENTS, (rows) =>
		(rows as Entry[]).map((row, index) => {
			switch (index) {
				case 0:
					return { ...row, to: 'store:CK-0' };
				case 1:
					return { ...row, from: 'CK-361002' };
				case 2:
					return { ...row, to: 'store:CK-361028' };
				default:
					return row;
			}
		})
	);
	const report = await bench.run();
	expect(report.bad.map(({ file, index, code, detail }) => [file, index, code, detail])).toEqual([
		[MOVEMENTS, 0, 'unknown_code', 'to=store:CK-0'],
		[MOVEMENTS, 1, 'unknown_code', 'from=CK-361002'],
		[MOVEMENTS, 2, 'refused', 'create, wrong-region']
	]);
	expect(report.records).toBe(4 - 2);
});

it('does without stores and movements', async () => {
	await bench.write('reference/stores.json', '[]');
	await bench.write(MOVEMENTS, '[]');
	expect(await bench.run()).toMatchObject({ bad: [], missing: [], records: 0 });
});
