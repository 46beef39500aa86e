/**
 * The figures that pages read are running sums, moved on by the push that moves the records on and in its transaction: they
 * equal the sum over the stored records at every commit (`check-figures.ts` compares). Who changes what a kind measures
 * writes the stored measures and these sums anew in a migration.
 */
import { isCounted, type ReviewState } from '#lib/domain/review.ts';
import { recordKinds } from '#lib/records/index.ts';
import type { RecordKind } from '#lib/records/kind.ts';
import { upcastBody } from '#lib/records/upcast.ts';
import { inChunks } from '#lib/server/database/in-chunks.ts';
import { lockedIn } from '#lib/server/database/row-locks.ts';
import type { RecordTable, Trx } from '#lib/server/database/schema.ts';
import { FigureSums, type Standing } from './figure-sums.ts';

/** A record as the figures see it. */
interface Seen {
	readonly row: Standing & Pick<RecordTable, 'parent'>;
	readonly body: unknown;
}

/** A record that a push moved on: as it was before (undefined: it was not there) and as it is. */
export interface Moved {
	readonly kind: RecordKind;
	readonly id: string;
	readonly before: Seen | undefined;
	readonly after: Seen;
}

/** Kinds that records of others hang on (a visit, for its requests). */
const PARENTS: ReadonlySet<string | null> = new Set(recordKinds.map((kind) => kind.parentKind));

const counts = (state: string | null | undefined) => Boolean(state) && isCounted(state as ReviewState);

/**
 * Moves the figures on. What is not reviewed itself counts as what it hangs on does, so an approved visit brings its
 * requests along.
 * @param stateOf review state of a record that the push has loaded and not moved; undefined for one it does not know
 */
export async function keepFigures(
	trx: Trx,
	moved: readonly Moved[],
	stateOf: (id: string) => string | null | undefined
): Promise<void> {
	const sums = new FigureSums();
	const byId = new Map(moved.map((one) => [one.id, one]));
	const move = (kind: RecordKind, before: Seen | undefined, after: Seen | undefined) => {
		if (before) sums.count(before.row, kind.measures(before.body), -1);
		if (after) sums.count(after.row, kind.measures(after.body), 1);
	};

	const hanging: Moved[] = [];
	const turned: string[] = [];
	for (const one of moved) {
		const { kind, before, after } = one;
		if (before) sums.tally(before.row, -1);
		sums.tally(after.row, 1);
		if (kind.parentKind !== null) hanging.push(one);
		if (!kind.reviewed) continue;
		const [was, is] = [counts(before?.row.state), counts(after.row.state)];
		if (was || is) move(kind, was ? before : undefined, is ? after : undefined);
		if (was !== is && PARENTS.has(kind.kind)) turned.push(one.id);
	}

	const others = await loadStates(
		trx,
		hanging.flatMap(({ before, after }) => [before?.row.parent, after.row.parent]),
		(id) => byId.has(id) || stateOf(id) !== undefined
	);
	const stateNow = (id: string) => byId.get(id)?.after.row.state ?? stateOf(id) ?? others.get(id);
	const stateThen = (id: string) => (byId.has(id) ? byId.get(id)?.before?.row.state : stateNow(id));
	for (const { kind, before, after } of hanging) {
		const was = before?.row.parent && counts(stateThen(before.row.parent));
		const is = after.row.parent && counts(stateNow(after.row.parent));
		if (was || is) move(kind, was ? before : undefined, is ? after : undefined);
	}
	await loadChildren(trx, turned, (child) => {
		if (byId.has(child.id)) return;
		const kind = recordKinds.find((one) => one.kind === child.kind) as RecordKind | undefined;
		if (!kind || kind.reviewed) return;
		const body: unknown = JSON.parse(child.body);
		const seen = { row: child, body: upcastBody(kind, child.schema, body) ?? body };
		const is = counts(stateNow(child.parent ?? ''));
		move(kind, is ? undefined : seen, is ? seen : undefined);
	});
	await sums.write(trx);
}

/** States of records that the push did not load, kept from others' writing until it ends. */
async function loadStates(
	trx: Trx,
	ids: readonly (string | null | undefined)[],
	isKnown: (id: string) => boolean
): Promise<Map<string, string | null>> {
	const states = new Map<string, string | null>();
	const wanted = [...new Set(ids)].filter((id): id is string => Boolean(id) && !isKnown(id ?? '')).sort();
	for (const chunk of inChunks(wanted, 500)) {
		const rows = await lockedIn(
			trx,
			trx.selectFrom('record').select(['id', 'state']).where('id', 'in', chunk).orderBy('id')
		).execute();
		for (const row of rows) states.set(row.id, row.state);
	}
	return states;
}

async function loadChildren(
	trx: Trx,
	parents: readonly string[],
	visit: (child: RecordTable) => void
): Promise<void> {
	for (const chunk of inChunks(parents, 500)) {
		const rows = await trx.selectFrom('record').selectAll().where('parent', 'in', chunk).execute();
		for (const row of rows) visit(row);
	}
}
