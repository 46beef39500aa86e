/** For tests: a real database with a few people, and a phone that pushes visits into it. */
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import type { Role } from '#lib/domain/roles.ts';
import { visit } from '#lib/records/visit/visit.ts';
import type { VisitBody } from '#lib/records/visit/body.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { openTestDatabase } from '#lib/server/database/testing/open-test-database.ts';
import { push } from '#lib/server/sync/push.ts';
import { openDesk, type OpenDesk } from '../open-desk.ts';

const BEGINNING = '1970-01-01T00:00:00.000Z';
/** Who is there: two volunteers, two coordinators of one county, one of another, the city, an auditor. */
const PEOPLE: readonly (readonly [id: string, role: Role, region: string])[] = [
	['vol', 'VOL', '361002'],
	['far', 'VOL', '361025'],
	['rev', 'REV', '361002'],
	['rev2', 'REV', '361002'],
	['revfar', 'REV', '361025'],
	['city', 'CADM', '361000'],
	['aud', 'AUD', '361000']
];

export interface DeskBench {
	readonly database: ServerDatabase;
	readonly now: () => Date;
	mintId(): string;
	/** The desk of a person. */
	desk(person: string): Promise<OpenDesk>;
	deviceOf(person: string): string;
	/** An operation a phone would save. */
	operation(given: Partial<Operation> & Pick<Operation, 'recordId' | 'body'>): Operation;
	/** Sends operations from a person's phone; `vol` has a second one, `vol-second`. */
	send(person: string, operations: readonly Operation[], phone?: string): Promise<readonly Verdict[]>;
	/** A saved and sent visit; gives its id. */
	visit(person: string, body?: Partial<VisitBody>): Promise<string>;
	close(): Promise<void>;
}

export async function deskBench(): Promise<DeskBench> {
	const { database, remove } = await openTestDatabase();
	await migrate(database);
	let n = 0;
	const start = Date.parse('2026-07-24T02:00:00.000Z');
	const now = () => new Date(start + n * 1000);
	const mintId = () => uuidV7(start + ++n, crypto.getRandomValues(new Uint8Array(10)));
	const phones = [...PEOPLE.map(([id]) => [id, id] as const), ['vol', 'vol-second'] as const];
	const devices = new Map(phones.map(([, phone]) => [phone, mintId()]));
	await database.transaction(async (trx) => {
		for (const [id, role, region] of PEOPLE) {
			await trx
				.insertInto('account')
				.values({
					id,
					login: id,
					zh: `${id}示`,
					en: id,
					team: null,
					status: 'active',
					password_hash: null,
					failed_count: 0,
					locked_until: null,
					phone: null,
					created_at: BEGINNING,
					closed_at: null
				})
				.execute();
			await trx
				.insertInto('grant_right')
				.values({
					id: `grant-${id}`,
					account_id: id,
					role,
					region,
					team: null,
					valid_from: BEGINNING,
					valid_to: null,
					rev: 1,
					ended_rev: null
				})
				.execute();
		}
		for (const [person, phone] of phones) {
			await trx
				.insertInto('device')
				.values({
					id: devices.get(phone) ?? '',
					account_id: person,
					label: 'phone',
					created_at: BEGINNING,
					revoked_at: null,
					last_seen_at: null,
					skew_ms: null,
					unsent_count: 0,
					unsent_oldest: null,
					persistent: null,
					free_bytes: null,
					app_version: 'test',
					last_n: 0
				})
				.execute();
		}
	});
	const bench: DeskBench = {
		database,
		now,
		mintId,
		deviceOf: (person) => devices.get(person) ?? '',
		async desk(person) {
			const [id = '', role = 'VOL', region = ''] = PEOPLE.find(([known]) => known === person) ?? [];
			const open = await openDesk(
				database,
				{
					account: { id, login: id, zh: id, en: id, team: null, closedAt: null },
					grants: [
						{ id: `grant-${id}`, role: role as Role, region, team: null, validFrom: BEGINNING, validTo: null }
					]
				},
				'zh-CN',
				now
			);
			if (!open) throw new Error(`${person} has no desk`);
			return open;
		},
		operation: (given) => ({
			opId: mintId(),
			n: ++n,
			verb: 'create',
			kind: 'visit',
			scope: 'area:361002',
			baseRev: 0,
			schema: 1,
			at: now().toISOString(),
			attachments: [],
			...given
		}),
		send: (person, operations, phone = person) =>
			push(
				database,
				{ account: person, device: devices.get(phone) ?? null },
				{ operations, grantsRev: 1, deviceTime: now().toISOString() },
				now,
				{ origin: 'phone' }
			),
		async visit(person, body = {}) {
			const recordId = mintId();
			const [verdict] = await bench.send(person, [
				bench.operation({
					recordId,
					body: {
						...visit.sample,
						region: '361002',
						date: '2026-07-24',
						organisation: null,
						placeText: `工地${n}`,
						tripId: null,
						temperature: null,
						...body
					}
				})
			]);
			if (verdict?.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
			return recordId;
		},
		close: remove
	};
	return bench;
}
