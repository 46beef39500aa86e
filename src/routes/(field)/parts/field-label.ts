import { m } from '#lib/i18n.ts';
import type { FieldSpec, RecordKind } from '#lib/records/kind.ts';
import { labelText } from '#lib/records/texts.ts';

/** A field's name in words by its path (`lines.<row id>.qty` is its list and its column); the whole record for ''. */
export function fieldLabel(kind: RecordKind | undefined, path: string): string {
	if (path === '') return m.record_whole();
	const names: string[] = [];
	let specs: readonly FieldSpec[] = kind?.fields ?? [];
	for (const step of path.split('.')) {
		const spec = specs.find((one) => one.name === step);
		if (!spec) continue;
		names.push(labelText(spec.label));
		specs = 'fields' in spec.type ? spec.type.fields : [];
	}
	return names.join(' · ') || path;
}

/** The description of a field by its path, or undefined. */
export function fieldSpec(kind: RecordKind | undefined, path: string): FieldSpec | undefined {
	let specs: readonly FieldSpec[] = kind?.fields ?? [];
	let found: FieldSpec | undefined;
	for (const step of path.split('.')) {
		const spec = specs.find((one) => one.name === step);
		if (!spec) continue;
		found = spec;
		specs = 'fields' in spec.type ? spec.type.fields : [];
	}
	return found;
}
