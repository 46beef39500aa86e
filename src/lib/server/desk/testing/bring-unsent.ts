import type { DeskActor } from '#lib/server/desk/act.ts';
import type { DeskRights } from '#lib/server/desk/desk-rights.ts';
import * as files from '#lib/server/desk/unsent-files.ts';
import type { Refusal, UnsentResult } from '#lib/server/desk/unsent.ts';

/** Brings one file of unsent work. */
export async function importUnsent(
	actor: DeskActor,
	rights: DeskRights,
	text: string
): Promise<{ readonly ok: true; readonly result: UnsentResult } | Refusal> {
	const [answer] = await files.importUnsent(actor, rights, [{ name: 'unsent.txt', text }]);
	if (!answer) throw new Error('no answer');
	const { name: _name, part: _part, ...became } = answer;
	return became;
}
