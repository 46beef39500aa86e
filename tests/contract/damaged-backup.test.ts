/** What is wrong with a backup is found before anything is written. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkBackup } from '#lib/server/backup/check-backup.ts';
import { writeBackup } from '#lib/server/backup/write-backup.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { backupFolder, writeLines } from './backup-file.ts';
import { Deployment } from './deployment.ts';

let folder: ReturnType<typeof backupFolder>;
let text: string;
let lines: string[];
let rows: Record<string, number>;

beforeAll(async () => {
	folder = backupFolder();
	const { database, remove } = await openTestDatabase();
	const deployment = await Deployment.open(database);
	await deployment.visit();
	await deployment.visit();
	await writeBackup(database, folder.at('whole.jsonl'), { clock: () => new Date() });
	await remove();
	text = readFileSync(folder.at('whole.jsonl'), 'utf8');
	lines = text.trimEnd().split('\n');
	({ rows } = JSON.parse(lines.pop() ?? '') as { rows: Record<string, number> });
});
afterAll(() => folder.remove());

/** The code of what the check says of a file. */
async function said(file: string): Promise<string> {
	try {
		await checkBackup(file);
		return 'whole';
	} catch (error) {
		return (error as { code?: string }).code ?? String(error);
	}
}

async function saidOf(content: string | Buffer): Promise<string> {
	writeFileSync(folder.at('one.jsonl'), content);
	return said(folder.at('one.jsonl'));
}

/** With a footer that fits: what only the rows themselves can tell. */
async function saidOfLines(
	change: (lines: string[]) => void,
	counts: Record<string, number> = rows
): Promise<string> {
	const changed = [...lines];
	change(changed);
	writeLines(folder.at('one.jsonl'), changed, counts);
	return said(folder.at('one.jsonl'));
}

const header = (change: Record<string, unknown>) => (list: string[]) => {
	list[0] = JSON.stringify({ ...(JSON.parse(list[0] ?? '') as object), ...change });
};

/** Changes the values of the first row of a table. */
const row = (table: string, change: (values: unknown[]) => unknown[]) => (list: string[]) => {
	const at = list.findIndex((line) => line.startsWith(`["${table}",`));
	const [name, ...values] = JSON.parse(list[at] ?? '') as [string, ...unknown[]];
	list[at] = JSON.stringify([name, ...change(values)]);
};

const tablesWith = (change: (tables: { name: string; columns: string[] }[]) => void) => (list: string[]) => {
	const { tables } = JSON.parse(list[0] ?? '') as { tables: { name: string; columns: string[] }[] };
	change(tables);
	header({ tables })(list);
};

it('a whole one is whole', async () => {
	expect(await saidOf(text)).toBe('whole');
	expect(await saidOfLines(() => undefined)).toBe('whole');
});

it('not ours, or not there', async () => {
	expect(await said(folder.at('none.jsonl'))).toBe('unreadable');
	expect(await said(folder.at('.'))).toBe('unreadable');
	expect(await saidOf(Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 10, 1]))).toBe('not_ours');
	expect(await saidOf('SQLite format 3\u0000')).toBe('not_ours');
	expect(await saidOf('{"rows":1}\n{"rows":2}\n')).toBe('not_ours');
	expect(await saidOf('null\n')).toBe('not_ours');
});

it('cut off anywhere', async () => {
	expect(await saidOf('')).toBe('truncated');
	const step = Math.ceil(text.length / 60);
	for (let end = (lines[0] ?? '').length + 1; end < text.length; end += step) {
		expect(await saidOf(text.slice(0, end))).toBe('truncated');
	}
	expect(await saidOf(text.slice(0, -1))).toBe('truncated');
	expect(await saidOf(`${lines.join('\n')}\n`)).toBe('truncated');
});

it('one byte changed anywhere', async () => {
	const bytes = Buffer.from(text);
	const step = Math.ceil(bytes.length / 80);
	for (let at = 3; at < bytes.length - 2; at += step) {
		const changed = Buffer.from(bytes);
		changed[at] = (changed[at] ?? 0) ^ 1;
		expect(await saidOf(changed), `byte ${at}`).not.toBe('whole');
	}
	expect(await saidOf(text.replace('"vol"', '"val"'))).toBe('damaged');
	expect(await saidOf(`${text}${text}`)).toBe('damaged');
});

it('of a newer version', async () => {
	expect(await saidOfLines(header({ version: 2 }))).toBe('newer_format');
	expect(await saidOfLines(header({ migration: '9999-later' }))).toBe('newer_schema');
	expect(await saidOfLines(header({ epoch: 'first' }))).toBe('damaged');
});

it('with tables or columns that are not of its version', async () => {
	expect(await saidOfLines(tablesWith((tables) => tables.push({ name: 'other', columns: ['id'] })))).toBe(
		'unknown_table'
	);
	expect(await saidOfLines(tablesWith((tables) => tables.pop()))).toBe('unknown_table');
	expect(await saidOfLines(tablesWith((tables) => tables[1]?.columns.push('extra')))).toBe('unknown_column');
	expect(await saidOfLines(tablesWith((tables) => tables[1]?.columns.pop()))).toBe('unknown_column');
	expect(await saidOfLines((list) => list.push('["other",1]'))).toBe('unknown_table');
	expect(await saidOfLines(header({ migration: '0001-begin' }))).toMatch(/^unknown_/);
});

it('with rows that no database of ours wrote, whatever its footer says', async () => {
	const records = lines.flatMap((line, at) => (line.startsWith('["record",') ? [at] : []));
	const [first = 0, second = 0] = records;
	const wrong: ((list: string[]) => void)[] = [
		(list) => list.splice(first, 2, list[second] ?? '', list[first] ?? ''),
		(list) => list.splice(first, 2, list[first] ?? '', list[first] ?? ''),
		row('meta', ([, ...values]) => [null, ...values]),
		(list) => list.push(list.at(-1) ?? ''),
		(list) => list.splice(1, 0, list.at(-1) ?? ''),
		(list) => list.push('{"table":"audit_log"}'),
		row('record', (values) => values.slice(1)),
		row('record', (values) => [...values, null]),
		row('record', (values) => values.map((value) => (typeof value === 'number' ? String(value) : value))),
		row('record', (values) => values.map((value) => (typeof value === 'string' ? 7 : value))),
		row('record', (values) => values.map(() => null)),
		row('meta', (values) => values.map((value) => (typeof value === 'number' ? 0.5 : value))),
		row('meta', (values) => values.map((value) => (typeof value === 'number' ? true : value)))
	];
	for (const change of wrong) expect(await saidOfLines(change), String(change)).toBe('damaged');
	expect(await saidOfLines(() => undefined, { ...rows, record: 3 })).toBe('damaged');
	expect(await saidOfLines(() => undefined, { ...rows, other: 0 })).toBe('damaged');
	const none = { ...rows, meta: 0 };
	expect(await saidOfLines((list) => list.splice(1, 1), none)).toBe('damaged');
});
