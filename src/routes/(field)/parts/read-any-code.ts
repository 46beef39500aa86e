/** What a code is, of whatever type: read anywhere, without a network. */
import { readBoxId } from '#lib/domain/codes/box-id.ts';
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
	switch (code.type) {
		case 'session': {
			const record = await recordNow(app, code.id);
			return record?.kind === 'session' ? { is: 'session', record } : told(m.code_session_elsewhere());
		}
		case 'worker':
			return told(m.code_is_worker({ card: code.id }));
		case 'unit':
			return told(
				m.code_is_unit({ name: nameOf(app.reference, 'organisation', code.id, locale()) || code.id })
			);
		case 'station':
			return told(
				m.code_is_station({ name: nameOf(app.reference, 'station', code.id, locale()) || code.id })
			);
		case 'box': {
			const box = readBoxId(code.id);
			const supply = nameOf(app.reference, 'supply', box?.supply ?? null, locale());
			const words = [supply, box?.batch, box?.expiry].filter(Boolean).join(' · ');
			return told(m.code_is_box({ what: words || code.id, n: box?.units ?? 0 }));
		}
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
