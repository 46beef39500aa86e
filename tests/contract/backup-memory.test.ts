/** The memory of a backup does not grow with the rows: a process that could not hold them writes them all. On both engines. */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertRows } from '#lib/server/database/insert-rows.ts';
import { openTestDatabase, type TestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { backupFolder } from './backup-file.ts';
import { Deployment } from './deployment.ts';

/** Rows, and characters of each: several times the heap, gathered as rows or as lines. */
const ROWS = 40_000;
const TEXT = 3_000;
/** Megabytes of long-lived objects. The product and a page of rows need half of it. */
const HEAP = 64;

let test: TestDatabase;
let folder: ReturnType<typeof backupFolder>;
beforeEach(async () => {
	test = await openTestDatabase();
	folder = backupFolder();
});
afterEach(async () => {
	await test.remove();
	folder.remove();
});

async function fill(): Promise<void> {
	const text = 'w'.repeat(TEXT);
	for (let from = 0; from < ROWS; from += 1_000) {
		const rows = Array.from({ length: 1_000 }, (_, at) => ({
			id: String(from + at).padStart(9, '0'),
			text: `${from + at} ${text}`
		}));
		await test.database.transaction((trx) => insertRows(trx, 'wording', ['id', 'text'], rows));
	}
}

it('a heap of 64 MB backs up 120 MB of rows', async () => {
	await Deployment.open(test.database);
	await fill();
	const file = folder.at('backup.jsonl');
	const script = join(import.meta.dirname, 'backup-heap.ts');
	const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, script, test.url, file]);
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	const code = await new Promise<number | null>((settle) => child.once('close', settle));
	expect([code, err.slice(0, 500)]).toEqual([0, '']);
	expect((JSON.parse(out) as { rows: number }).rows).toBeGreaterThan(ROWS);
	expect(statSync(file).size).toBeGreaterThan(ROWS * TEXT);
});
