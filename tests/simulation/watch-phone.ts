/** What must be true on a phone at every instant: truths 1, 4, 5, 6, 8 and 14. */
import type { Operation } from '#lib/domain/operation.ts';
import { isAllSent } from '#lib/storage/outbox.ts';
import type { WaitingRow } from '#lib/storage/schema.ts';
import type { Memory, Place, Saved } from './memory.ts';
import type { SimPhone } from './phone.ts';
import type { SimServer } from './server.ts';
import type { Stored } from './disk.ts';
import { photosNotThere, watchPhotos } from './watch-photos.ts';

const DAY = 86_400_000;
const compared = new WeakSet<Operation>();

export function watchPhone(phone: SimPhone, memory: Memory, server: SimServer, now: number): void {
	const { owners, settled: raw } = phone;
	if (!raw) return;
	// Nothing ran on it and nothing was written at the server: what was true is true.
	const state = `${owners.length} ${owners.reduce((sum, one) => sum + one.ran, 0)} ${server.writes}`;
	if (phone.watched === state) return;
	phone.watched = state;
	const found = places(raw, phone, memory);
	const lost = settle(found, phone, memory, server, now);
	// Before all others: the first truth that is broken is the one that is told.
	checkAllSent(raw, phone, memory, server);
	for (const { operation, place } of lost)
		memory.fail(6, `${operation.opId}, last in ${place}, is nowhere on ${phone.name}`);
	checkCursors(raw, phone, memory);
	if (hasChanged(raw, phone)) checkShown(raw, phone, memory);
	checkCustody(raw, phone, memory, server, found);
	watchPhotos(raw, phone, memory, server);
}

function places(raw: Stored, phone: SimPhone, memory: Memory): Map<string, Place> {
	const found = new Map<string, Place>();
	const note = (operation: Operation, place: Place) => {
		// A row that was not written again is the same object.
		if (!compared.has(operation)) memory.keep(phone, operation);
		compared.add(operation);
		const other = found.get(operation.opId);
		if (other) memory.fail(5, `${operation.opId} is in ${other} and in ${place} of ${phone.name}`);
		found.set(operation.opId, place);
	};
	for (const row of raw.rows('outbox')) note(row, row.lane === 'parked' ? 'parked' : 'outbox');
	for (const row of raw.rows('journal')) note(row, 'journal');
	for (const row of raw.rows('attention')) note(row.operation, 'attention');
	return found;
}

/** Notes where everything is. @returns what is nowhere and should be somewhere */
function settle(
	found: Map<string, Place>,
	phone: SimPhone,
	memory: Memory,
	server: SimServer,
	now: number
): Saved[] {
	const lost: Saved[] = [];
	for (const saved of owedBy(phone, memory)) {
		const place = found.get(saved.operation.opId);
		if (place) {
			if (place === 'journal' && saved.place !== 'journal') saved.acceptedAt = now;
			saved.place = place;
			continue;
		}
		const isRefused = () =>
			saved.place === 'attention' || custody(server).get(saved.operation.opId) === 'rejected';
		if (isRefused() && isCorrected(saved, memory)) saved.settled = true;
		else if (saved.place === 'journal' && now - (saved.acceptedAt ?? now) > 29 * DAY) saved.settled = true;
		else lost.push(saved);
	}
	return lost;
}

/** What people saved on this phone since its storage was last lost, and have not taken back. */
function owedBy(phone: SimPhone, memory: Memory): Saved[] {
	const storage = memory.lossesOf(phone);
	return memory.savedOn(phone).filter((saved) => saved.storage === storage && !saved.settled);
}

/** A later save of the same record takes the refused text off the list: the person has written it anew. */
function isCorrected({ operation, phone }: Saved, memory: Memory): boolean {
	for (const other of memory.savedOn(phone)) {
		if (other.operation.recordId !== operation.recordId) continue;
		if (other.operation.n > operation.n && ['create', 'amend'].includes(other.operation.verb)) return true;
	}
	return false;
}

function checkCursors(raw: Stored, phone: SimPhone, memory: Memory): void {
	const own = `${phone.name} ${memory.lossesOf(phone)} `;
	const rows = raw.rows('cursors');
	// One that was dropped, and may be read again, begins anew.
	const there = new Set(rows.map(({ scope }) => scope));
	for (const pass of memory.cursors.keys())
		if (pass.startsWith(own) && !there.has(pass.slice(own.length).split(' ')[0] ?? ''))
			memory.cursors.delete(pass);
	for (const { scope, gen, seq, sweep } of rows) {
		const pass = `${own}${scope} ${gen} ${sweep}`;
		if (seq < (memory.cursors.get(pass) ?? 0))
			memory.fail(4, `the cursor of ${scope} went back on ${phone.name}`);
		memory.cursors.set(pass, seq);
	}
}

const shownAt = new WeakMap<SimPhone, { readonly raw: Stored; readonly changes: number }>();

/** Whether what `checkShown` reads was written since it last looked. */
function hasChanged(raw: Stored, phone: SimPhone): boolean {
	const changes = raw.changes('outbox') + raw.changes('records');
	const before = shownAt.get(phone);
	shownAt.set(phone, { raw, changes });
	// Where nobody counts it may have been.
	return before?.raw !== raw || before.changes !== changes;
}

/** Own work that waits is shown: each field that it changed has its newest value, whatever was pulled. */
function checkShown(raw: Stored, phone: SimPhone, memory: Memory): void {
	const byRecord = new Map<string, WaitingRow[]>();
	for (const row of raw.rows('outbox')) {
		const rows = byRecord.get(row.recordId);
		if (rows) rows.push(row);
		else byRecord.set(row.recordId, [row]);
	}
	for (const [id, rows] of byRecord) {
		const record = raw.row('records', id);
		const puts = rows.filter((row) => row.verb === 'create' || row.verb === 'amend');
		const waiting = rows.filter((row) => row.lane === 'send').length;
		if (!record) {
			if (puts.length > 0) memory.fail(6, `${phone.name} does not show ${id}, whose work waits`);
			continue;
		}
		if (record.waiting !== waiting)
			memory.fail(5, `${phone.name} shows ${record.waiting} of ${waiting} acts that wait of ${id}`);
		const last = puts.sort((a, b) => a.n - b.n).at(-1);
		if (!last || memory.poison.has(last.recordId)) continue;
		const body = last.body as Record<string, unknown>;
		const before = last.before as Record<string, unknown> | null;
		const shown = (record.laid ?? record.base?.body) as Record<string, unknown>;
		for (const field of ['situation', 'remark', 'placeText']) {
			if (before && before[field] === body[field]) continue;
			if (shown[field] !== body[field]) memory.fail(6, `${phone.name} hides what waits of ${id}: ${field}`);
		}
	}
}

const epochKnownTo = (raw: Stored): number =>
	(raw.row('meta', 'server')?.value as { epoch?: number } | undefined)?.epoch ?? 0;

/** Truth 14: when the product would say that all was sent, all of it is at the server that the phone knows. */
function checkAllSent(raw: Stored, phone: SimPhone, memory: Memory, server: SimServer): void {
	const known = epochKnownTo(raw);
	if (known !== server.epoch) return;
	const photos = raw.rows('attachments');
	const again = photos.filter(
		({ state, hasBytes, confirmed }) => state === 'sent' && hasBytes && (confirmed?.epoch ?? 0) < known
	).length;
	const counts = {
		waiting: raw.rows('outbox').filter((row) => row.lane === 'send').length,
		attention: raw.rows('attention').length,
		photosWaiting: photos.filter((row) => row.state === 'waits').length + again,
		photosRefused: photos.filter((row) => row.state === 'refused' && row.hasBytes).length
	};
	if (!isAllSent(phone.parts.bug?.counts?.(counts) ?? counts)) return;
	const kept = custody(server);
	for (const { operation, place } of owedBy(phone, memory))
		if (!kept.has(operation.opId))
			memory.fail(14, `${phone.name} says that all was sent, and ${operation.opId} in ${place} was not`);
	for (const photo of photosNotThere(raw, phone, memory, server))
		memory.fail(14, `${phone.name} says that all was sent, and photo ${photo} was not`);
}

/** What the phone takes for received is in custody. */
function checkCustody(
	raw: Stored,
	phone: SimPhone,
	memory: Memory,
	server: SimServer,
	found: ReadonlyMap<string, Place>
): void {
	const known = epochKnownTo(raw);
	if (known !== server.epoch) return;
	const kept = custody(server);
	for (const row of raw.rows('journal')) {
		if (row.epoch !== known) continue;
		const outcome = kept.get(row.opId);
		if (outcome === undefined)
			memory.fail(1, `${row.opId} was acknowledged to ${phone.name} without custody`);
		else if (!ACCEPTED.has(outcome))
			memory.fail(8, `${row.opId} is ${outcome} and ${phone.name} takes it for accepted`);
	}
	for (const [opId, place] of found) {
		if (place === 'outbox') continue;
		// Refused work is not sent again: a server that was put back need not know of it, or has it parked still.
		if (place === 'attention' && memory.refusedOnce.has(opId)) continue;
		const outcome = kept.get(opId);
		const row = place === 'attention' ? raw.row('attention', opId) : undefined;
		if (row && row.why !== 'refused') continue;
		if (outcome === undefined) memory.fail(1, `${opId} is ${place} on ${phone.name} without custody`);
		if (place === 'attention' && outcome !== 'rejected')
			memory.fail(8, `${opId} is ${outcome} and ${phone.name} says it was refused`);
	}
}

const ACCEPTED = new Set(['applied', 'merged', 'duplicate']);

interface Custody {
	readonly writes: number;
	readonly restores: number;
	readonly last: number;
	readonly kept: Map<string, string>;
}

/** Outcome by operation. What is parked may get another; the others are looked at again by `watchServer`. */
const latest = new WeakMap<SimServer, Custody>();
export function custody(server: SimServer): Map<string, string> {
	const known = latest.get(server);
	const { writes, restores } = server;
	if (known?.writes === writes) return known.kept;
	const isSame = known?.restores === restores;
	const kept = isSame ? known.kept : new Map<string, string>();
	let last = isSame ? known.last : 0;
	const rows = server.all<{ row: number; op_id: string; outcome: string }>(
		"select rowid as row, op_id, outcome from operation where rowid > ? or outcome = 'parked'",
		last
	);
	for (const { row, op_id, outcome } of rows) {
		kept.set(op_id, outcome);
		last = Math.max(last, row);
	}
	for (const [opId, outcome] of kept)
		if (outcome === 'parked' && !rows.some((row) => row.op_id === opId))
			kept.set(
				opId,
				server.all<{ outcome: string }>('select outcome from operation where op_id = ?', opId)[0]?.outcome ??
					outcome
			);
	latest.set(server, { writes, restores, last, kept });
	return kept;
}
