/** What a code is, of whatever type: read anywhere, without a network. */
import { readBoxId } from '#lib/domain/codes/box-id.ts';
import type { ReadCode } from '#lib/domain/codes/read-code.ts';
import { locale, m } from '#lib/i18n.ts';
import { codeProblemText } from '#lib/records/code-problem.ts';
import { nameOf } from '#lib/records/names.ts';
import type { FieldApp, LocalRecord } from '#lib/state/contract.ts';

/** `session`: one that is on this phone. `told`: a sentence, `bad` where the code is not to be used. */
export type AnyCode =
	| { readonly is: 'session'; readonly record: LocalRecord }
	| { readonly is: 'told'; readonly text: string; readonly bad: boolean };

/** The address on a session's poster, for the phones of its audience: only the server can tell whether it is genuine. */
const SELF_ADDRESS = /^https?:\/\/[^/\s]+\/s\/[\w-]{40}$/;

const told = (text: string, bad = false): AnyCode => ({ is: 'told', text, bad });

export async function readAnyCode(app: FieldApp, text: string): Promise<AnyCode> {
	if (SELF_ADDRESS.test(text.trim())) return told(m.code_is_self_address());
	const code = await app.lists.readCode(text);
	if ('problem' in code) return told(codeProblemText(code.problem), true);
	if (code.type === 'session') {
		const record = await recordNow(app, code.id);
		return record?.kind === 'session' ? { is: 'session', record } : told(m.code_session_elsewhere());
	}
	return told(m.code_is_other({ name: nameOfCode(app, code) }));
}

/** A worker's card is called by its number: the code holds no name. */
function nameOfCode({ reference }: FieldApp, { type, id }: ReadCode): string {
	const name = (kind: 'organisation' | 'station' | 'supply', code: string) =>
		nameOf(reference, kind, code, locale());
	switch (type) {
		case 'unit':
			return name('organisation', id) || id;
		case 'station':
			return name('station', id) || id;
		case 'box':
			return name('supply', readBoxId(id)?.supply ?? '') || id;
		case 'worker':
		case 'session':
			return id;
	}
}

function recordNow(app: FieldApp, id: string): Promise<LocalRecord | undefined> {
	return new Promise((resolve) => {
		const stop = app.watchRecord(id, (found) => {
			resolve(found);
			queueMicrotask(() => stop());
		});
	});
}
