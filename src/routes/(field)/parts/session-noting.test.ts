import { describe, expect, it } from 'vitest';
import { countedRows, type NotedHow } from '#lib/records/noting.ts';
import type { FormRow } from '#lib/records/open-form.ts';
import { kindOf } from '#lib/records/index.ts';
import type { SessionBody } from '#lib/records/session/body.ts';
import type { FieldApp, LeasedList } from '#lib/state/contract.ts';
import { SessionNoting, withOuting } from './session-noting.svelte.ts';

const SESSION = '0197e6a0-0000-7000-8000-000000000001';
const body = kindOf('session')?.sample as SessionBody;
const lent: LeasedList = {
	roster: {
		...{ id: 'r', title: '示例工地', organisation: 'OG-1', organisationText: '', region: '361024' },
		...{ campaign: null, from: body.date, to: body.date, until: '2026-07-25T00:00:00.000Z', size: 1 }
	},
	people: [
		{
			...{ id: 'line-1', card: 'W-1', shown: '张*明', initials: 'zsm', department: '钢筋班' },
			...{ category: 'RC04', tail: '0012', received: [] }
		}
	]
};

type Save = () => Promise<{ readonly saved: boolean }>;

/** @param save what the phone makes of a row */
async function noting(save: Save = () => Promise.resolve({ saved: true })) {
	const saved: string[] = [];
	const app = {
		person: { id: 'vol' },
		lists: { leases: () => Promise.resolve([lent]) },
		watchRecords: (_query: unknown, listener: (rows: readonly unknown[]) => void) => {
			listener([]);
			return () => undefined;
		},
		saveRecord: (_kind: string, recordId: string) => {
			saved.push(recordId);
			return save();
		}
	} as unknown as FieldApp;
	let n = 0;
	const newId = () => `0197e6a0-0000-7000-8000-${String(++n).padStart(12, '0')}`;
	const draft: { rows: FormRow[] } = { rows: [] };
	const make = (of: { rows: FormRow[] } | null) =>
		new SessionNoting({
			...{ app, session: SESSION, body: () => body, draft: of, newId },
			now: () => '2025-07-08T07:31:00.000Z'
		});
	const one = make(draft);
	one.watch();
	await Promise.resolve();
	return { one, draft, make, saved };
}
const tick: NotedHow = { method: 'tick', proxy: null };

describe('persons noted at a session', () => {
	it('are ticked on a lent list, once, and scanned by the same card they are the same', async () => {
		const { make, saved } = await noting();
		const record = make(null);
		record.watch();
		await Promise.resolve();
		const [line] = record.roster;
		expect(line).toMatchObject({ card: 'W-1', name: '张*明', organisation: 'OG-1', detail: '钢筋班 · 0012' });
		if (!line) return;
		expect(await record.note(line, tick)).toBe('noted');
		expect(await record.note({ ...line, roster: null, name: '' }, { method: 'scan', proxy: null })).toBe(
			'again'
		);
		expect(countedRows(record.rows)).toBe(1);
		await record.takeBack(saved[0] ?? '');
		expect(countedRows(record.rows)).toBe(0);
		expect(await record.note(line, tick)).toBe('noted');
		expect(record.rows[0]?.body.evidence.map((piece) => piece.withdrawn)).toEqual([true, false]);
		expect(new Set(saved).size).toBe(1);
	});

	it('are kept by the masked name, also look-alikes whom the list names in full', async () => {
		const { make } = await noting();
		const record = make(null);
		record.watch();
		await Promise.resolve();
		const [line] = record.roster;
		if (!line) throw new Error('no list');
		expect(await record.note({ ...line, name: '张示明' }, tick)).toBe('noted');
		expect(record.rows.map((row) => row.body.name)).toEqual(['张*明']);
	});

	it('of whom the phone’s storage keeps nothing are refused, one by one, and shown nowhere', async () => {
		let fails = true;
		const { make } = await noting(() =>
			fails ? Promise.reject(new Error('QuotaExceededError')) : Promise.resolve({ saved: true })
		);
		const record = make(null);
		record.watch();
		await Promise.resolve();
		const [line] = record.roster;
		if (!line) throw new Error('a list is lent');
		expect(await record.note(line, tick)).toBe('refused');
		expect(await record.note(line, tick)).toBe('refused');
		expect(record.rows).toEqual([]);
		fails = false;
		expect(await record.note(line, tick)).toBe('noted');
		fails = true;
		expect(await record.takeBack(record.rows[0]?.recordId ?? '')).toBe(false);
		expect(countedRows(record.rows)).toBe(1);
	});

	it('count on where the rules do not take their being taken back, and that is told', async () => {
		let takes = true;
		const { make } = await noting(() => Promise.resolve({ saved: takes }));
		const record = make(null);
		record.watch();
		await Promise.resolve();
		const [line] = record.roster;
		if (!line) throw new Error('a list is lent');
		await record.note(line, tick);
		takes = false;
		expect(await record.takeBack(record.rows[0]?.recordId ?? '')).toBe(false);
		expect(countedRows(record.rows)).toBe(1);
		takes = true;
		expect(await record.takeBack(record.rows[0]?.recordId ?? '')).toBe(true);
		expect(countedRows(record.rows)).toBe(0);
	});

	it('lie in the draft until the session is saved, with the day it is given in the end', async () => {
		const { one, draft, saved } = await noting();
		const person = {
			card: null,
			roster: null,
			name: '李示安',
			organisation: null,
			organisationText: '',
			category: null
		};
		expect(await one.note(person, { method: 'typed', proxy: null })).toBe('noted');
		expect(await one.note({ ...person, name: '' }, tick)).toBe('refused');
		expect(draft.rows).toHaveLength(1);
		expect(saved).toEqual([]);
		const [row] = withOuting(draft.rows, { ...body, date: '2025-07-01' });
		expect(row?.body).toMatchObject({ name: '李示安', date: '2025-07-01', sessionId: SESSION });
	});
});
