/** A small deployment in a fresh database, and the words the contract is written in. */
import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Verb, Verdict } from '#lib/domain/operation.ts';
import { pullResponse, type PullResponse } from '#lib/protocol/pull.ts';
import type { PullRequest } from '#lib/protocol/pull-request.ts';
import { kindOf } from '#lib/records/index.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import type { ServerDatabase } from '#lib/server/database/open.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { heardBy } from '#lib/protocol/push.ts';
import { pull } from '#lib/server/sync/pull.ts';
import { push } from '#lib/server/sync/push.ts';
import type { PushOptions } from '#lib/server/sync/push-types.ts';
import { writeReference } from '#lib/server/sync/reference-store.ts';

export const REGION = '361024';
export const OTHER_REGION = '361025';
export const newId = () => uuidV7(Date.now(), randomBytes(10));

/** [account, role, region, team] */
const PEOPLE = [
	['vol', 'VOL', REGION, 'T1'],
	['mate', 'VOL', REGION, 'T1'],
	['lead', 'LEAD', REGION, 'T1'],
	['rev', 'REV', REGION, null],
	['rev2', 'REV', REGION, null],
	['far', 'VOL', OTHER_REGION, 'T2'],
	['city', 'CADM', '361000', null],
	['audit', 'AUD', '361000', null]
] as const;

export type Person = (typeof PEOPLE)[number][0];

export const body = (changes: Record<string, unknown> = {}) => ({
	...visitSample,
	team: 'T1',
	organisation: null,
	placeText: `place ${newId()}`,
	...changes
});

/** One person's phone or desk: makes operations with its own counter and sends them. */
export class Deployment {
	readonly database: ServerDatabase;
	now = new Date('2025-07-09T02:00:00.000Z');
	#n = 0;
	readonly devices = new Map<string, string>();

	constructor(database: ServerDatabase) {
		this.database = database;
	}

	static async open(database: ServerDatabase): Promise<Deployment> {
		await migrate(database);
		const deployment = new Deployment(database);
		await database.transaction(async (trx) => {
			for (const [id, role, region, team] of PEOPLE) {
				await trx
					.insertInto('account')
					.values({
						id,
						login: id,
						zh: id,
						en: id,
						team,
						status: 'active',
						password_hash: null,
						failed_count: 0,
						locked_until: null,
						phone: null,
						created_at: '2025-01-01T00:00:00.000Z',
						closed_at: null
					})
					.execute();
				await trx
					.insertInto('grant_right')
					.values({
						id: `g-${id}`,
						account_id: id,
						role,
						region,
						team,
						valid_from: '1970-01-01T00:00:00.000Z',
						valid_to: null,
						rev: 1,
						ended_rev: null
					})
					.execute();
			}
			await writeReference(trx, [
				{ kind: 'region', code: '361000', body: { code: '361000', level: 'city', oldCodes: [] } },
				...[REGION, OTHER_REGION].map((code) => ({
					kind: 'region' as const,
					code,
					body: { code, zh: code, en: code, level: 'county', oldCodes: [], parent: '361000' }
				}))
			]);
		});
		for (const [id] of PEOPLE) await deployment.addDevice(id, id);
		return deployment;
	}

	async addDevice(account: Person, name: string): Promise<void> {
		const id = newId();
		this.devices.set(name, id);
		await this.database.transaction((trx) =>
			trx
				.insertInto('device')
				.values({
					id,
					account_id: account,
					label: name,
					created_at: this.now.toISOString(),
					revoked_at: null,
					last_seen_at: null,
					skew_ms: null,
					unsent_count: 0,
					unsent_oldest: null,
					persistent: null,
					free_bytes: null,
					app_version: '',
					last_n: 0
				})
				.execute()
		);
	}

	device(name: string): string {
		const id = this.devices.get(name);
		if (!id) throw new Error(`no device ${name}`);
		return id;
	}

	operation(verb: Verb, recordId: string, baseRev: number, content: unknown, more: object = {}) {
		return {
			opId: newId(),
			n: ++this.#n,
			verb,
			kind: 'visit',
			recordId,
			scope: `area:${REGION}`,
			baseRev,
			schema: 1,
			at: this.now.toISOString(),
			body: content,
			attachments: [],
			...more
		};
	}

	async send(
		account: Person,
		operations: readonly unknown[],
		input: {
			device?: string;
			grantsRev?: number;
			deviceTime?: string;
			beforeRestore?: number;
			options?: PushOptions;
		} = {}
	): Promise<Verdict[]> {
		const { device = account, grantsRev = 1, deviceTime = this.now.toISOString() } = input;
		const { beforeRestore, options } = input;
		return push(
			this.database,
			{ account, device: this.device(device) },
			{ operations, grantsRev, deviceTime, heard: heardBy({ beforeRestore }), epoch: await this.#epoch() },
			() => this.now,
			options
		);
	}

	/** As a phone knows the server that is up to date. */
	async #epoch(): Promise<number> {
		return (await this.database.reader.selectFrom('meta').select('epoch').executeTakeFirstOrThrow()).epoch;
	}

	/** Sends one operation and gives its verdict. */
	async act(
		account: Person,
		verb: Verb,
		recordId: string,
		baseRev: number,
		content: unknown = {},
		more: object = {}
	): Promise<Verdict> {
		const [verdict] = await this.send(account, [this.operation(verb, recordId, baseRev, content, more)]);
		if (!verdict) throw new Error('no verdict');
		return verdict;
	}

	/** A visit saved by a person; gives its id. */
	async visit(account: Person = 'vol', content: object = {}): Promise<string> {
		const id = newId();
		const verdict = await this.act(account, 'create', id, 0, body({ ...content }));
		if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
		return id;
	}

	/** The sample of a kind, saved by a person; gives its id. */
	async record(kind: string, account: Person = 'vol', content: object = {}): Promise<string> {
		const id = newId();
		const sample = { ...(kindOf(kind)?.sample as object), team: 'T1', region: REGION, ...content };
		const more = { kind, schema: kindOf(kind)?.version };
		const verdict = await this.act(account, 'create', id, 0, sample, more);
		if (verdict.outcome !== 'applied') throw new Error(JSON.stringify(verdict));
		return id;
	}

	async pull(
		account: Person,
		cursors: { scope: string; gen: number; seq: number }[] = [],
		unresolved: string[] = [],
		device: string = account,
		more: Partial<PullRequest> = {}
	): Promise<PullResponse> {
		const answer = await pull(
			this.database,
			{ account, device: this.device(device) },
			{
				protocol: 1,
				deviceId: this.device(device),
				epoch: 0,
				nonce: 'nonce-nonce',
				deviceTime: this.now.toISOString(),
				heartbeat: {
					unsent: { count: 0, oldest: null },
					persistent: true,
					freeBytes: null,
					appVersion: 'test'
				},
				cursors,
				unresolved,
				...more
			},
			() => this.now
		);
		return pullResponse.parse(answer);
	}

	async row(id: string) {
		return this.database.reader.selectFrom('record').selectAll().where('id', '=', id).executeTakeFirst();
	}

	async bodyOf(id: string): Promise<Record<string, unknown>> {
		return JSON.parse((await this.row(id))?.body ?? 'null') as Record<string, unknown>;
	}

	async custody(opId: string) {
		return this.database.reader
			.selectFrom('operation')
			.selectAll()
			.where('op_id', '=', opId)
			.executeTakeFirst();
	}
}
