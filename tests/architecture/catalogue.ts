import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-tree.ts';

/** Language -> file -> key -> message. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export const LANGUAGES = ['zh-CN', 'en'] as const;

export function readCatalogue(): Catalogue {
	return Object.fromEntries(
		LANGUAGES.map((language) => {
			const folder = join(ROOT, 'src/i18n', language);
			const files = readdirSync(folder).sort();
			const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
			return [language, Object.fromEntries(files.map((file) => [file, read(file)]))];
		})
	) as Catalogue;
}

/** Names in braces, sorted, each once; variants (plural forms) count as one message. */
export function placeholders(message: unknown): string {
	const text = typeof message === 'string' ? message : JSON.stringify(patterns(message));
	return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(', ');
}

/** The texts of a message with variants: the values of its `match` branches. */
function patterns(message: unknown): string[] {
	const variants = Array.isArray(message) ? message : [message];
	return variants.flatMap((variant) => Object.values((variant as { match?: object }).match ?? {}));
}

const isEmpty = (message: unknown) => typeof message === 'string' && message.trim() === '';

/** What is wrong between the two catalogues: keys, placeholders, spelling of keys, doubles, empty texts. */
export function catalogueFaults(catalogue: Catalogue): string[] {
	const faults: string[] = [];
	const chinese = catalogue['zh-CN'] ?? {};
	const english = catalogue.en ?? {};
	const home = new Map<string, string>();
	for (const file of new Set([...Object.keys(chinese), ...Object.keys(english)])) {
		const [zh, en] = [chinese[file] ?? {}, english[file] ?? {}];
		for (const key of new Set([...Object.keys(zh), ...Object.keys(en)])) {
			if (key === '$schema') continue;
			const at = `${file}: ${key}`;
			if (!/^[a-z][a-z0-9_]*$/.test(key)) faults.push(`${at} is not lower_snake_case`);
			if (home.has(key)) faults.push(`${at} stands also in ${home.get(key)}`);
			home.set(key, file);
			if (!(key in en)) faults.push(`${at} has no English`);
			else if (!(key in zh)) faults.push(`${at} has no Chinese`);
			else if (isEmpty(zh[key]) || isEmpty(en[key])) faults.push(`${at} is empty`);
			else if (placeholders(zh[key]) !== placeholders(en[key])) {
				faults.push(
					`${at} has {${placeholders(zh[key])}} in Chinese and {${placeholders(en[key])}} in English`
				);
			}
		}
	}
	return faults;
}
