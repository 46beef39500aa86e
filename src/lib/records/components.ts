/**
 * `<kind>/<Kind>Form.svelte`, found by its file name. Apart from `index.ts`, so that the server and the sync code never
 * load a component.
 */
import type { Component } from 'svelte';
import type { OpenForm } from './open-form.ts';

type Form = Component<{ form: OpenForm }>;
const forms = import.meta.glob<{ default: Form }>('./*/*Form.svelte', { eager: true });

/** The form of a kind, or undefined when it has none. */
export function formOf(kind: string): Form | undefined {
	return forms[`./${kind}/${kind.charAt(0).toUpperCase()}${kind.slice(1)}Form.svelte`]?.default;
}
