import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportStop } from '#lib/server/import/read-folder.ts';
import { importBench, SAMPLE, type ImportBench } from './import-harness.ts';

type Entry = Record<string, unknown>;
const VISITS = 'sample/sample-visits.json';
const HANDOUTS = 'sample/sample-handouts.json';

let bench: ImportBench;
beforeEach(async () => {
	bench = await importBench();
	// Few records are enough here; the whole sample is counted in import-totals.test.ts.
	await bench.edit(HANDOUTS, (rows) => (rows as Entry[]).slice(0, 30));
	await bench.write('sample/sample-movements.json', '[]');
	await bench.edit('sample/sample-sessions.json', (rows) => (rows as Entry[]).slice(0, 10));
	await bench.edit(VISITS, (rows) => {
		const all = rows as Entry[];
		const returned = all.filter((row) => row['review'] === 'returned').slice(0, 3);
		return [...all.filter((row) => row['review'] !== 'returned').slice(0, 30), ...returned];
	});
});
afterEach(() => bench.end());

async function stateOf(id: unknown): Promise<string | null | undefined> {
	const row = await bench.database.reader
		.selectFrom('record')
		.select('state')
		.where('id', '=', String(id))
		.executeTakeFirst();
	return row?.state;
}

describe('an import', () => {
	it('run a second time changes no row', async () => {
		const first = await bench.run();
		expect(first.bad).toEqual([]);
		expect(first.records).toBe(73);
		const before = await bench.dump();
		const second = await bench.run();
		expect(second).toMatchObject({ lists: 0, acts: 0, records: 0, bad: [], differing: [] });
		expect(await bench.dump()).toBe(before);
	});

	it('finds nothing changed in what an import of an earlier version wrote', async () => {
		await bench.edit(HANDOUTS, (rows) => {
			const [first = {}, ...others] = rows as Entry[];
			return [{ ...first, recipients: [{ name: '李示安' }] }, ...others];
		});
		await bench.run();
		const row = await bench.database.reader
			.selectFrom('operation')
			.select(['op_id', 'raw'])
			.where('raw', 'like', '%李示安%')
			.where('raw', 'like', '%"kind":"handout"%')
			.executeTakeFirstOrThrow();
		const act = JSON.parse(row.raw) as { body: { recipients: Entry[] } };
		const recipients = act.body.recipients.map(({ id, name, proxy }) => ({ id, name, proxy }));
		const raw = JSON.stringify({ ...act, schema: 1, body: { ...act.body, recipients } });
		await bench.database.transaction((trx) =>
			trx.updateTable('operation').set({ raw }).where('op_id', '=', row.op_id).execute()
		);
		expect(await bench.run()).toMatchObject({ acts: 0, records: 0, bad: [], differing: [] });
	});

	it('leaves custody, verdict and times of every act', async () => {
		await bench.run();
		const entry = (JSON.parse(await readFile(join(bench.folder, VISITS), 'utf8')) as Entry[]).find(
			(row) => row['offline_hours'] === 28
		);
		const acts = await bench.database.reader
			.selectFrom('operation')
			.select(['verb', 'at', 'received_at', 'outcome', 'origin', 'account_id'])
			.where('record_id', '=', String(entry?.['id']))
			.orderBy('received_at')
			.execute();
		const day = String(entry?.['date']);
		expect(acts[0]).toMatchObject({
			verb: 'create',
			at: `${day}T10:00:00.000Z`,
			received_at: new Date(Date.parse(`${day}T10:00:00.000Z`) + 28 * 3_600_000).toISOString(),
			outcome: 'applied',
			origin: 'import',
			account_id: entry?.['recorded_by']
		});
		expect(acts[1]).toMatchObject({
			at: `${String(entry?.['reviewed_at'])}T10:00:00.000Z`,
			account_id: entry?.['reviewed_by']
		});
		const record = await bench.database.reader
			.selectFrom('record')
			.select(['legacy_no', 'received_at'])
			.where('id', '=', String(entry?.['id']))
			.executeTakeFirst();
		expect(record).toEqual({ legacy_no: entry?.['no'], received_at: acts[0]?.received_at });
	});

	it('stops before the first write when a file does not parse', async () => {
		const before = await bench.dump();
		await bench.write(HANDOUTS, '[{"id": ');
		await expect(bench.run()).rejects.toMatchObject({ code: 'not_json', file: HANDOUTS });
		expect(await bench.dump()).toBe(before);
	});

	it('stops before the first write when a file has another shape', async () => {
		const before = await bench.dump();
		await bench.write(VISITS, '{"visits": []}');
		await expect(bench.run()).rejects.toBeInstanceOf(ImportStop);
		await bench.write(VISITS, '[]');
		await bench.write('sample/performances-by-county-year.csv', 'county;year\n');
		await expect(bench.run()).rejects.toMatchObject({ code: 'wrong_shape' });
		expect(await bench.dump()).toBe(before);
	});

	it('says so when there is no such folder', async () => {
		await expect(bench.run(join(SAMPLE, 'nowhere'))).rejects.toMatchObject({ code: 'no_folder' });
	});

	it('reports bad entries with file, index and reason, and imports the rest', async () => {
		await bench.edit(VISITS, (rows) =>
			(rows as Entry[]).map((row, index) => {
				switch (index) {
					case 0:
						return { ...row, people_met: -1 };
					case 1:
						return { ...row, region: '999999' };
					case 2:
						return { ...row, recorded_by: 'U9999' };
					case 3:
						return { ...row, date: '2026-05-01', reviewed_at: '2026-05-02' };
					case 5:
						return { ...row, id: (rows as Entry[])[4]?.['id'] };
					case 6:
						return { ...row, reviewed_by: row['recorded_by'] };
					default:
						return row;
				}
			})
		);
		const report = await bench.run();
		expect(report.bad.map(({ file, index, code }) => [file, index, code])).toEqual([
			[VISITS, 0, 'shape'],
			[VISITS, 1, 'unknown_code'],
			[VISITS, 2, 'unknown_code'],
			[VISITS, 3, 'refused'],
			[VISITS, 5, 'twice'],
			[VISITS, 6, 'refused']
		]);
		expect(report.bad[0]?.detail).toMatch(/^people_met/);
		expect(report.bad[1]?.detail).toBe('region=999999');
		expect(report.records).toBe(73 - 5);

		const before = await bench.dump();
		const second = await bench.run();
		expect(second.bad.map(({ index }) => index)).toEqual([0, 1, 2, 3, 5, 6]);
		expect(await bench.dump()).toBe(before);
	});

	it('imports what was refused once it is corrected, with what follows it, and only once', async () => {
		const [good, second] = JSON.parse(await readFile(join(bench.folder, VISITS), 'utf8')) as Entry[];
		await bench.edit(VISITS, (rows) =>
			(rows as Entry[]).map((row, index) =>
				index === 0
					? { ...row, date: '2026-05-01', reviewed_at: '2026-05-02' }
					: index === 1
						? { ...row, reviewed_by: row['recorded_by'] }
						: row
			)
		);
		expect((await bench.run()).bad.map(({ index }) => index)).toEqual([0, 1]);
		expect(await stateOf(good?.['id'])).toBeUndefined();
		await bench.edit(VISITS, (rows) =>
			(rows as Entry[]).map((row, index) => (index === 0 ? good : index === 1 ? second : row))
		);
		const corrected = await bench.run();
		expect(corrected).toMatchObject({ bad: [], differing: [], records: 2 });
		expect(await stateOf(good?.['id'])).toBe('approved');
		const before = await bench.dump();
		expect(await bench.run()).toMatchObject({ bad: [], differing: [], records: 0 });
		expect(await bench.dump()).toBe(before);
	});

	it('judges what was refused anew by another day, and says the old verdict by the same one', async () => {
		const day = { date: '2026-05-01', reviewed_at: '2026-05-02' };
		await bench.edit(VISITS, (rows) =>
			(rows as Entry[]).map((row, index) => (index === 0 ? { ...row, ...day } : row))
		);
		for (const today of ['2026-01-01', '2026-02-01']) {
			expect((await bench.run(bench.folder, today)).bad.map(({ index }) => index)).toEqual([0]);
			const before = await bench.dump();
			expect((await bench.run(bench.folder, today)).bad.map(({ index }) => index)).toEqual([0]);
			expect(await bench.dump()).toBe(before);
		}
		expect(await bench.run(bench.folder, '2026-06-01')).toMatchObject({ bad: [], records: 1 });
	});

	it('reports a known entry that has changed, and keeps what is stored', async () => {
		await bench.run();
		const before = await bench.dump();
		const entries = JSON.parse(await readFile(join(bench.folder, VISITS), 'utf8')) as Entry[];
		const pending = entries.findIndex((row) => row['review'] === 'pending');
		expect(pending).toBeGreaterThan(0);
		await bench.edit(VISITS, (rows) =>
			(rows as Entry[]).map((row, index) =>
				index === 0
					? { ...row, people_met: 99 }
					: index === pending
						? { ...row, review: 'approved', reviewed_by: 'U0004', reviewed_at: '2025-12-01' }
						: row
			)
		);
		await bench.edit('reference/teams.json', (rows) =>
			(rows as Entry[]).map((row, index) => (index === 3 ? { ...row, zh: '另一个名字' } : row))
		);
		const report = await bench.run();
		expect(report.differing.map(({ file, index }) => [file, index])).toEqual([
			['reference/teams.json', 3],
			[VISITS, 0],
			[VISITS, pending]
		]);
		expect(report.differing.find(({ index, file }) => file === VISITS && index === 0)?.detail).toBe(
			'peopleMet'
		);
		expect(report).toMatchObject({ acts: 0, lists: 0 });
		expect(await bench.dump()).toBe(before);
	});

	it('goes on where an interrupted one stopped', async () => {
		await bench.run();
		await bench.database.transaction(async (trx) => {
			await trx.deleteFrom('audit_log').where('action', '=', 'import-end').execute();
			await trx.deleteFrom('operation').where('verb', '=', 'approve').execute();
			await trx.updateTable('record').set({ state: 'pending' }).where('state', '=', 'approved').execute();
		});
		const report = await bench.run();
		expect(report.differing).toEqual([]);
		expect(report.acts).toBe(70 - (await pendingVisits()));
	});

	async function pendingVisits(): Promise<number> {
		const rows = await bench.database.reader
			.selectFrom('record')
			.select('id')
			.where('state', '=', 'pending')
			.execute();
		return rows.length;
	}

	it('reaches every state by operations, and maps an old region code', async () => {
		const ids: unknown[] = [];
		await bench.edit(HANDOUTS, (rows) =>
			(rows as Entry[]).map((row, index) => {
				ids[index] = row['id'];
				if (index === 0) return { ...row, review: 'locked' };
				if (index === 1) return { ...row, review: 'voided' };
				if (index === 2) return { ...row, review: 'pending', reviewed_by: null, reviewed_at: null };
				return row;
			})
		);
		await bench.edit('reference/organisations.json', (rows) =>
			(rows as Entry[]).map((row) => (row['region'] === '361003' ? { ...row, region: '361029' } : row))
		);
		expect((await bench.run()).bad).toEqual([]);
		expect(await stateOf(ids[0])).toBe('archived');
		expect(await stateOf(ids[1])).toBe('voided');
		expect(await stateOf(ids[2])).toBe('pending');
		expect(await stateOf(ids[3])).toBe('approved');
		const stored = await bench.database.reader
			.selectFrom('reference_row')
			.select('code')
			.where('kind', '=', 'organisation')
			.where('body', 'like', '%"region":"361029"%')
			.execute();
		expect(stored).toEqual([]);
	});

	it('carries a return with its reason, fields, note and due day', async () => {
		await bench.run();
		const entries = JSON.parse(await readFile(join(bench.folder, VISITS), 'utf8')) as Entry[];
		const entry = entries.find((row) => row['review'] === 'returned');
		const returned = entry?.['return'] as { reason: string; fields: string[]; note: string; due: string };
		const act = await bench.database.reader
			.selectFrom('operation')
			.select('raw')
			.where('record_id', '=', String(entry?.['id']))
			.where('verb', '=', 'return')
			.executeTakeFirst();
		const { body } = JSON.parse(act?.raw ?? '{}') as { body: { comments: { field: string }[] } };
		expect(body).toMatchObject({ reason: returned.reason, note: returned.note, due: returned.due });
		expect(body.comments).toHaveLength(returned.fields.length);
	});

	it('keeps performances as historical figures, never as records', async () => {
		await bench.run();
		const figures = await bench.database.reader.selectFrom('historical_figure').selectAll().execute();
		expect(figures).toHaveLength(39);
		expect(figures.reduce((sum, figure) => sum + figure.shows, 0)).toBe(402);
	});
});
