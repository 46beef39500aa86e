import type { CodeType } from '#lib/domain/codes/code-text.ts';
import { m } from '#lib/i18n.ts';
import type { CodeProblem } from '#lib/domain/codes/read-code.ts';

/** Why a code is not taken, in a sentence. */
export function codeProblemText(problem: CodeProblem): string {
	switch (problem) {
		case 'not-ours':
			return m.code_problem_not_ours();
		case 'newer':
			return m.code_problem_newer();
		case 'damaged':
			return m.code_problem_damaged();
		case 'forged':
			return m.code_problem_forged();
		case 'unknown-key':
			return m.code_problem_unknown_key();
		case 'no-crypto':
			return m.code_problem_no_crypto();
	}
}

/** Why a genuine code is not taken where people's cards are read. */
export function notACardText(type: Exclude<CodeType, 'worker'>): string {
	return type === 'session' ? m.code_problem_session() : m.code_problem_wrong_type();
}
