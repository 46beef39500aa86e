/**
 * Truth 16: a server that was put back from a backup gets its lost day back from the devices. What it had accepted it accepts
 * again, as the same operations, unless the restored world itself is a reason against it.
 */
import type { Memory, Saved } from './memory.ts';
import type { SimServer } from './server.ts';
import { custody } from './watch-phone.ts';
import { notePhotosBefore } from './watch-photos.ts';
import type { World } from './world.ts';

/** In place of a refusal, of what the server does not have. */
const NEVER_CAME = 'it never came';
const ACCEPTED = new Set(['applied', 'merged', 'duplicate']);

/** Before a restore: remembers what it may take. @param revisions those of the backup, as `Memory.revisions` */
export function noteBefore(memory: Memory, server: SimServer, revisions: ReadonlyMap<string, string>): void {
	for (const [opId, outcome] of custody(server)) {
		memory.answered.set(opId, outcome);
		if (outcome === 'rejected') memory.refusedOnce.add(opId);
	}
	const rows = server.all<{ record_id: string; rev: number; body: string }>(
		'select record_id, rev, body from record_revision order by record_id, rev'
	);
	const kept = new Set<string>();
	for (const { record_id, rev, body } of rows) {
		const key = `${record_id} ${rev}`;
		const isKept = revisions.get(key) === memory.revisions.get(key);
		for (const text of Object.values(JSON.parse(body) as Record<string, unknown>)) {
			if (typeof text !== 'string') continue;
			if (isKept) kept.add(`${record_id} ${text}`);
			else if (!kept.has(`${record_id} ${text}`)) memory.lostTexts.add(`${record_id} ${text}`);
		}
	}
	notePhotosBefore(memory, server);
}

/** An operation that was accepted and now is not. */
interface Refused extends Saved {
	readonly outcome: string;
	readonly refusal: string;
}

/** Why the restored world may answer otherwise than the lost one: each reason, and whether it was there. */
const REASONS: readonly {
	readonly refusals: readonly string[];
	readonly isSo: (one: Refused, world: World) => boolean;
}[] = [
	{
		// A coordinator's decision is made at the desk, which keeps no journal: one that was taken back (a return, a reopening)
		// does not come again, and what was decided since the restore was decided without this work. Nothing decided changes.
		refusals: ['decided-already', 'archived'],
		isSo: ({ operation }, { server }) =>
			server.all("select 1 from decision where record_id = ? and verb <> 'return'", operation.recordId)
				.length > 0
	},
	{
		// Rights are the server's own. One that was given after the backup is gone with it, and one that has ended may be past
		// its grace, or the phone was told of it by the server that is gone.
		refusals: ['not-permitted', 'wrong-region', 'right-ended'],
		isSo: ({ phone }, { story }) =>
			story.steps.some(({ act }) => act.is === 'rights' && act.account === phone.account)
	},
	{
		// Its record was refused itself, for a reason of which each is looked at.
		refusals: ['no-such-record'],
		isSo: ({ operation }, { server }) =>
			server.all(
				"select 1 from operation where record_id = ? and verb = 'create' and outcome = 'rejected'",
				operation.recordId
			).length > 0
	},
	{
		// A backup is older than what phones keep of accepted work: what made the record is gone, and its changes come back to
		// their person.
		refusals: ['no-such-record'],
		isSo: ({ operation: { recordId } }, { memory }) =>
			[...memory.saved.values()].some(
				({ operation, settled }) => settled && operation.recordId === recordId && operation.verb === 'create'
			)
	},
	{
		// The phone that moved the record to another area was heard first this time, and who changed it before has no say there.
		refusals: ['wrong-region'],
		isSo: ({ operation }, { server }) =>
			server
				.all<{ region: string }>('select region from record where id = ?', operation.recordId)
				.some(({ region }) => region !== (operation.body as { readonly region?: string }).region)
	},
	{
		// By the device's clock, which may have been set since: what seems to be written after the end waits for a person.
		refusals: ['device-revoked'],
		isSo: ({ device }, { server }) =>
			server.all('select 1 from device where id = ? and revoked_at is not null', device).length > 0
	},
	{
		// It waited to be sent again when its scope was dropped, and was set aside with its text as all that waits is.
		refusals: [NEVER_CAME],
		isSo: ({ operation, phone }) => phone.settled?.row('attention', operation.opId)?.why === 'scope-dropped'
	},
	{
		// A coordinator had it judged again while its record was not back: that it was written before the restore is then known
		// by its phone's clock alone, which was set since.
		refusals: ['no-such-parent'],
		isSo: ({ phone }, { story, phones }) =>
			story.steps.some(({ act }) => act.is === 'clock' && phones[act.p % phones.length] === phone)
	},
	{
		// It hangs on what nobody can bring back: its author's phone lost its storage, or may not bring it back either.
		refusals: ['no-such-record', 'no-such-parent'],
		isSo: ({ outcome, operation }, world) => outcome === 'parked' && !isBack(operation.recordId, world)
	}
];

/** The record that an operation is about is at the server, and all that it hangs on. */
function isBack(recordId: string, { server }: World): boolean {
	return server.all('select 1 from record where id = ?', recordId).length > 0;
}

/** At rest: all that was accepted before a restore, and that its phone still has, is accepted again. */
export function checkBroughtBack(world: World): void {
	const { memory, server } = world;
	const kept = custody(server);
	for (const saved of memory.saved.values()) {
		const { operation, phone, storage, settled, poison } = saved;
		if (poison || settled || storage !== memory.lossesOf(phone)) continue;
		if (!ACCEPTED.has(memory.answered.get(operation.opId) ?? '')) continue;
		const outcome = kept.get(operation.opId) ?? 'lost';
		if (ACCEPTED.has(outcome)) continue;
		const [row] = server.all<{ refusal: string | null }>(
			'select refusal from operation where op_id = ?',
			operation.opId
		);
		const refusal = row ? (row.refusal ?? '') : NEVER_CAME;
		const one = { ...saved, outcome, refusal };
		if (REASONS.some(({ refusals, isSo }) => refusals.includes(refusal) && isSo(one, world))) continue;
		memory.fail(
			16,
			`${operation.verb} ${operation.opId} of ${operation.recordId} was accepted, and is ${outcome} (${refusal}) after the restore`
		);
	}
}
