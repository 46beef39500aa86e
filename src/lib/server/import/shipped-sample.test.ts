import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Reference, ReferenceKind } from '#lib/domain/reference.ts';
import { kindOf } from '#lib/records/index.ts';
import type { BadEntry } from './bad-entry.ts';
import { KnownCodes } from './known-codes.ts';
import { readImportFolder } from './read-folder.ts';
import { planRecords, type PlannedRecord } from './record-entries.ts';
import { planReference } from './reference-entries.ts';
import type { ReferencePlan } from './reference-plan.ts';

const bad: BadEntry[] = [];
let reference: ReferencePlan;
let records: readonly PlannedRecord[];

beforeAll(async () => {
	const folder = await readImportFolder(join(import.meta.dirname, '../../../sample'));
	const known = new KnownCodes();
	reference = planReference(folder, known, bad);
	records = planRecords(folder, known, 'U0001', bad);
});

describe('the shipped sample', () => {
	it('has no bad entry', () => {
		expect(bad).toEqual([]);
		expect(records).toHaveLength(132 + 663 + 640 + 181);
		expect(records.flatMap((record) => record.creations)).toHaveLength(132 + 663 + 640 + 123 + 181);
	});

	it('has reference rows of every list, accounts and prices', () => {
		const count = (kind: ReferenceKind) => reference.rows.filter((row) => row.kind === kind).length;
		expect(count('region')).toBe(14);
		expect(count('organisation')).toBe(180);
		expect(count('supply')).toBe(34);
		expect(count('store')).toBe(13);
		expect(count('heat')).toBe(13 * 4);
		expect(reference.accounts).toHaveLength(152);
		expect(reference.prices).toHaveLength(30);
	});

	it('fits the kinds and breaks no rule', () => {
		const lists = new Map<string, unknown[]>();
		for (const row of reference.rows) lists.set(row.kind, [...(lists.get(row.kind) ?? []), row.body]);
		const catalogue = {
			get: (kind: string, code: string | null | undefined) =>
				lists.get(kind)?.find((body) => (body as { code: string }).code === code),
			all: (kind: string) => lists.get(kind) ?? [],
			maximum: () => null
		} as unknown as Reference;
		const blocked: unknown[] = [];
		for (const record of records) {
			for (const { operation } of record.creations) {
				const kind = kindOf(operation.kind);
				const body = kind?.schema.parse(operation.body);
				const issues = kind?.rules(body, {
					today: '2026-01-01',
					recordedOn: record.date,
					reference: catalogue,
					sameDay: [],
					sameSeason: [],
					origin: 'import'
				});
				blocked.push(
					...(issues ?? []).filter((issue) => issue.severity === 'block').map((issue) => [record.no, issue])
				);
			}
		}
		expect(blocked.slice(0, 5)).toEqual([]);
	});
});
