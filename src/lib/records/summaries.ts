/**
 * `<kind>/<Kind>Summary.svelte`, found by its file name: what a list row or the head of a record page shows.
 * Apart from the forms, so that a page with a list loads no form.
 */
import type { Component } from 'svelte';
import type { SummaryProps } from './summary-props.ts';

const summaries = import.meta.glob<{ default: Component<SummaryProps> }>('./*/*Summary.svelte', {
	eager: true
});

/** The summary of a kind, or undefined when the plain one (`RecordKind.summary`) is all it has. */
export function summaryOf(kind: string): Component<SummaryProps> | undefined {
	return summaries[`./${kind}/${kind.charAt(0).toUpperCase()}${kind.slice(1)}Summary.svelte`]?.default;
}
