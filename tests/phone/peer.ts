/**
 * The other end of the protocol in memory, as far as a phone can tell: custody by operation id, verdicts, one feed per scope
 * with its hash. It judges nothing by itself; a test says what it refuses or parks. The server's own tests are elsewhere.
 */
import { gunzipSync } from 'node:zlib';
import type { Operation, Verdict } from '#lib/domain/operation.ts';
import { addDigest, rowDigest } from '#lib/protocol/digest.ts';
import type { FeedRow, PullResponse, ScopePage } from '#lib/protocol/pull.ts';
import { pullRequest } from '#lib/protocol/pull-request.ts';
import { ACCOUNT_HEADER, type PushResponse } from '#lib/protocol/push.ts';
import { pushRequest } from '#lib/protocol/push-request.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import type { Http, HttpAnswer, HttpRequest } from '#lib/sync/ports.ts';

type Fault = (request: HttpRequest, answer: () => HttpAnswer) => HttpAnswer | Promise<HttpAnswer>;

export interface Peer {
	readonly http: Http;
	/** What came in, in order: path, account and the parsed body. */
	readonly seen: { path: string; account: string; encoding: string; body: Record<string, unknown> }[];
	/** What pulls were answered, in order. */
	readonly answered: PullResponse[];
	/** Raw JSON of every operation kept, by id; each kept once. */
	readonly custody: Map<string, string>;
	/** How often an operation had an effect. */
	readonly effects: Map<string, number>;
	/** Applied to the next requests, one each. */
	readonly faults: Fault[];
	epoch: number;
	serverId: string;
	gen: number;
	clockOffset: number;
	today: string;
	pageRows: number;
	revoked: boolean;
	drop: string[];
	/** Verdict of an operation; undefined: apply it. */
	judge: (operation: Operation) => Partial<Verdict> | undefined;
	put(scope: string, row: { kind: string; id: string; rev?: number; schema?: number; body: unknown }): void;
	remove(scope: string, id: string): void;
	/** The record as the server has it. */
	record(id: string): RecordView | undefined;
	/** Someone else changes a record. */
	edit(id: string, change: (body: Record<string, unknown>) => Record<string, unknown>): void;
	/** Answers verdicts of these operations with the next pull. */
	decideLater(verdict: Verdict): void;
	/** Throws away everything, as a restore from an empty backup does. */
	restoreEmpty(): void;
	/** Makes the hash of a scope wrong, once or for ever. */
	wrongHash: number;
}

export function json(status: number, content: unknown): HttpAnswer {
	return { status, contentType: 'application/json', retryAfter: null, text: JSON.stringify(content) };
}

export function viewOf(id: string, kind: string, rev: number, body: unknown, recorder: string): RecordView {
	const at = '2026-07-20T00:00:00.000Z';
	const region = (body as { region?: string }).region ?? '';
	return {
		kind,
		id,
		rev,
		schema: 1,
		state: 'pending',
		no: `ZF-${id.slice(-6)}`,
		legacyNo: null,
		region,
		recorder,
		recorderName: recorder,
		recordedAt: at,
		receivedAt: at,
		corrected: false,
		body,
		flags: [],
		decision: null,
		conflicts: [],
		history: []
	};
}

export function createPeer(now: () => number, account: string): Peer {
	let feeds = new Map<string, { seq: number; rows: Map<string, FeedRow> }>();
	let records = new Map<string, RecordView>();
	let stored = new Map<string, Verdict>();
	const later: Verdict[] = [];

	function feed(scope: string) {
		let found = feeds.get(scope);
		if (!found) feeds.set(scope, (found = { seq: 0, rows: new Map() }));
		return found;
	}
	function write(scope: string, row: Omit<FeedRow, 'seq'>): void {
		const at = feed(scope);
		at.seq++;
		at.rows.set(row.id, { ...row, seq: at.seq });
	}
	function writeRecord(view: RecordView): void {
		records.set(view.id, view);
		write(`user:${view.recorder}`, {
			kind: view.kind,
			id: view.id,
			rev: view.rev,
			gone: false,
			schema: 1,
			body: view
		});
	}

	function decide(operation: Operation): Verdict {
		const known = stored.get(operation.opId);
		if (known) return known;
		peer.custody.set(operation.opId, JSON.stringify(operation));
		const special = peer.judge(operation);
		const before = records.get(operation.recordId);
		const rev = (before?.rev ?? 0) + 1;
		let verdict: Verdict = {
			opId: operation.opId,
			outcome: 'applied',
			rev,
			no: `ZF-${operation.recordId.slice(-6)}`,
			refusal: null
		};
		if (special) verdict = { ...verdict, rev: null, no: null, ...special };
		else {
			peer.effects.set(operation.opId, (peer.effects.get(operation.opId) ?? 0) + 1);
			if (operation.verb === 'create' || operation.verb === 'amend')
				writeRecord(viewOf(operation.recordId, operation.kind, rev, operation.body, account));
		}
		if (verdict.outcome !== 'retry') stored.set(operation.opId, verdict);
		return verdict;
	}

	function push(body: unknown): PushResponse {
		const request = pushRequest.parse(body);
		return {
			protocol: 1,
			serverId: peer.serverId,
			epoch: peer.epoch,
			nonce: request.nonce,
			serverTime: new Date(now() + peer.clockOffset).toISOString(),
			verdicts: request.operations.map((operation) =>
				decide(operation as Operation)
			) as PushResponse['verdicts']
		};
	}

	function page(scope: string, cursor: { gen: number; seq: number } | undefined): ScopePage | null {
		const { seq, rows } = feed(scope);
		const from = cursor && cursor.gen === peer.gen && cursor.seq <= seq ? cursor.seq : 0;
		if (
			cursor &&
			from === seq &&
			cursor.gen === peer.gen &&
			cursor.seq === seq &&
			seq > 0 &&
			peer.wrongHash === 0
		)
			return null;
		const next = [...rows.values()].filter((row) => row.seq > from).sort((a, b) => a.seq - b.seq);
		const part = next.slice(0, peer.pageRows);
		const more = part.length < next.length;
		const result = {
			scope,
			gen: peer.gen,
			from,
			to: more ? (part.at(-1)?.seq ?? from) : seq,
			rows: part,
			more
		};
		if (more) return result;
		let hash = 0;
		let count = 0;
		for (const row of rows.values())
			if (!row.gone) {
				hash = addDigest(hash, rowDigest(row.kind, row.id, row.rev));
				count++;
			}
		if (peer.wrongHash > 0) {
			peer.wrongHash--;
			hash = addDigest(hash, 1);
		}
		return { ...result, count, hash };
	}

	function pull(body: unknown): PullResponse {
		const request = pullRequest.parse(body);
		const cursors = new Map(request.cursors.map((cursor) => [cursor.scope, cursor]));
		const pages = peer.revoked
			? []
			: [...feeds.keys()]
					.filter((scope) => !peer.drop.includes(scope))
					.map((scope) => page(scope, cursors.get(scope)))
					.filter((found) => found !== null);
		const answer: PullResponse = {
			protocol: 1,
			serverId: peer.serverId,
			epoch: peer.epoch,
			nonce: request.nonce,
			serverTime: new Date(now() + peer.clockOffset).toISOString(),
			today: peer.today,
			revoked: peer.revoked,
			grantsRev: 3,
			grants: [],
			drop: peer.drop.filter((scope) => cursors.has(scope)),
			verdicts: later.splice(0) as PullResponse['verdicts'],
			pages,
			more: pages.some((found) => found.more)
		};
		peer.answered.push(answer);
		return answer;
	}

	const peer: Peer = {
		seen: [],
		answered: [],
		custody: new Map(),
		effects: new Map(),
		faults: [],
		epoch: 1,
		serverId: 'server-1',
		gen: 1,
		clockOffset: 0,
		today: '2026-07-20',
		pageRows: 500,
		revoked: false,
		drop: [],
		wrongHash: 0,
		judge: () => undefined,
		put(scope, row) {
			const rev = row.rev ?? 1;
			if (!row.kind.startsWith('ref:')) records.set(row.id, row.body as RecordView);
			write(scope, { kind: row.kind, id: row.id, rev, gone: false, schema: row.schema ?? 1, body: row.body });
		},
		remove(scope, id) {
			const row = feed(scope).rows.get(id);
			if (row) write(scope, { ...row, gone: true, body: null });
		},
		record: (id) => records.get(id),
		edit(id, change) {
			const view = records.get(id);
			if (!view) throw new Error(`peer has no ${id}`);
			writeRecord({ ...view, rev: view.rev + 1, body: change(view.body as Record<string, unknown>) });
		},
		decideLater: (verdict) => void later.push(verdict),
		restoreEmpty() {
			feeds = new Map();
			records = new Map();
			stored = new Map();
			peer.custody.clear();
			peer.effects.clear();
			peer.epoch++;
			peer.gen++;
		},
		http(request) {
			const encoding = request.headers['content-encoding'] ?? '';
			const bytes = encoding === 'gzip' ? gunzipSync(request.body) : request.body;
			const body = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
			const account = request.headers[ACCOUNT_HEADER] ?? '';
			peer.seen.push({ path: request.path, account, encoding, body });
			const answer = () => json(200, request.path.endsWith('push') ? push(body) : pull(body));
			const fault = peer.faults.shift();
			try {
				return Promise.resolve(fault ? fault(request, answer) : answer());
			} catch (error) {
				return Promise.reject(error instanceof Error ? error : new Error('network'));
			}
		}
	};
	return peer;
}
