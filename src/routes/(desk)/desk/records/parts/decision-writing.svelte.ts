import type { TypedDecision } from './views.ts';

/**
 * What a reviewer is writing about the record that is looked at: which panel is open, the comments on fields, and what
 * was typed about records looked at before. It lasts as long as the page; a decision that was taken forgets its own.
 */
export class DecisionWriting {
	/** Which panel is open; the page shows fields as buttons while a return is written. */
	panel = $state<'return' | 'void' | null>(null);
	/** Comments on fields: path -> text. */
	comments = $state<Record<string, string>>({});
	// Read when a panel opens, never followed while it is typed in.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- see above
	readonly #written = new Map<string, TypedDecision>();

	/** Another record is looked at, or an answer came back with what had been typed. */
	show(recordId: string, typed: TypedDecision | null): void {
		if (typed?.recordId === recordId) this.#written.set(recordId, typed);
		const kept = this.of(recordId);
		this.panel = kept?.decision === 'return' || kept?.decision === 'void' ? kept.decision : null;
		this.comments = Object.fromEntries((kept?.comments ?? []).map((one) => [one.field, one.text]));
	}

	/** What was typed about a record and neither sent nor given up. */
	of(recordId: string): TypedDecision | null {
		return this.#written.get(recordId) ?? null;
	}

	/** Keeps what stands in a panel's form. */
	keep(form: HTMLFormElement): void {
		const data = new FormData(form);
		const text = (name: string) => {
			const value = data.get(name);
			return typeof value === 'string' ? value : '';
		};
		const comments = [...data.keys()].filter((name) => name.startsWith('comment:'));
		this.#written.set(text('recordId'), {
			recordId: text('recordId'),
			decision: text('decision'),
			reason: text('reason'),
			note: text('note'),
			due: text('due'),
			comments: comments.map((name) => ({ field: name.slice('comment:'.length), text: text(name) }))
		});
	}

	/** It was decided, or the person gave it up. */
	forget(recordId: string): void {
		this.#written.delete(recordId);
		this.panel = null;
	}
}
